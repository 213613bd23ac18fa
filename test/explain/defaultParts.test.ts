import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { describeModel } from "../../kernel/library/engine/index.ts";
import {
  FeatureAblation,
  gridSegments,
  KernelShap,
  Lime,
  PermutationShap,
  Rise,
  slic,
} from "../../kernel/library/explain/index.ts";
import type { InputHint } from "../../kernel/library/signature/SignatureOptions.ts";
import { readyOn } from "../tensorflow.ts";
import { specOf, takenBy } from "./seen.ts";

const first = specOf("channelsFirst");
const last = specOf("channelsLast");

/** A model of pictures that adds up its upper left quarter, whatever the layout. */
function quarter(layout: "channelsFirst" | "channelsLast") {
  const [begin, size] =
    layout === "channelsFirst"
      ? [
          [0, 0, 0, 0],
          [-1, 3, 48, 48],
        ]
      : [
          [0, 0, 0, 0],
          [-1, 48, 48, 3],
        ];
  const model = (inputs: tf.Tensor) => inputs.slice(begin, size).mean([1, 2, 3]).expandDims(1) as tf.Tensor;
  const { preprocess, channels } = first;
  describeModel(model, { inputs: { kind: "image", layout, preprocess, channels } });
  return model;
}

/** The mean of everything. */
function meanOf(hint?: InputHint) {
  const model = (inputs: tf.Tensor) => inputs.reshape([inputs.shape[0], -1]).mean(1, true) as tf.Tensor;
  if (hint) describeModel(model, { inputs: hint });
  return model;
}

describe("parts where nobody gives a mask", () => {
  before(() => readyOn("cpu"));
  const methods = {
    KernelShap: (model: ReturnType<typeof quarter>) => new KernelShap(model, { nSamples: 120 }),
    Lime: (model: ReturnType<typeof quarter>) => new Lime(model, { nSamples: 80 }),
    FeatureAblation: (model: ReturnType<typeof quarter>) => new FeatureAblation(model),
    PermutationShap: (model: ReturnType<typeof quarter>) => new PermutationShap(model, { npermutations: 1 }),
  };
  for (const [name, make] of Object.entries(methods)) {
    it(`${name} cuts each photograph into its own superpixels`, async () => {
      const model = quarter("channelsFirst");
      const inputs = takenBy(first, 2);
      // The second is mirrored, so that it has other segments.
      inputs.values.subarray(3 * 9216).reverse();
      const found = await make(model).attribute(inputs);
      const featureMask = await slic(inputs, { model, nSegments: 50 });
      const expected = await make(model).attribute(inputs, { featureMask });
      assert.deepEqual(found.values, expected.values);
      assert.deepEqual(found.featureMask, expected.featureMask);
      assert.equal(found.fields.about?.extent, "part");
      assert.notDeepEqual(featureMask.values.slice(0, 9216), featureMask.values.slice(9216));
    });
  }

  it("takes the numbers of small pictures one by one, and drawings by squares", async () => {
    const small = { values: new Float32Array(64).fill(1), shape: [1, 8, 8, 1] };
    const found = await new FeatureAblation(meanOf()).attribute(small);
    assert.equal(found.featureMask && new Set(found.featureMask).size, 64);
    assert.equal(found.fields.about?.extent, "input");
    const drawing = { values: new Float32Array(56 * 56).fill(1), shape: [1, 56, 56, 1] };
    const model = meanOf({ kind: "image", layout: "channelsLast", channels: 1, ground: 0 });
    const squares = await new FeatureAblation(model).attribute(drawing);
    assert.deepEqual(squares.featureMask, gridSegments([56, 56], 8).values);
  });

  it("cuts volumes into cubes, also where nobody says that it is one", async () => {
    const volume = { values: new Float32Array(65536).fill(1), shape: [1, 1, 16, 64, 64] };
    const told = meanOf({ kind: "volume", layout: "channelsFirst", channels: 1, depth: 16, height: 64, width: 64 });
    for (const model of [told, meanOf()]) {
      const found = await new KernelShap(model, { nSamples: 200 }).attribute(volume);
      assert.deepEqual(found.featureMask, gridSegments([16, 64, 64], 11).values);
      assert.equal(new Set(found.featureMask).size, 72);
    }
  });

  it("says what to give, before memory is gone, where there are too many parts", async () => {
    const row = { values: new Float32Array(65536).fill(1), shape: [1, 65536] };
    for (const method of [
      new KernelShap(meanOf()),
      new Lime(meanOf()),
      new KernelShap(meanOf(), { nSamples: "auto" }),
    ]) {
      await assert.rejects(method.attribute(row), {
        name: "OptionError",
        message: /would need \d+ GB for 65,536 parts: give fewer as featureMask, for example superpixels/,
      });
    }
  });

  it("takes a mask without channels for inputs with the channels in front", async () => {
    const volume = { values: Float32Array.from({ length: 2 * 64 }, (_, i) => i), shape: [1, 2, 4, 4, 4] };
    const model = meanOf({ kind: "volume", layout: "channelsFirst", channels: 2, depth: 4, height: 4, width: 4 });
    const mask = gridSegments([4, 4, 4], 2);
    const found = await new FeatureAblation(model).attribute(volume, { featureMask: mask });
    assert.deepEqual(found.featureMask, Int32Array.from([...mask.values, ...mask.values]));
  });
});

describe("a picture with its channels in front", () => {
  before(() => readyOn("cpu"));
  const turned = (values: ArrayLike<number>) =>
    Float32Array.from({ length: values.length }, (_, i) => values[(i % 9216) * 3 + Math.floor(i / 9216)]);

  it("is hidden by RISE's masks as it is with the channels last", async () => {
    const options = { nSamples: 12, seed: 3 };
    const inFront = await new Rise(quarter("channelsFirst")).attribute(takenBy(first), options);
    const behind = await new Rise(quarter("channelsLast")).attribute(takenBy(last), options);
    assert.deepEqual(inFront.shape, [1, 3, 96, 96]);
    const expected = turned(behind.values);
    for (const [i, value] of inFront.values.entries()) assert.ok(Math.abs(value - expected[i]) < 1e-6, `${i}`);
  });

  it("is explained by LIME's image explainer as it is with the channels last", async () => {
    const options = { nSamples: 30, labels: [0] };
    const inFront = await new Lime(quarter("channelsFirst")).explainInstance(takenBy(first), options);
    const behind = await new Lime(quarter("channelsLast")).explainInstance(takenBy(last), options);
    const [a, b] = [inFront, behind].map((found) => found.getImageAndMask(0, { hideRest: true }));
    assert.deepEqual(a.mask, b.mask);
    assert.deepEqual(a.image, turned(b.image));
    assert.ok(a.mask.some((chosen) => chosen !== 0));
    for (const [i, [segment, weight]] of inFront.localExp(0).entries()) {
      assert.equal(segment, behind.localExp(0)[i][0]);
      assert.ok(Math.abs(weight - behind.localExp(0)[i][1]) < 1e-6);
    }
  });
});
