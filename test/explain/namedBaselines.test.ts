import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { describeModel } from "../../kernel/library/engine/index.ts";
import {
  ExpectedGradients,
  FeatureAblation,
  IntegratedGradients,
  KernelShap,
} from "../../kernel/library/explain/index.ts";
import type { ImageSpec } from "../../kernel/library/signature/Signature.ts";
import { golden, mean, photo, specOf, std, takenBy } from "./seen.ts";

/** A model that takes pictures of a spec. */
function modelOf({ layout, preprocess, channels, photometric }: ImageSpec) {
  const model = (inputs: tf.Tensor) => inputs.mean([1, 2, 3]).expandDims(1) as tf.Tensor;
  describeModel(model, { inputs: { kind: "image", layout, preprocess, channels, photometric } });
  return model;
}

/** The baseline as the explanation keeps it, a number for each value. */
async function baselineOf(spec: ImageSpec, baselines: "black" | "white" | "gray" | "blurred" | "mean", count = 1) {
  const inputs = takenBy(spec, count);
  const mask = { values: new Int32Array(96 * 96 * 3), shape: inputs.shape.slice(1) };
  const found = await new FeatureAblation(modelOf(spec)).attribute(inputs, { baselines, featureMask: mask });
  assert.equal(found.options.baselines, baselines);
  return Float32Array.from(inputs.values, (_, i) =>
    typeof found.baseline === "number" ? found.baseline : (found.baseline?.[i] ?? Number.NaN),
  );
}

const near = (found: number, expected: number, what = "") =>
  assert.ok(Math.abs(found - expected) < 2e-6, `${what} ${found}, expected ${expected}`);

describe("baselines by name", () => {
  for (const layout of ["channelsFirst", "channelsLast"] as const) {
    it(`black, white and gray are what a person sees, ${layout}`, async () => {
      const spec = specOf(layout);
      for (const [name, shade] of [
        ["black", 0],
        ["white", 1],
        ["gray", 0.5],
      ] as const) {
        const found = await baselineOf(spec, name, 2);
        for (const channel of [0, 1, 2]) {
          const at = layout === "channelsFirst" ? channel * 9216 + 77 : 77 * 3 + channel;
          near(found[at], (shade - mean[channel]) / std[channel], name);
          near(found[27648 + at], (shade - mean[channel]) / std[channel], name);
        }
      }
    });

    it(`the mean is the picture's mean color, and blurred what SciPy blurs, ${layout}`, async () => {
      const spec = specOf(layout);
      const average = await baselineOf(spec, "mean");
      const blurred = await baselineOf(spec, "blurred", 2);
      for (const channel of [0, 1, 2]) {
        const own = Array.from({ length: 9216 }, (_, i) => photo.values[i * 3 + channel]);
        const expected = own.reduce((sum, byte) => sum + byte, 0) / 9216 / 255;
        const at = layout === "channelsFirst" ? channel * 9216 + 500 : 500 * 3 + channel;
        near(average[at], (expected - mean[channel]) / std[channel]);
      }
      for (const [i, value] of golden("blurred_green").values.entries()) {
        const at = layout === "channelsFirst" ? 9216 + i : i * 3 + 1;
        near(blurred[at], (value - mean[1]) / std[1]);
        near(blurred[27648 + at], (value - mean[1]) / std[1]);
      }
    });
  }

  it("knows scans whose 0 is white", async () => {
    const scan = specOf("channelsLast", { preprocess: [], photometric: "whiteIsZero" });
    assert.ok((await baselineOf(scan, "black")).every((value) => value === 255));
    assert.ok((await baselineOf(scan, "white")).every((value) => value === 0));
  });

  it("needs no scale for blurred and mean, and says what to give for the others", async () => {
    const unknown = specOf("channelsFirst", { preprocess: undefined });
    assert.ok((await baselineOf(unknown, "blurred")).every(Number.isFinite));
    assert.ok((await baselineOf(unknown, "mean")).every(Number.isFinite));
    await assert.rejects(baselineOf(unknown, "black"), {
      name: "OptionError",
      message: /^It is unknown which number is black in the model's inputs; .*preprocessing\.imagenet/s,
    });
    const row = { values: [1, 2, 3], shape: [1, 3] };
    const sum = (inputs: tf.Tensor) => inputs.sum(1, true) as tf.Tensor;
    await assert.rejects(new KernelShap(sum).attribute(row, { baselines: "white" }), {
      name: "OptionError",
      message:
        'baselines is "white", but inputs of shape [1, 3] are no pictures: give a number, or rows of the inputs\' shape',
    });
    await assert.rejects(new KernelShap(sum).attribute(row, { baselines: "mean" }), { message: /have no neighbors/ });
    await assert.rejects(new KernelShap(sum).attribute(row, { baselines: "blured" as "blurred" }), {
      name: "OptionError",
      message: 'baselines is "blured": did you mean "blurred"? There are "black", "white", "gray", "blurred", "mean"',
    });
  });

  it("serves methods that walk from a baseline and that take a sample, and is told by name", async () => {
    const spec = specOf("channelsFirst");
    const model = modelOf(spec);
    const found = await new IntegratedGradients(model).attribute(takenBy(spec), { baselines: "gray", nSteps: 2 });
    assert.match(found.describe(), /The baseline is gray, halfway between black and white\./);
    assert.match(found.describe({ locale: "zh-CN" }), /基线为介于黑白之间的灰色。/);
    // A linear model's values are weight × (x − baseline).
    const expected = Float32Array.from(takenBy(spec).values, (value, i) => {
      const channel = Math.floor(i / 9216);
      return (value - (0.5 - mean[channel]) / std[channel]) / 27648;
    });
    for (const i of [0, 10_000, 27_000]) near(found.values[i], expected[i]);
    const sampled = await new ExpectedGradients(model).attribute(takenBy(spec), { baselines: "gray", nSamples: 2 });
    for (const i of [0, 10_000, 27_000]) near(sampled.values[i], expected[i]);
    const two = takenBy(spec, 2);
    two.values.fill(0, 27648);
    await assert.rejects(new ExpectedGradients(model).attribute(two, { baselines: "mean", nSamples: 2 }), {
      message: /^the 2 inputs would each have another "mean" baseline/,
    });
  });
});
