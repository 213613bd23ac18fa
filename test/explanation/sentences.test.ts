import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../goldens.ts";
import { type Case, contribution, described, inputs, meanings, outputs } from "./described.ts";

const one = <T>(value: T) => value;
const errors = (size: number, value: number) => new Float32Array(size).fill(value);
const delta = (value: number) => ({ convergenceDelta: Float32Array.of(value), answers: Float32Array.of(5) });
const shap = { ...contribution, label: "Kernel SHAP", family: "shap", sumIsExact: true, removal: "marginal" } as const;
const ablation = { ...contribution, label: "Feature Ablation", family: "perturbation", removal: "baseline" } as const;

/** Of 12 × 12 pixels one for, the next against, and so on; those in four ninths at the upper left are larger. */
const mixed = (larger: number) =>
  Array.from({ length: 144 }, (_, i) => {
    const [row, column] = [Math.floor(i / 12), i % 12];
    return ((row + column) % 2 === 0 ? 1 : -1) * (row < 8 && column < 8 ? larger : 1);
  });

/** A small one in the lower right, a square in the upper left, and the rest, which is everywhere. */
function inSegment(i: number): number {
  const [row, column] = [Math.floor(i / 12), i % 12];
  if (row >= 10 && column >= 10) return 0;
  return row < 4 && column < 4 ? 1 : 2;
}

