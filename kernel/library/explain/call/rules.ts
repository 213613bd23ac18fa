import type { Output } from "../../engine/runner.ts";
import { baselineNames } from "../../signature/Inputs.ts";

/** What a value of an option has to be. */
export type OptionKind =
  | "number"
  | "boolean"
  | "choice"
  | "text"
  | "function"
  /** A number, an array with its shape, a tensor, or such for each input, by name or as a list. */
  | "rows"
  /** An array with its shape, a tensor, or such for each input by name. */
  | "array"
  /** A list of numbers or texts. */
  | "list"
  | "record"
  /** What a method reads itself. */
  | "any";

/** An option of a method: what it may be, and what it is where nobody says. */
export interface OptionRule {
  readonly kind: OptionKind;
  /** Missing where the method finds it out from its inputs, or goes without. */
  readonly default?: unknown;
  readonly required?: true;
  /** Of numbers. */
  readonly integer?: true;
  readonly least?: number;
  /** Of numbers: the bound that is not itself allowed. */
  readonly above?: number;
  readonly most?: number;
  /** Of a choice; of a number or rows, words that may stand in their place: `"auto"`, `"blurred"`. */
  readonly choices?: readonly string[];
  /** How a value looks, for the error where it is missing: `[4, 4, 1]`. */
  readonly example?: string;
}

/** The options of a method, by name. */
export type Rules = Readonly<Record<string, OptionRule>>;

/** A whole number; with or without a default. */
export const whole = (initial: number, least = 1) =>
  ({ kind: "number", integer: true, least, default: initial }) as const satisfies OptionRule;
export const anyWhole = (least = 1) => ({ kind: "number", integer: true, least }) as const satisfies OptionRule;

/** A whole number, or `"auto"`. */
export const wholeOrAuto = (initial: number) =>
  ({ ...whole(initial), choices: ["auto"] }) as const satisfies OptionRule;

export const flag = (initial: boolean) => ({ kind: "boolean", default: initial }) as const satisfies OptionRule;

export const choice = <const C extends readonly string[]>(choices: C, initial: C[number]) =>
  ({ kind: "choice", choices, default: initial }) as const satisfies OptionRule;

/** An option without a default: the method finds it out, or goes without. */
export const plain = (kind: OptionKind) => ({ kind }) as const satisfies OptionRule;

const outputs = ["logit", "probability"] as const satisfies readonly Output[];

/** What every method takes besides `output`. */
export const commonRules = {
  engine: { kind: "choice", choices: ["auto", "onnx", "tfjs"] },
  internalBatchSize: anyWhole(),
  signal: plain("any"),
  onProgress: plain("function"),
  fixed: plain("record"),
  /** Whoever asks several methods gives all of them a seed: where nothing is drawn it changes nothing. */
  seed: { kind: "number", integer: true },
} as const satisfies Rules;

export const targetRules = { target: plain("any"), targets: plain("any") } as const satisfies Rules;

/** Of methods that explain the logit where nobody says otherwise, and of those that explain the probability. */
export const logitRules = { ...commonRules, output: choice(outputs, "logit") } as const satisfies Rules;
export const probabilityRules = { ...commonRules, output: choice(outputs, "probability") } as const satisfies Rules;

/** Of methods that draw. */
export const seedRule = { seed: { kind: "number", integer: true, default: 0 } } as const satisfies Rules;

/** What stands where something is absent. */
export const absentRules = {
  baselines: { kind: "rows", choices: baselineNames },
  background: plain("rows"),
} as const satisfies Rules;

/** A sample of rows that nobody can guess. */
export const sample = {
  kind: "rows",
  required: true,
  choices: baselineNames,
  example: "train.slice(0, 100)",
} as const satisfies OptionRule;

/** A baseline of its own. */
export const baselineRule = {
  baselines: { kind: "rows", choices: baselineNames, default: 0 },
} as const satisfies Rules;

/** Parts that come and go together. */
export const maskRule = { featureMask: plain("array") } as const satisfies Rules;

/** How a map is brought to the input's size. */
export const upsampleRule = <const D extends "bilinear" | "nearest">(initial: D) =>
  ({ upsample: choice(["bilinear", "nearest", "none"], initial) }) as const satisfies Rules;

/** Of methods that walk from a baseline. */
export const quadratureMethods = [
  "gausslegendre",
  "riemann_left",
  "riemann_right",
  "riemann_middle",
  "riemann_trapezoid",
] as const;

type Defaulted<R> = { [K in keyof R]: R[K] extends { readonly default: unknown } ? K : never }[keyof R];

/** The options of a call with the method's defaults filled in. */
export type Settled<Options, R> = Options & {
  readonly [K in Defaulted<R> & keyof Options]-?: Exclude<Options[K], undefined>;
};
