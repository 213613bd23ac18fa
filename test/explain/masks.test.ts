import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { heatmap } from "../../kernel/library/display/index.ts";
import type { Model } from "../../kernel/library/engine/model.ts";
import {
  Explanation,
  FeatureAblation,
  FeaturePermutation,
  type Inputs,
  KernelShap,
  Lime,
  PartitionShap,
  PermutationShap,
  SamplingShap,
  ShapleyValueSampling,
  ShapleyValues,
} from "../../kernel/library/explain/index.ts";
import { ShapeError } from "../../kernel/library/ground/errors.ts";
import { displayKey, mime } from "../../kernel/library/ground/mimeBundle.ts";
import { type ArraySpec, decodeArray } from "../../kernel/payloads/arraySpec.ts";
import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import { ready } from "../tensorflow.ts";
import { a, b, linearOfTwo } from "./twoInputs.ts";

/** f = x₀ + 2x₁ + 4x₂ − x₃ + ½. */
const linear = () =>
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 1, inputShape: [4], weights: [tf.tensor2d([[1], [2], [4], [-1]]), tf.tensor1d([0.5])] }),
    ],
  });
const inputs = { values: [1, 1, 1, 1, 1, 2, 3, 4], shape: [2, 4] };
const each = { values: Int32Array.of(0, 0, 1, 1, 0, 1, 1, 1), shape: [2, 4] };
const more = { values: Int32Array.of(0, 0, 1, 1, 0, 1, 1, 2), shape: [2, 4] };

type Masked = { attribute(inputs: Inputs, options: object): Promise<Explanation> };
const methods: Record<string, (model: Model) => Masked> = {
  FeatureAblation: (model) => new FeatureAblation(model),
  ShapleyValues: (model) => new ShapleyValues(model),
  ShapleyValueSampling: (model) => new ShapleyValueSampling(model),
  PermutationShap: (model) => new PermutationShap(model),
  KernelShap: (model) => new KernelShap(model),
  PartitionShap: (model) => new PartitionShap(model),
  SamplingShap: (model) => new SamplingShap(model),
  Lime: (model) => new Lime(model),
};
const background = { values: [0, 0, 0, 0], shape: [1, 4] };
const optionsOf = (name: string) =>
  name === "SamplingShap" ? { background } : name === "Lime" ? { alpha: 1e-6, nSamples: 200 } : {};

const near = (found: ArrayLike<number> | undefined, expected: readonly number[], what?: string) => {
  assert.equal(found?.length, expected.length, what);
  for (const [i, value] of expected.entries()) {
    const own = found?.[i] ?? Number.NaN;
    assert.ok(
      Number.isNaN(value) ? Number.isNaN(own) : Math.abs(own - value) <= 1e-3,
      `${what}: ${Array.from(found ?? [])}`,
    );
  }
};

