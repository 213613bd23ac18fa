import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  type Explanation,
  gridSegments,
  KernelShap,
  Lime,
  PermutationShap,
  SamplingShap,
  ShapleyValueSampling,
} from "../../kernel/library/explain/index.ts";
import { tidyNumber } from "../../kernel/library/text/number.ts";
import { goldens } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { everyone, exactShapley, gameModel, randomGame } from "./games.ts";
import { firstImages, golden, images, modelA, target } from "./modelA.ts";

const judge = goldens("shap");
const seg12 = { values: golden("shapley/seg12").values as Int32Array, shape: [28, 28] };
const all = golden("shapley/exact_allclasses.softmax").values;
/** Of the targets, `[image, segment]`. */
const exact = Float64Array.from({ length: 96 }, (_, at) => {
  const image = Math.floor(at / 12);
  return all[image * 120 + target[image] * 12 + (at % 12)];
});
const meanError = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value, i) => sum + Math.abs(value - exact[i % 96]), 0) / values.length;

describe("Kernel SHAP with 500 of 4094 coalitions of twelve segments", () => {
  const seeds = 20;
  let model: tf.LayersModel;
  let ours: Explanation[];
  before(async () => {
    await ready();
    model = modelA();
    const runs = Array.from({ length: seeds }, (_, seed) =>
      new KernelShap(model, { seed }).attribute(images, { featureMask: seg12, nSamples: 500 }),
    );
    ours = await Promise.all(runs);
  });
  after(() => model.dispose());

  it("is nearer to the exact values than SHAP's and Captum's 500, in the mean over images and seeds", () => {
    const own = meanError(ours.flatMap(({ coefficients }) => [...(coefficients ?? [])]));
    const [shap, captum] = [meanError(judge("kernel_500").values), meanError(judge("captum_500").values)];
    console.log(`      mean error: ours ${own.toFixed(5)}, SHAP ${shap.toFixed(5)}, Captum ${captum.toFixed(5)}`);
    assert.ok(ours.every(({ modelPasses }) => modelPasses <= 8 * 502));
    assert.ok(own < 0.92 * shap && own < 0.6 * captum);
  });

  it("tells a standard error that covers the exact values as often as it should", () => {
    let [inside, of] = [0, 0];
    for (const { coefficients = [], standardError = [] } of ours) {
      for (let image = 0; image < 8; image++) {
        for (let k = 0; k < 12; k++) {
          const error = standardError[image * 784 + seg12.values.indexOf(k)];
          of++;
          if (Math.abs(coefficients[image * 12 + k] - exact[image * 12 + k]) <= 2 * error) inside++;
        }
      }
    }
    const share = inside / of;
    assert.ok(share > 0.9 && share < 0.995, `${share} of the exact values are within two standard errors`);
  });
});

describe("nSamples: auto", () => {
  const game = randomGame(8, 3);
  const truth = exactShapley(8, game);
  const model = gameModel(8, game);
  before(ready);
  const methods = {
    KernelShap: (options: object) => new KernelShap(model).attribute(everyone(8), { nSamples: "auto", ...options }),
    ShapleyValueSampling: (options: object) =>
      new ShapleyValueSampling(model).attribute(everyone(8), { nSamples: "auto", ...options }),
    PermutationShap: (options: object) =>
      new PermutationShap(model).attribute(everyone(8), { npermutations: "auto", ...options }),
    SamplingShap: (options: object) => new SamplingShap(model).attribute(everyone(8), { nSamples: "auto", ...options }),
  };
  for (const [name, ask] of Object.entries(methods)) {
    it(`${name} samples until every standard error is under the bound, says what it spent, and spends more for less`, async () => {
      const passes: number[] = [];
      for (const tolerance of [0.2, 0.05]) {
        const told: number[] = [];
        const map = await ask({ tolerance, onProgress: (fraction: number) => told.push(fraction) });
        assert.ok(map.standardError?.every((error) => error <= tolerance));
        assert.deepEqual(map.options.auto, { tolerance, maxSamples: 20_000, met: true });
        assert.ok(map.values.every((value, k) => Math.abs(value - truth[k]) <= 4.5 * tolerance));
        assert.ok(told.at(-1) === 1 && told.every((fraction, i) => i === 0 || fraction >= told[i - 1]));
        passes.push(map.modelPasses);
        const spent = `It took ${tidyNumber(map.modelPasses)} evaluations to bring every standard error under ${tolerance}.`;
        assert.ok(map.options.enumerated === true || map.describe().includes(spent));
      }
      assert.ok(passes[1] > passes[0], `${passes}`);
      assert.deepEqual((await ask({ tolerance: 0.2 })).values, (await ask({ tolerance: 0.2 })).values);
    });

    it(`${name} stops at the most passes it may spend, and says that the bound was not met`, async () => {
      const map = await ask({ tolerance: 1e-9, maxSamples: 64 });
      // Kernel SHAP's 64 coalitions of 254 leave an error; so do a few orders.
      assert.ok(map.modelPasses <= 64 + 3, `${map.modelPasses} passes`);
      assert.equal((map.options.auto as { met: boolean }).met, false);
      assert.match(map.describe({ locale: "zh-CN" }), /次后，仍有标准误不低于/);
      assert.ok(map.standardError?.some((error) => error > 1e-9));
    });
  }

  it("comes to all coalitions where nothing less will do", async () => {
    const map = await methods.KernelShap({ tolerance: 1e-9 });
    assert.equal(map.options.enumerated, true);
    assert.ok(map.standardError?.every((error) => error === 0));
    assert.ok(map.values.every((value, k) => Math.abs(value - truth[k]) < 1e-5));
  });

  it("stops at an answer of NaN, and refuses bounds that cannot be met", async () => {
    const broken = (x: tf.Tensor) => tf.fill([x.shape[0], 1], Number.NaN);
    const map = await new KernelShap(broken).attribute(everyone(8), { target: 0, nSamples: "auto" });
    assert.match(map.describe(), /8 of 8 values are NaN/);
    await assert.rejects(methods.KernelShap({ tolerance: 0 }), { name: "OptionError", message: /tolerance is 0/ });
    await assert.rejects(methods.SamplingShap({ maxSamples: 0 }), { message: /maxSamples is 0/ });
  });
});

