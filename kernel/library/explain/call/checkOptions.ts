import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import { checkNames } from "../../text/checkNames.ts";
import { nearestNames } from "../../text/nearestNames.ts";
import { shown } from "../../text/shown.ts";
import type { OptionRule, Rules } from "./rules.ts";

/**
 * Refuses what a method, or a function, would pass over: options that it does not have, or of another kind.
 *
 * @param owner whose options they are: `"Saliency"`, `"explain()"`.
 * @throws OptionError that names the option, and the nearest that there is.
 */
export function checkOptions(owner: string, rules: Rules, options: object): void {
  checkNames(owner, rules, options);
  for (const [name, value] of Object.entries(options)) if (value !== undefined) checkValue(name, value, rules[name]);
}

/** @throws OptionError where an option that nobody can guess is missing. */
export function checkRequired(owner: string, rules: Rules, options: Readonly<Record<string, unknown>>): void {
  for (const [name, { required, example = "" }] of Object.entries(rules)) {
    if (required && options[name] === undefined) {
      throw new OptionError(say`${owner} needs the option ${name}: give ${name}${example && `: ${example}`}`);
    }
  }
}

function checkValue(name: string, value: unknown, rule: OptionRule): void {
  const { kind, choices = [] } = rule;
  if (kind === "number") {
    checkNumber(name, value, rule);
    return;
  }
  if (kind === "choice") {
    if (typeof value === "string" && choices.includes(value)) return;
    throw wrongChoice(name, value, choices);
  }
  if (kind === "rows" && choices.length > 0 && checkNamedRows(name, value, choices)) return;
  if (isOf[kind](value)) return;
  throw new OptionError(wanted[kind](name, shown(value)));
}

function wrongChoice(name: string, value: unknown, choices: readonly string[]): OptionError {
  const near = typeof value === "string" ? nearestNames(value, choices)[0] : undefined;
  const all = choices.map((each) => `"${each}"`).join(", ");
  return new OptionError(
    near === undefined
      ? say`${name} is ${shown(value)}: give one of ${all}`
      : say`${name} is ${shown(value)}: did you mean "${near}"? There are ${all}`,
  );
}

/** Whether rows are given with names in the place of some, of each of several inputs or of all. */
function checkNamedRows(name: string, value: unknown, choices: readonly string[]): boolean {
  if (typeof value === "string") {
    if (choices.includes(value)) return true;
    throw wrongChoice(name, value, choices);
  }
  if (!isObject(value) || isInputArray(value) || ArrayBuffer.isView(value)) return false;
  return Object.values(value).every((each) => checkNamedRows(name, each, choices) || isOf.rows(each));
}

function checkNumber(name: string, value: unknown, { integer, least, above, most, choices = [] }: OptionRule): void {
  if (typeof value === "string" && choices.includes(value)) return;
  const isNumber = typeof value === "number" && !Number.isNaN(value) && (!integer || Number.isInteger(value));
  if (isNumber && value >= (least ?? -Infinity) && value > (above ?? -Infinity) && value <= (most ?? Infinity)) return;
  throw new OptionError(numberWanted(name, shown(value), { integer, least, above, most, choices }));
}

function numberWanted(name: string, value: string, rule: Omit<OptionRule, "kind">): string {
  const { integer, least, above, most, choices = [] } = rule;
  if (choices.length > 0) return say`${name} is ${value}: give a whole number, at least ${least}, or "${choices[0]}"`;
  if (integer && least !== undefined) return say`${name} is ${value}: give a whole number, at least ${least}`;
  if (integer) return say`${name} is ${value}: give a whole number`;
  if (above !== undefined && most !== undefined)
    return say`${name} is ${value}: give a number above ${above}, at most ${most}`;
  if (above !== undefined) return say`${name} is ${value}: give a number above ${above}`;
  if (least !== undefined) return say`${name} is ${value}: give a number, at least ${least}`;
  return say`${name} is ${value}: give a number`;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
/** One array, or one for each of several inputs, by name or in a list. */
const isArray = (value: unknown): boolean =>
  isInputArray(value) ||
  (isObject(value) && Object.values(value).length > 0 && Object.values(value).every(isInputArray));
const isList = (value: unknown) => isObject(value) && "length" in value;

const isOf: Readonly<Record<Exclude<OptionRule["kind"], "number" | "choice">, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === "boolean",
  text: (value) => typeof value === "string",
  function: (value) => typeof value === "function",
  rows: (value) =>
    typeof value === "number" ||
    isInputArray(value) ||
    (isObject(value) && !ArrayBuffer.isView(value) && Object.values(value).every((each) => isOf.rows(each))),
  array: isArray,
  list: isList,
  record: (value) => isObject(value) && !isList(value),
  any: () => true,
};

const wanted: Readonly<Record<keyof typeof isOf, (name: string, value: string) => string>> = {
  boolean: (name, value) => say`${name} is ${value}: give true or false`,
  text: (name, value) => say`${name} is ${value}: give a string`,
  function: (name, value) => say`${name} is ${value}: give a function`,
  rows: (name, value) =>
    say`${name} is ${value}: give a number, an array with its shape, { values, shape }, or a tensor`,
  array: (name, value) => say`${name} is ${value}: give an array with its shape, { values, shape }, or a tensor`,
  list: (name, value) => say`${name} is ${value}: give a list`,
  record: (name, value) => say`${name} is ${value}: give an object`,
  any: () => "",
};
