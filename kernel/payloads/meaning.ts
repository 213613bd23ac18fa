import { isRecord } from "./isRecord.ts";

/** What the values of a map are: `Role` of the library's `explanation/about.ts`. Only contributions speak of for and against. */
export const roles = [
  "contribution",
  "sensitivity",
  "modifiedGradient",
  "localization",
  "importance",
  "variance",
  "activation",
  "attention",
  "maskedAverage",
  "difference",
  "unknown",
] as const;
export type RolePayload = (typeof roles)[number];

/** What one value stands for. */
export const extents = ["input", "place", "part", "unit"] as const;
export type ExtentPayload = (typeof extents)[number];

/** What the values add up to. */
export const sums = ["f(x) − f(baseline)", "f(x) − E f(background)", "f(x)"] as const;
export type SumPayload = (typeof sums)[number];

/** What a method says of its values, its options taken into account. */
export interface MeaningPayload {
  /** The method's name as people write it: `Integrated Gradients`. */
  label: string;
  role: RolePayload;
  extent: ExtentPayload;
  /** What is explained (default `"output"`): an answer of the model, or an inner neuron. */
  of?: "output" | "neuron";
  sumsTo?: SumPayload;
  /** Whether changes of the gradients as small as rounding can change the whole map. */
  isChaotic?: boolean;
}

const oneOf =
  (choices: readonly string[]) =>
  (value: unknown): boolean =>
    choices.some((choice) => choice === value);

export const isMeaning = (value: unknown): value is MeaningPayload =>
  isRecord(value) &&
  typeof value.label === "string" &&
  oneOf(roles)(value.role) &&
  oneOf(extents)(value.extent) &&
  (value.of === undefined || oneOf(["output", "neuron"])(value.of)) &&
  (value.sumsTo === undefined || oneOf(sums)(value.sumsTo)) &&
  (value.isChaotic === undefined || typeof value.isChaotic === "boolean");
