import type { AnswerValuesSpec, InputDtype, Signature, ValuesSpec } from "./Signature.ts";

type Shape = readonly (number | null)[];

/** An input of which nothing is known but its shape. */
export const unknownInput = (name: string, shape: Shape, dtype: InputDtype = "float32"): ValuesSpec => ({
  kind: "values",
  name,
  dtype,
  shape,
});

/** An output of which nothing is known but its shape. */
export const unknownOutput = (name: string, shape: Shape): AnswerValuesSpec => ({ kind: "values", name, shape });

/** Of a model that says nothing of itself: one input and one output. */
export const unknownSignature = (inputShape: Shape, outputShape: Shape): Signature => ({
  inputs: [unknownInput("input", inputShape)],
  outputs: [unknownOutput("output", outputShape)],
});
