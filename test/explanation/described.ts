import { Explanation, type ExplanationFields } from "../../kernel/library/explain/index.ts";
import type { Meaning } from "../../kernel/library/explanation/Meaning.ts";
import type { InputSpec, OutputSpec } from "../../kernel/library/signature/Signature.ts";

const head = { name: "x", dtype: "float32" } as const;

/** One input of each kind: what it is stated to be, and its numbers. */
export const inputs = {
  drawing: {
    shape: [6, 6, 1],
    spec: {
      ...head,
      kind: "image",
      layout: "channelsLast",
      height: 6,
      width: 6,
      channels: 1,
      shape: [6, 6, 1],
      photometric: "blackIsZero",
      ground: 0,
    },
    // A bar from (1, 2) to (4, 3).
    values: Array.from({ length: 36 }, (_, i) => {
      const [row, column] = [Math.floor(i / 6), i % 6];
      return row >= 1 && row <= 4 && (column === 2 || column === 3) ? 1 : 0;
    }),
  },
  picture: {
    shape: [4, 4, 3],
    spec: {
      ...head,
      kind: "image",
      layout: "channelsLast",
      height: 4,
      width: 4,
      channels: 3,
      shape: [4, 4, 3],
      channelNames: ["red", "green", "blue"],
    },
    values: Array.from({ length: 48 }, (_, i) => i / 48),
  },
  volume: {
    shape: [6, 2, 2, 1],
    spec: {
      ...head,
      kind: "volume",
      layout: "channelsLast",
      depth: 6,
      height: 2,
      width: 2,
      channels: 1,
      shape: [6, 2, 2, 1],
    },
    values: Array.from({ length: 24 }, (_, i) => i),
  },
  photograph: {
    shape: [12, 12, 1],
    spec: { ...head, kind: "image", layout: "channelsLast", height: 12, width: 12, channels: 1, shape: [12, 12, 1] },
    values: Array.from({ length: 144 }, (_, i) => (i * 7) % 11),
  },
  scan: {
    shape: [2, 6, 4, 4],
    spec: {
      ...head,
      kind: "volume",
      layout: "channelsFirst",
      depth: 6,
      height: 4,
      width: 4,
      channels: 2,
      shape: [2, 6, 4, 4],
    },
    values: Array.from({ length: 192 }, (_, i) => i),
  },
  series: {
    shape: [12, 2],
    spec: { ...head, kind: "series", steps: 12, features: 2, featureNames: ["load", "wind"], shape: [12, 2] },
    values: Array.from({ length: 24 }, (_, i) => i / 10),
  },
  tokens: {
    shape: [4],
    spec: {
      ...head,
      kind: "tokens",
      dtype: "int32",
      length: 4,
      shape: [4],
      vocabulary: ["", "a", "good", "film", "bad"],
      padding: 0,
    },
    values: [1, 2, 3, 0],
  },
  table: {
    shape: [3],
    spec: {
      ...head,
      kind: "table",
      shape: [3],
      columns: [
        { name: "income", kind: "numeric" },
        { name: "age", kind: "integer" },
        { name: "color", kind: "categorical", categories: ["red", "blue"] },
      ],
    },
    values: [42.5, 31, 1],
  },
  values: { shape: [4], spec: { ...head, kind: "values", shape: [4] }, values: [1, 2, 3, 4] },
} as const satisfies Record<string, { shape: readonly number[]; spec: InputSpec; values: readonly number[] }>;

const out = { name: "y" } as const;

