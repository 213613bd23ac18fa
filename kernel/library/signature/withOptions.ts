import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { nearestNames } from "../text/nearestNames.ts";
import type { OutputSpec, Signature } from "./Signature.ts";
import type { HintsOf, SignatureOptions } from "./SignatureOptions.ts";
import { withInputHint } from "./withInputHint.ts";
import { type HowItGives, withOutputHint } from "./withOutputHint.ts";

/**
 * A signature with what is known besides.
 *
 * @throws OptionError where that does not fit the model: its number of inputs and outputs, shapes, counts of names.
 */
export function withOptions(read: Signature, options: SignatureOptions | undefined, how: HowItGives): Signature {
  if (!options) return read;
  const { classNames, inputs, outputs } = options;
  const inputHints = hintsFor(inputs, read.inputs, say`inputs`);
  const outputHints = hintsFor(outputs, read.outputs, say`outputs`);
  const hinted = {
    inputs: read.inputs.map((spec, i) => {
      const hint = inputHints[i];
      return hint === undefined ? spec : withInputHint(spec, hint, how);
    }),
    outputs: read.outputs.map((spec, i) => {
      const hint = outputHints[i];
      return hint === undefined ? spec : withOutputHint(spec, hint, how);
    }),
  };
  return classNames ? { ...hinted, outputs: named(hinted.outputs, classNames, how) } : hinted;
}

/** A hint for each of the model's, in its order; undefined where nothing is given. */
function hintsFor<Hint extends string | object>(
  given: HintsOf<Hint> | undefined,
  specs: readonly { readonly name: string }[],
  what: string,
): readonly (Hint | undefined)[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) {
    if (given.length === specs.length) return given;
    throw new OptionError(say`${what}: got ${given.length}, but the model has ${specs.length}: ${listed(specs)}`);
  }
  if (typeof given === "object" && isByName(given, specs)) {
    const byName = given as Readonly<Record<string, Hint>>;
    for (const name of Object.keys(byName)) {
      if (specs.some((spec) => spec.name === name)) continue;
      const near = nearestNames(
        name,
        specs.map((spec) => spec.name),
      );
      const hint = near.length > 0 ? say` (did you mean ${near.join(", ")}?)` : "";
      throw new OptionError(say`${what}: the model has no ${name}${hint}: it has ${listed(specs)}`);
    }
    return specs.map(({ name }) => byName[name]);
  }
  if (specs.length === 1) return [given as Hint];
  throw new OptionError(
    say`${what}: the model has ${specs.length}: ${listed(specs)}. Give a list in this order, or an object with one for each by name`,
  );
}

const listed = (specs: readonly { readonly name: string }[]) => specs.map(({ name }) => `"${name}"`).join(", ");

/** A hint has a kind or fields of texts, numbers and lists; what is by name has only hints in it. */
function isByName(given: object, specs: readonly { readonly name: string }[]): boolean {
  const keys = Object.keys(given);
  const areNames = keys.filter((key) => specs.some(({ name }) => name === key)).length;
  // An output may itself be called "kind".
  if (areNames === keys.length && specs.length > 1) return areNames > 0;
  if ("kind" in given && typeof given.kind === "string") return false;
  const isHint = (value: unknown) => typeof value === "object" && value !== null && "kind" in value;
  if (keys.length > 0 && Object.values(given).every(isHint)) return true;
  return areNames > 0 || (keys.length > 0 && specs.length > 1);
}

/** The one output whose numbers can be called by these names. */
function named(outputs: readonly OutputSpec[], classNames: readonly string[], how: HowItGives): OutputSpec[] {
  const fitting = outputs.filter((spec) => kindFor(spec, classNames.length, how) !== undefined);
  const [one] = fitting;
  const list = outputs
    .map(({ name, shape }) => `"${name}" [${shape.map((size) => size ?? "?").join(", ")}]`)
    .join(", ");
  if (!one) {
    throw new OptionError(
      say`classNames has ${classNames.length} names, but the model gives ${list}: give one for each class, or two for one unit`,
    );
  }
  // Of a detector all outputs are of the same boxes.
  const areBoxes = fitting.every(({ kind }) => kind === "boxes");
  if (fitting.length > 1 && !areBoxes) {
    throw new OptionError(
      say`classNames could belong to ${listed(fitting)}: give them with their output, outputs: { name: { kind: "classes", classNames } }`,
    );
  }
  return outputs.map((spec) => {
    const kind =
      spec === one || (areBoxes && fitting.includes(spec)) ? kindFor(spec, classNames.length, how) : undefined;
    return kind === undefined ? spec : withOutputHint(spec, { kind, classNames } as { kind: "classes" }, how);
  });
}

type Nameable = "classes" | "binary" | "labels" | "pixels" | "boxes";

/** What an output is once its classes have names; undefined where it has not as many. */
function kindFor(spec: OutputSpec, count: number, { isOpen }: HowItGives): Nameable | undefined {
  switch (spec.kind) {
    case "classes":
    case "labels":
      return spec.count === count ? spec.kind : undefined;
    case "binary":
      return count === 2 ? "binary" : undefined;
    case "pixels":
      return spec.classes === count ? "pixels" : undefined;
    case "boxes":
      return "boxes";
    case "number":
    case "values": {
      const isUnit = spec.shape.length === 0 || (spec.shape.length === 1 && spec.shape[0] === 1);
      if (isOpen && spec.shape.length === 0 && count > 1) return "classes";
      if (isUnit) return count === 2 ? "binary" : undefined;
      return spec.kind === "values" && spec.shape.length === 1 && spec.shape[0] === count ? "classes" : undefined;
    }
    case "numbers":
      return undefined;
  }
}
