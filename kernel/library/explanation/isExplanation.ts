import type { Explanation } from "./Explanation.ts";

/** Marks explanations, so that the display knows one without loading TensorFlow.js, as their class does. */
export const explanationKey: unique symbol = Symbol.for("glassbook.explanation") as never;

/** Whether a value is an `Explanation`. */
export const isExplanation = (value: object): value is Explanation => explanationKey in value;