describe("SamplingShap", () => {
  before(ready);

  it("comes to SHAP's values of twelve segments, within the errors it tells", async () => {
    const model = modelA();
    const map = await assertNoLeak(() =>
      new SamplingShap(model).attribute(images, { featureMask: seg12, nSamples: 2000 }),
    );
    model.dispose();
    const own = meanError(map.coefficients ?? []);
    const shap = meanError(judge("sampling_2000").values);
    assert.ok(own < 1.25 * shap, `mean error ${own}, SHAP's over twenty seeds ${shap}`);
    const seen = judge("sampling_2000").values;
    for (let at = 0; at < 96; at++) {
      const runs = Array.from({ length: 20 }, (_, seed) => seen[seed * 96 + at]);
      const mean = runs.reduce((sum, value) => sum + value, 0) / 20;
      const error = map.standardError?.[Math.floor(at / 12) * 784 + seg12.values.indexOf(at % 12)] ?? Number.NaN;
      assert.ok(
        Math.abs((map.coefficients?.[at] ?? 0) - mean) <= 5 * error + 1e-6,
        `${at}: ${map.coefficients?.[at]}, ${mean} ± ${error}`,
      );
    }
  });

  it("is exact for a linear model over any background, and sums to F(x) − its mean answer", async () => {
    const weights = [2, -1, 0.5, 0, 3];
    const linear = (x: tf.Tensor) => x.matMul(tf.tensor2d(weights, [5, 1]));
    const background = { values: [0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 1, 1, 1, 1, 1], shape: [3, 5] };
    const x = { values: [1, 2, 3, 4, 5], shape: [1, 5] };
    const map = await new SamplingShap(linear).attribute(x, { background, nSamples: 60_000, internalBatchSize: 5000 });
    for (const [k, weight] of weights.entries()) {
      const mean = (background.values[k] + background.values[5 + k] + background.values[10 + k]) / 3;
      const error = map.standardError?.[k] ?? Number.NaN;
      assert.ok(Math.abs(map.values[k] - weight * (x.values[k] - mean)) <= 4 * error + 1e-5);
    }
    assert.ok(Math.abs(map.convergenceDelta?.[0] ?? 1) < 1e-4);
    assert.equal(map.values[3], 0);
    const one = await new SamplingShap(linear).attribute(x, { baselines: 1, nSamples: 20 });
    assert.ok(one.values.every((value, k) => Math.abs(value - weights[k] * (x.values[k] - 1)) < 1e-5));
    assert.ok(
      one.standardError?.every((error) => error < 1e-5),
      "nothing varies over a single baseline",
    );
  });

  it("has a standard error that is the spread over seeds; an input's map does not depend on its neighbors", async () => {
    const game = randomGame(5, 9);
    const model = gameModel(5, game);
    const runs = await Promise.all(
      Array.from({ length: 100 }, (_, seed) =>
        new SamplingShap(model, { seed }).attribute(everyone(5), { nSamples: 200 }),
      ),
    );
    const truth = exactShapley(5, game);
    for (let k = 0; k < 5; k++) {
      const seen = Math.sqrt(runs.reduce((sum, { values }) => sum + (values[k] - truth[k]) ** 2, 0) / runs.length);
      const told = Math.sqrt(runs.reduce((sum, map) => sum + (map.standardError?.[k] ?? 0) ** 2, 0) / runs.length);
      assert.ok(told / seen > 0.75 && told / seen < 1.3, `told / seen is ${told / seen}`);
    }
    const other = { values: Float32Array.of(1, 0, 1, 0, 1, 1, 1, 1, 1, 1), shape: [2, 5] };
    const two = await new SamplingShap(model).attribute(other, { nSamples: 200 });
    assert.deepEqual(two.values.slice(5), runs[0].values);
    assert.deepEqual([two.values[1], two.values[3]], [0, 0], "what looks like the baseline cannot matter");
  });

  it("takes one segment, and refuses fewer samples than segments need", async () => {
    const whole = { values: new Int32Array(784), shape: [28, 28] };
    const sum = (x: tf.Tensor) => x.sum([1, 2, 3]).reshape([-1, 1]);
    const map = await new SamplingShap(sum).attribute(firstImages(1), { featureMask: whole, nSamples: 2 });
    assert.ok(Math.abs((map.coefficients?.[0] ?? 0) - images.values.slice(0, 784).reduce((a, b) => a + b, 0)) < 1e-3);
    await assert.rejects(new SamplingShap(sum).attribute(firstImages(1), { nSamples: 100 }), {
      name: "OptionError",
      message: "nSamples is 100: give at least 1568, two for each of the 784 segments",
    });
  });
});