/** What is put into words, by name. */
const cases: Record<string, Case> = {
  ...Object.fromEntries(
    Object.entries(meanings).map(([role, about]) => [
      `role ${role}`,
      {
        about,
        fields: {
          options: role === "difference" ? { first: "Saliency", second: "Lrp" } : { layer: undefined },
          ...(about.extent === "unit" && { layerAxes: ["height", "width", "channel"] as const }),
        },
      },
    ]),
  ),
  ...Object.fromEntries(Object.keys(inputs).map((input) => [`input ${input}`, one({ input } as Case)])),
  ...Object.fromEntries(
    Object.keys(outputs).map((output) => [`output ${output}`, { input: "values", output } as Case]),
  ),
  ...Object.fromEntries(
    ["series", "tokens", "table", "values"].flatMap((input) =>
      (["sensitivity", "signedSensitivity", "variance"] as const).map((role) => [
        `${role} of ${input}`,
        { input, about: meanings[role] } as Case,
      ]),
    ),
  ),
  "a chaotic method": { about: { ...contribution, isChaotic: true }, fields: delta(0.01) },
  "raised and lowered": { input: "series", output: "number" },
  "another class than the predicted one": { fields: { target: 2 } },
  "another class of a pixel": { output: "pixels", fields: { target: 2 } },
  "another value than the largest": { input: "values", output: "values", fields: { target: 2 } },
  "a value of several axes": {
    input: "values",
    output: "values",
    fields: {
      outputSpec: { name: "y", kind: "values", shape: [5, 2] },
    },
  },
  "the only output": {
    input: "values",
    output: "values",
    fields: {
      target: 0,
      probabilities: Float32Array.of(0.1),
      outputSpec: { name: "y", kind: "values", shape: [1] },
    },
  },
  "an unnamed number": {
    input: "values",
    output: "number",
    fields: { outputSpec: { name: "y", kind: "number", shape: [1] } },
  },
  "no label assigned": { output: "labels", fields: { probabilities: Float32Array.of(0.1, 0.2, 0.3, 0.4) } },
  "an answer that is NaN": { fields: { probabilities: Float32Array.of(Number.NaN, Number.NaN, Number.NaN) } },
  "a neuron": {
    about: { ...meanings.signedSensitivity, label: "Neuron Gradient", of: "neuron" },
    fields: { options: { neuron: [1, 2, 0], layer: "conv" } },
  },
  "a layer's map by channels": {
    about: { ...contribution, label: "Layer Conductance", family: "layer", extent: "unit" },
    values: [1, -2, 3, 4, 0, 0, 0, 0],
    fields: { shape: [1, 2, 2, 2], layerAxes: ["height", "width", "channel"], options: { layer: "conv" } },
  },
  "a layer's map by channels that come first": {
    about: { ...contribution, label: "Layer Conductance", family: "layer", extent: "unit" },
    values: [1, -2, 3, 4, 0, 0, 0, 0],
    fields: { shape: [1, 2, 2, 2], layerAxes: ["channel", "height", "width"], options: { layer: "conv" } },
  },
  "a layer's map of which nobody says what its axes are": {
    about: { ...contribution, label: "Layer Conductance", family: "layer", extent: "unit" },
    values: [1, -2, 3, 4, 0, 0, 0, 0],
    fields: { shape: [1, 2, 2, 2], options: { layer: "conv" } },
  },
  "a neuron's contributions": {
    input: "values",
    about: { ...contribution, label: "Neuron Integrated Gradients", of: "neuron" },
    fields: { options: { neuron: 3, layer: "dense" } },
  },
  "a coarse map": { about: meanings.localization, values: [0, 1, 2, 0], fields: { shape: [1, 2, 2, 1] } },
  "nothing is said of its values": { fields: { about: undefined } },
  zero: { values: Array(36).fill(0) },
  "zero where the input equals the baseline": {
    values: Array(36).fill(0),
    fields: { inputs: new Float32Array(36), baseline: 0 },
  },
  "zero sensitivity": { about: meanings.sensitivity, values: Array(36).fill(0) },
  "the same two maps": { about: meanings.difference, values: Array(36).fill(0) },
  constant: { values: Array(36).fill(0.25) },
  NaN: { values: Array.from({ length: 36 }, (_, i) => (i < 3 ? Number.NaN : 1)) },
  "far more for than against": { values: [1, -1e-5, ...Array(34).fill(0)] },
  "no more against than rounding leaves": { values: [1, -1e-9, ...Array(34).fill(0)] },
  "only for": { values: [1, ...Array(35).fill(0)] },
  "about even": { values: [1, -1, ...Array(34).fill(0)] },
  "an exact sum": { fields: delta(1e-7) },
  "a sum that is close": { fields: delta(0.01) },
  "a sum that is fair": { fields: delta(0.1) },
  "a sum that is off, of a method with steps": { fields: { ...delta(2), options: { nSteps: 5 } } },
  "a sum that is off, of a method without steps": { about: { ...contribution, label: "DeepLIFT" }, fields: delta(2) },
  "a sum of values that cancel": {
    input: "values",
    values: [1, -1, 0.3, -0.31],
    fields: { convergenceDelta: Float32Array.of(0.01), answers: Float32Array.of(1) },
  },
  "a sum to the output": {
    about: { ...contribution, label: "LRP", sumsTo: "f(x)" },
    fields: delta(0.01),
  },
  "a good linear fit": {
    about: { ...contribution, label: "LIME", family: "lime" },
    fields: { fit: Float32Array.of(0.9) },
  },
  "a fair linear fit": {
    about: { ...contribution, label: "LIME", family: "lime" },
    fields: { fit: Float32Array.of(0.6) },
  },
  "a weak linear fit": {
    about: { ...contribution, label: "LIME", family: "lime" },
    fields: { fit: Float32Array.of(-0.2) },
  },
  "all values clear": {
    input: "values",
    about: shap,
    values: [4, 3, 2, -1],
    fields: { standardError: errors(4, 0.1), options: { background: 100 } },
  },
  "some values clear": {
    input: "values",
    about: shap,
    values: [4, 3, 2, -1],
    fields: { standardError: errors(4, 0.9) },
  },
  "no value clear": { input: "values", about: shap, values: [4, 3, 2, -1], fields: { standardError: errors(4, 9) } },
  "all coalitions": {
    input: "table",
    about: shap,
    values: [4, 3, -1],
    fields: { standardError: errors(3, 0), options: { enumerated: true, background: 1 } },
  },
  "too few samples": { input: "values", about: shap, fields: { standardError: errors(4, Number.POSITIVE_INFINITY) } },
  "enough evaluations": {
    input: "values",
    about: shap,
    values: [4, 3, 2, -1],
    fields: { standardError: errors(4, 0.1), options: { auto: { tolerance: 0.2, met: true } } },
  },
  "too few evaluations": {
    input: "values",
    about: shap,
    values: [4, 3, 2, -1],
    fields: { standardError: errors(4, 0.1), options: { auto: { tolerance: 0.05, met: false } } },
  },
  "columns replaced one at a time": { input: "table", about: ablation },
  "columns replaced by others": { input: "table", about: { ...ablation, removal: "others" } },
  segments: {
    input: "values",
    about: { ...shap, extent: "part" },
    values: [2, 2, -1, -1],
    fields: { featureMask: Int32Array.of(0, 0, 1, 1), coefficients: Float32Array.of(4, -2) },
  },
  "segments that nothing can change": {
    input: "drawing",
    about: { ...ablation, extent: "part" },
    values: Array.from({ length: 36 }, (_, i) => (i < 6 ? 0.1 : i < 30 ? 2 : -1)),
    fields: {
      baseline: 0,
      featureMask: Int32Array.from({ length: 36 }, (_, i) => (i < 6 ? 0 : i < 30 ? 1 : 2)),
      coefficients: Float32Array.of(0.1, 2, -1),
    },
  },
  "several classes that come close": {
    output: "classesFromLogits",
    fields: { probabilities: Float32Array.of(0.33, 0.38, 0.29) },
  },
  "evidence of both signs that is mixed everywhere": { input: "photograph", values: mixed(3) },
  "both signs that are mixed and spread over everything": { input: "photograph", values: mixed(1), output: "number" },
  "a gradient of both signs that is mixed everywhere": {
    input: "photograph",
    about: meanings.signedSensitivity,
    values: mixed(3),
  },
  "a difference of both signs that is mixed everywhere": {
    input: "photograph",
    about: meanings.difference,
    values: mixed(3),
    fields: { options: { first: "Saliency", second: "Lrp" } },
  },
  "both signs that lie apart": {
    input: "photograph",
    values: mixed(3).map((value, i) => (i % 12 < 6 ? Math.abs(value) : -Math.abs(value))),
  },
  "both signs at a few places": {
    input: "photograph",
    values: mixed(3).map((value, i) => (i === 0 || i === 1 ? value : 0)),
  },
  "a class activation map that is cut off": {
    about: meanings.localization,
    values: Array(36).fill(0),
    fields: { options: { layer: "/layer4/layer4.1/relu_1/Relu_output_0", cut: [true] } },
  },
  "a class activation map that is cut off, of a number": {
    output: "number",
    about: meanings.localization,
    values: Array(36).fill(0),
    fields: { options: { layer: "conv", cut: [true] } },
  },
  "a layer of the largest of many outputs": {
    input: "photograph",
    output: "values",
    about: meanings.localization,
    fields: {
      target: 285,
      probabilities: Float32Array.from({ length: 1000 }, (_, i) => (i === 285 ? 10.1 : 0)),
      outputSpec: { name: "logits", kind: "values", shape: [1000] },
      options: { layer: "/_swish_1/Clip_output_0" },
    },
  },
  "segments of a photograph": {
    input: "photograph",
    about: { ...shap, extent: "part" },
    values: Array.from({ length: 144 }, (_, i) => (inSegment(i) === 0 ? 0.1 : inSegment(i) === 1 ? 1 : -0.01)),
    fields: {
      featureMask: Int32Array.from({ length: 144 }, (_, i) => inSegment(i)),
      coefficients: Float32Array.of(0.4, 4, -1),
    },
  },
  "a volume with its channels first": {
    input: "scan",
    values: Array.from({ length: 192 }, (_, i) => (i === 96 + 37 ? 2 : i === 5 ? -1 : 0)),
  },
  "a volume with its spacing": {
    input: "scan",
    values: Array.from({ length: 192 }, (_, i) => (i === 96 + 37 ? 2 : 0)),
    fields: { inputSpec: { ...inputs.scan.spec, spacing: [2.5, 1, 1] } },
  },
  "places of a volume": {
    input: "scan",
    about: { ...meanings.localization, signed: true },
    values: Array.from({ length: 96 }, (_, i) => (i === 37 ? 2 : 0)),
    fields: { shape: [1, 6, 4, 4, 1] },
  },
  "columns in groups": {
    input: "table",
    about: { ...shap, extent: "part" },
    values: [4, 4, -1],
    fields: { featureMask: Int32Array.of(0, 0, 1), coefficients: Float32Array.of(4, -1) },
  },
};

const file = join(root, "test/golden/sentences.json");

describe("the sentences of an explanation", () => {
  it("are these, in both languages", async () => {
    const said = Object.fromEntries(
      Object.entries(cases).map(([name, own]) => {
        const made = described(own);
        return [name, [made.describe({ locale: "en" }), made.describe({ locale: "zh-CN" })]];
      }),
    );
    // UPDATE=1 writes what is said now: read it as an editor before it is committed.
    if (process.env.UPDATE) await writeFile(file, `${JSON.stringify(said, null, 2)}\n`);
    assert.deepEqual(said, JSON.parse(await readFile(file, "utf8")));
  });
});