describe("masks of each row", () => {
  before(ready);

  for (const [name, make] of Object.entries(methods)) {
    it(`${name} takes one for each input`, async () => {
      const method = make(linear());
      const map = await method.attribute(inputs, { ...optionsOf(name), featureMask: each, output: "logit" });
      near(map.values, [3, 3, 3, 3, 1, 12, 12, 12], name);
      near(map.coefficients, [3, 3, 1, 12], name);
      assert.deepEqual(map.featureMask, each.values);
      const tensor = tf.tensor2d(Array.from(each.values), [2, 4], "int32");
      const same = await method.attribute(inputs, { ...optionsOf(name), featureMask: tensor, output: "logit" });
      assert.deepEqual(same.values, map.values);
      tensor.dispose();
    });

    it(`${name} takes other numbers of parts`, async () => {
      const target = Int32Array.of(0, 0);
      const options = { ...optionsOf(name), featureMask: more, output: "logit", target };
      const map = await make(linear()).attribute(inputs, options);
      near(map.values, [3, 3, 3, 3, 1, 16, 16, -4], name);
      near(map.coefficients, [3, 3, Number.NaN, 1, 16, -4], name);
      assert.deepEqual(
        map.top(5, { index: 0 }).map(({ segment }) => segment),
        [0, 1],
      );
      assert.deepEqual(
        map.top(5, { index: 1 }).map(({ segment }) => segment),
        [1, 2, 0],
      );
      assert.doesNotMatch(map.describe(), /NaN/);
      assert.deepEqual(Explanation.fromJSON(JSON.parse(JSON.stringify(map))).toJSON(), map.toJSON());
    });
  }

  it("keeps the axis of targets, baselines and evidence of each row", async () => {
    const two = tf.sequential({
      layers: [
        tf.layers.dense({
          units: 2,
          useBias: false,
          inputShape: [4],
          weights: [
            tf.tensor2d([
              [1, 0],
              [2, 0],
              [4, 1],
              [-1, 1],
            ]),
          ],
        }),
      ],
    });
    const baselines = { values: [1, 1, 1, 1, 1, 1, 1, 1], shape: [2, 4] };
    const options = { featureMask: each, targets: [0, 1], baselines, output: "logit" as const };
    const map = await new ShapleyValues(two).attribute(inputs, options);
    assert.deepEqual(map.shape, [2, 2, 4]);
    near(map.values, [0, 0, 0, 0, 0, 7, 7, 7, 0, 0, 0, 0, 0, 5, 5, 5]);
    near(map.expectedValue, [6, 6, 2, 2]);
    near(map.answers, [6, 13, 2, 7]);
    near(map.standardError, new Array<number>(16).fill(0));
  });

  it("draws pictures with masks of their own", async () => {
    const model = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [2, 2, 1] }), tf.layers.dense({ units: 1, kernelInitializer: "ones" })],
    });
    const pictures = { values: [1, 1, 1, 1, 1, 2, 3, 4], shape: [2, 2, 2, 1] };
    const featureMask = { values: more.values, shape: [2, 2, 2] };
    const map = await new ShapleyValues(model).attribute(pictures, { featureMask });
    near(map.values, [2, 2, 2, 2, 1, 5, 5, 4]);
    const { maps } = (await heatmap(map)[displayKey]())[mime.explanation] as unknown as ExplanationPayload;
    assert.deepEqual(
      maps.map((each) => each.featureMask && [...decodeArray(each.featureMask as ArraySpec).values]),
      [
        [0, 0, 1, 1],
        [0, 1, 1, 2],
      ],
    );
  });

  it("says what fits where a mask does not", async () => {
    const shapley = new ShapleyValues(linear());
    const refuses = (shape: number[], message: RegExp) =>
      assert.rejects(
        shapley.attribute(inputs, { featureMask: { values: new Int32Array(shape.reduce((x, y) => x * y, 1)), shape } }),
        (error) => error instanceof ShapeError && message.test(error.message),
      );
    await refuses(
      [2, 3],
      /mask of shape \[2, 3\] does not fit inputs of shape \[2, 4\]: give \[4\], or a mask for each input, \[2, 4\]/,
    );
    await refuses([3, 4], /mask of shape \[3, 4\] does not fit inputs of shape \[2, 4\]/);
    await refuses([], /mask of shape \[\] does not fit/);
    await assert.rejects(
      new FeaturePermutation(linear()).attribute(inputs, { featureMask: each }),
      /shuffles segments between inputs: give one featureMask for all/,
    );
  });

  it("takes masks of several inputs: one number is one part in all of them, an input without has its own", async () => {
    const shapley = new ShapleyValues(linearOfTwo());
    const values = async (featureMask: object, given: Inputs = { a, b }) => {
      const map = await shapley.attribute(given, { featureMask: featureMask as never, output: "logit" });
      return { values: map.maps.flatMap((each) => [...each.values]), map };
    };
    const joined = await values({
      a: { values: Int32Array.of(0, 1), shape: [2] },
      b: { values: Int32Array.of(1), shape: [1] },
    });
    near(joined.values, [2, 8, 8]);
    near(joined.map.of("a").coefficients, [2, 8]);
    near(joined.map.of("b").coefficients, [8]);
    near((await values({ a: { values: Int32Array.of(4, 4), shape: [2] } })).values, [5, 5, 5]);
    const two = { a: { values: [1, 1, 1, 1], shape: [2, 2] }, b: { values: [1, 1], shape: [2, 1] } };
    const eachRow = await values({ a: { values: Int32Array.of(0, 0, 0, 1), shape: [2, 2] } }, two);
    near(eachRow.values, [5, 5, 2, 3, 5, 5]);
    near(eachRow.map.of("a").coefficients, [5, Number.NaN, 2, 3]);
  });
});