describe("Lime's standard error", () => {
  before(ready);

  it("is the spread over seeds; none is told of samples of one's own", async () => {
    const model = gameModel(8, randomGame(8, 4));
    const seeds = Array.from({ length: 150 }, (_, seed) => seed + 1);
    const runs = await Promise.all(
      seeds.map((seed) => new Lime(model, { seed }).attribute(everyone(8), { nSamples: 120, alpha: 0.01 })),
    );
    for (let k = 0; k < 8; k++) {
      const mean = runs.reduce((sum, { values }) => sum + values[k], 0) / runs.length;
      const seen = Math.sqrt(runs.reduce((sum, { values }) => sum + (values[k] - mean) ** 2, 0) / (runs.length - 1));
      const told = Math.sqrt(runs.reduce((sum, map) => sum + (map.standardError?.[k] ?? 0) ** 2, 0) / runs.length);
      assert.ok(told / seen > 0.75 && told / seen < 1.35, `told / seen is ${told / seen}`);
    }
    const samples = {
      values: Uint8Array.from({ length: 160 }, (_, i) => ((i * 7 + (i >> 3)) % 3) & 1),
      shape: [20, 8],
    };
    const own = await new Lime(model).attribute(everyone(8), { samples });
    assert.equal(own.standardError, undefined);
    const few = await new Lime(model).attribute(everyone(8), { nSamples: 8 });
    assert.ok(few.standardError?.every((error) => error === Number.POSITIVE_INFINITY));
  });

  it("comes with every label of explainInstance, unless segments are selected", async () => {
    const model = modelA();
    const lime = new Lime(model, { seed: 1 });
    const segments = gridSegments([28, 28], 7);
    const all = await lime.explainInstance(firstImages(1), { segments, hideColor: 0, nSamples: 200 });
    for (const map of all.explanations.values()) assert.equal(map.standardError?.length, 784);
    const few = await lime.explainInstance(firstImages(1), { segments, hideColor: 0, nSamples: 200, numFeatures: 3 });
    for (const map of few.explanations.values()) assert.equal(map.standardError, undefined);
    model.dispose();
  });
});

describe("Kernel SHAP at its edges", () => {
  before(ready);

  it("takes one segment, two, and equal answers", async () => {
    const sum = (x: tf.Tensor) => x.sum([1, 2, 3]).reshape([-1, 1]);
    for (const cell of [28, 14]) {
      const map = await new KernelShap(sum).attribute(firstImages(1), { featureMask: gridSegments([28, 28], cell) });
      const total = (map.coefficients ?? new Float32Array()).reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(total - images.values.slice(0, 784).reduce((a, b) => a + b, 0)) < 1e-3);
      assert.ok(map.standardError?.every((error) => error === 0));
    }
    const flat = (x: tf.Tensor) => tf.fill([x.shape[0], 2], 0.5);
    const map = await new KernelShap(flat).attribute(firstImages(1), {
      featureMask: gridSegments([28, 28], 4),
      nSamples: 200,
    });
    assert.ok(map.values.every((value) => value === 0));
  });

  it("says what to do where the coalitions do not determine the values", async () => {
    const model = gameModel(10, () => 0);
    await assert.rejects(new KernelShap(model).attribute(everyone(10), { nSamples: 6 }), {
      name: "OptionError",
      message: "6 coalitions cannot determine the values of 10 segments: raise nSamples, for example to 40",
    });
  });
});