/** One output of each kind, with an answer. */
export const outputs = {
  classes: {
    spec: { ...out, kind: "classes", shape: [3], count: 3, from: "softmax" },
    answers: [0.0004, 0.9996, 0.0003],
    target: 1,
  },
  classesFromLogits: {
    spec: { ...out, kind: "classes", shape: [3], count: 3, from: "logits", classNames: ["cat", "dog", "eel"] },
    answers: [0.25, 0.45, 0.3],
    target: 1,
  },
  binary: {
    spec: { ...out, kind: "binary", shape: [1], from: "sigmoid", classNames: ["no", "yes"] },
    answers: [0.9991, 0.0009],
    target: 0,
  },
  labels: {
    spec: {
      ...out,
      kind: "labels",
      shape: [4],
      count: 4,
      from: "sigmoid",
      classNames: ["beach", "boat", "dog", "snow"],
    },
    answers: [0.98, 0.7, 0.2, 0.03],
    target: 2,
  },
  number: {
    spec: { ...out, kind: "number", shape: [1], targetName: "price", unit: "k€" },
    answers: [12.3],
    target: 0,
  },
  numbers: {
    spec: { ...out, kind: "numbers", shape: [2], count: 2, targetNames: ["width", "height"], units: ["mm", "mm"] },
    answers: [3, 4.5],
    target: 1,
  },
  pixels: {
    spec: {
      ...out,
      kind: "pixels",
      shape: [2, 2, 2],
      layout: "channelsLast",
      classes: 2,
      classNames: ["sky", "road"],
      from: "softmax",
    },
    answers: [0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.3, 0.7],
    target: 3,
  },
  boxes: { spec: { ...out, kind: "boxes", shape: [2, 5] }, answers: [1, 2, 3, 4, 0.9, 5, 6, 7, 8, 0.4], target: 4 },
  values: {
    spec: { ...out, kind: "values", shape: [10] },
    answers: [0.1, 0.2, 0.3, 0, 0, 0, 0, 12.3, 1, 2],
    target: 7,
  },
} as const satisfies Record<string, { spec: OutputSpec; answers: readonly number[]; target: number }>;

export const contribution: Meaning = {
  label: "Integrated Gradients",
  family: "gradient",
  role: "contribution",
  signed: true,
  extent: "input",
  sumsTo: "f(x) − f(baseline)",
};

/** One method of each role. */
export const meanings = {
  contribution,
  unsignedContribution: { ...contribution, signed: false },
  sensitivity: { label: "Saliency", family: "gradient", role: "sensitivity", signed: false, extent: "input" },
  signedSensitivity: { label: "Saliency", family: "gradient", role: "sensitivity", signed: true, extent: "input" },
  modifiedGradient: {
    label: "Guided Backprop",
    family: "gradient",
    role: "modifiedGradient",
    signed: true,
    extent: "input",
  },
  localization: { label: "Grad-CAM", family: "cam", role: "localization", signed: false, extent: "place" },
  importance: { label: "Sobol", family: "perturbation", role: "importance", signed: false, extent: "input" },
  variance: { label: "VarGrad", family: "noise", role: "variance", signed: false, extent: "input" },
  activation: { label: "Layer Activation", family: "layer", role: "activation", signed: true, extent: "unit" },
  attention: { label: "Raw Attention", family: "attention", role: "attention", signed: false, extent: "place" },
  maskedAverage: {
    label: "RISE",
    family: "perturbation",
    role: "maskedAverage",
    signed: false,
    extent: "place",
    removal: "baseline",
  },
  difference: { label: "Difference", family: "other", role: "difference", signed: true, extent: "input" },
} as const satisfies Record<string, Meaning>;

export interface Case {
  input?: keyof typeof inputs;
  output?: keyof typeof outputs;
  about?: Meaning;
  values?: readonly number[];
  fields?: Partial<ExplanationFields>;
}

/** The largest value in front, the most negative at the end, and a little between. */
const mapOf = (size: number, signed: boolean) =>
  Array.from({ length: size }, (_, i) => (i === 1 ? 3 : i === size - 1 ? (signed ? -1 : 1) : i === 2 ? 0.5 : 0));

/** An explanation by hand. */
export function described({ input = "drawing", output = "classes", about = contribution, values, fields }: Case) {
  const [given, answer] = [inputs[input], outputs[output]];
  const size = given.values.length;
  return new Explanation({
    method: "Anything",
    values: Float32Array.from(values ?? mapOf(size, about.signed)),
    shape: [1, ...given.shape],
    target: answer.target,
    output: ["classes", "classesFromLogits", "labels", "binary"].includes(output) ? "probability" : "logit",
    inputs: Float32Array.from(given.values),
    inputShape: [1, ...given.shape],
    probabilities: Float32Array.from(answer.answers),
    options: {},
    engine: "onnx",
    elapsedMs: 1,
    modelPasses: 102,
    about,
    inputSpec: given.spec,
    outputSpec: answer.spec,
    ...fields,
  });
}
