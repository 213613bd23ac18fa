import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { nearestNames } from "../text/nearestNames.ts";
import type { InputKind, OutputKind } from "./Signature.ts";

/** What may be said of each kind of input, besides its shape and dtype. */
export const inputFields: Readonly<Record<InputKind, readonly string[]>> = {
  image: ["layout", "height", "width", "channels", "channelNames", "colorOrder", "photometric", "ground", "preprocess"],
  volume: ["layout", "depth", "height", "width", "channels", "spacing", "window"],
  series: ["layout", "steps", "features", "featureNames", "unit", "rate"],
  tokens: ["length", "vocabulary", "padding", "size"],
  table: ["columns"],
  values: [],
};

/** What may be said of each kind of output, besides its shape. */
export const outputFields: Readonly<Record<OutputKind, readonly string[]>> = {
  classes: ["count", "classNames", "from"],
  binary: ["classNames", "from"],
  labels: ["count", "classNames", "from"],
  number: ["targetName", "unit"],
  numbers: ["count", "targetNames", "units"],
  pixels: ["layout", "classes", "classNames", "from"],
  boxes: ["classNames"],
  values: ["valueNames", "from"],
};

/** Values that a field may have, where they are few. */
const choices: Readonly<Record<string, readonly string[]>> = {
  colorOrder: ["rgb", "bgr"],
  photometric: ["blackIsZero", "whiteIsZero"],
};
const layouts: Readonly<Record<string, readonly string[]>> = { series: ["featuresLast", "featuresFirst"] };
const origins: Readonly<Record<string, readonly string[]>> = {
  classes: ["softmax", "logits"],
  binary: ["sigmoid", "logit"],
  labels: ["sigmoid", "logits"],
  pixels: ["softmax", "logits", "sigmoid"],
  values: ["softmax", "sigmoid"],
};

function choicesOf(field: string, kind: string): readonly string[] | undefined {
  if (field === "layout") return layouts[kind] ?? ["channelsLast", "channelsFirst"];
  return field === "from" ? origins[kind] : choices[field];
}

/**
 * The kind that a hint names, or the one that there is.
 *
 * @param of `the input "x"`.
 * @throws OptionError for a kind that there is not, naming the nearest.
 */
export function kindOf<Kind extends string>(given: unknown, own: Kind, known: readonly Kind[], of: string): Kind {
  if (given === undefined) return own;
  const found = known.find((kind) => kind === given);
  if (found) return found;
  throw new OptionError(
    say`${of}: unknown kind ${shown(given)}${meant(String(given), known)}: expected one of ${known.join(", ")}`,
  );
}

/** @throws OptionError for a field or a value that this kind does not have, naming the nearest. */
export function checkFields(given: object, kind: string, allowed: readonly string[], of: string): void {
  for (const [field, value] of Object.entries(given)) {
    if (!allowed.includes(field)) {
      throw new OptionError(
        say`${of}: ${kind} has no field ${field}${meant(field, allowed)}: expected some of ${allowed.join(", ")}`,
      );
    }
    const chosen = choicesOf(field, kind);
    if (value === undefined || !chosen || chosen.some((each) => each === value)) continue;
    throw new OptionError(
      say`${of}: ${field} is ${shown(value)}${meant(String(value), chosen)}: expected one of ${chosen.join(", ")}`,
    );
  }
}

const shown = (value: unknown) => (typeof value === "string" ? `"${value}"` : String(value));

function meant(given: string, known: readonly string[]): string {
  const near = nearestNames(given, known);
  return near.length === 0 ? "" : say` (did you mean ${near.join(", ")}?)`;
}

/** @throws OptionError where there are not as many names as there are things to name. */
export function checkNames(
  field: string,
  names: readonly unknown[] | undefined,
  count: number | null,
  of: string,
): void {
  if (names === undefined) return;
  if (!Array.isArray(names) || names.some((name) => typeof name !== "string")) {
    throw new OptionError(say`${of}: ${field} must be a list of strings`);
  }
  if (count !== null && names.length !== count) {
    throw new OptionError(say`${of}: ${field} has ${names.length} names, expected ${count}`);
  }
}
