import { Explanation, type ExplanationFields } from "../../kernel/library/explain/index.ts";
import type { InputSpec } from "../../kernel/library/signature/Signature.ts";

/** A drawing of 12 × 12: a ring of ink from row and column 2 to 9. */
const ring = Float32Array.from({ length: 144 }, (_, i) => {
  const [row, column] = [Math.floor(i / 12), i % 12];
  const inside = (from: number, to: number) => row >= from && row <= to && column >= from && column <= to;
  return inside(2, 9) && !inside(3, 8) ? 1 : 0;
});

/** What a picture with its channels first is stated to be: PyTorch's. */
export const channelsFirstSpec = (channels: number, height: number, width: number): InputSpec => ({
  kind: "image",
  name: "x",
  dtype: "float32",
  shape: [channels, height, width],
  layout: "channelsFirst",
  height,
  width,
  channels,
});

/** An explanation of the ring, with the values of its map given by a function of row and column. */
export function ofRing(value: (row: number, column: number) => number, fields: Partial<ExplanationFields> = {}) {
  return new Explanation({
    method: "InputXGradient",
    about: { label: "Input × Gradient", family: "gradient", role: "contribution", signed: true, extent: "input" },
    inputSpec: {
      kind: "image",
      name: "x",
      dtype: "float32",
      shape: [12, 12, 1],
      layout: "channelsLast",
      height: 12,
      width: 12,
      channels: 1,
      photometric: "blackIsZero",
      ground: 0,
    },
    outputSpec: { kind: "classes", name: "y", shape: [3], count: 3, from: "softmax" },
    values: Float32Array.from({ length: 144 }, (_, i) => value(Math.floor(i / 12), i % 12)),
    shape: [1, 12, 12, 1],
    target: 1,
    output: "logit",
    inputs: ring,
    inputShape: [1, 12, 12, 1],
    probabilities: Float32Array.of(0.07, 0.9, 0.03),
    options: {},
    engine: "tfjs",
    elapsedMs: 1,
    modelPasses: 3,
    ...fields,
  });
}
