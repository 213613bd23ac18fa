import { Explanation, type ExplanationFields } from "../../kernel/library/explanation/Explanation.ts";
import type { Meaning } from "../../kernel/library/explanation/Meaning.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import type { InputSpec, OutputSpec } from "../../kernel/library/signature/Signature.ts";

const contribution: Meaning = {
  label: "Integrated Gradients",
  family: "gradient",
  role: "contribution",
  signed: true,
  extent: "input",
};

/** An explanation of one input of any kind: values are the input, weighed. */
export function explained(
  shape: readonly number[],
  probabilities: readonly number[],
  fields: Partial<ExplanationFields> & { inputSpec?: InputSpec; outputSpec?: OutputSpec } = {},
): Explanation {
  const random = createRandom(3);
  const inputs = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform());
  return new Explanation({
    method: "IntegratedGradients",
    about: contribution,
    values: inputs.map((value) => value * random.normal()),
    shape: [1, ...shape],
    target: 0,
    output: "probability",
    inputs,
    inputShape: [1, ...shape],
    probabilities: Float32Array.from(probabilities),
    options: { nSteps: 50 },
    engine: "onnx",
    elapsedMs: 1,
    modelPasses: 51,
    ...fields,
  });
}

const input = { name: "input", dtype: "float32" } as const;
const output = { name: "output" };

export const binary: OutputSpec = {
  ...output,
  kind: "binary",
  shape: [1],
  classNames: ["no", "yes"],
  from: "sigmoid",
};
export const price: OutputSpec = { ...output, kind: "number", shape: [1], targetName: "price", unit: "k€" };
export const topics: OutputSpec = {
  ...output,
  kind: "labels",
  shape: [3],
  count: 3,
  classNames: ["sport", "politics", "art"],
  from: "sigmoid",
};
export const embedding: OutputSpec = { ...output, kind: "values", shape: [10] };
export const weather: InputSpec = {
  ...input,
  kind: "series",
  shape: [48, 3],
  steps: 48,
  features: 3,
  featureNames: ["temperature", "humidity", "wind"],
};
export const scan: InputSpec = {
  ...input,
  kind: "volume",
  shape: [1, 9, 16, 12],
  layout: "channelsFirst",
  depth: 9,
  height: 16,
  width: 12,
  channels: 1,
};
export const loan: InputSpec = {
  ...input,
  kind: "table",
  shape: [4],
  columns: [
    { name: "age", kind: "integer" },
    { name: "income", kind: "numeric" },
    { name: "city", kind: "categorical", categories: ["Oslo", "Bergen"] },
    { name: "rate", kind: "numeric" },
  ],
};
export const words: InputSpec = {
  ...input,
  dtype: "int32",
  kind: "tokens",
  shape: [4],
  length: 4,
  vocabulary: ["the", "film", "was", "great"],
};

/** A series whose features have shapes of their own. */
export function series(fields: Partial<ExplanationFields> = {}): Explanation {
  const inputs = Float32Array.from({ length: 48 * 3 }, (_, i) => {
    const [step, feature] = [Math.floor(i / 3), i % 3];
    return [15 + 5 * Math.sin(step / 4), 60 - step / 2, 3 + ((step * 7) % 5)][feature] ?? 0;
  });
  const values = Float32Array.from({ length: 48 * 3 }, (_, i) => {
    const [step, feature] = [Math.floor(i / 3), i % 3];
    return feature === 0
      ? Math.exp(-(((step - 30) / 5) ** 2))
      : feature === 1
        ? -0.4 * Math.exp(-(((step - 10) / 6) ** 2))
        : 0;
  });
  return explained([48, 3], [0.0009, 0.9991], {
    inputs,
    values,
    target: 1,
    inputSpec: weather,
    outputSpec: binary,
    ...fields,
  });
}
