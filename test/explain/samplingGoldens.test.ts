import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import {
  DeepLiftShap,
  ExpectedGradients,
  type Explanation,
  GradientShap,
  IntegratedGradients,
  NoiseTunnel,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { assertMap } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { engines, firstImages, golden, images, modelA, target, tieMask } from "./modelA.ts";

const size = 784;
const background = { values: golden("deepshap/background").values as Float32Array, shape: [20, 28, 28, 1] };
const row = (values: ArrayLike<number>, i: number) => Array.from(values).slice(i * size, (i + 1) * size);
const absolute = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + Math.abs(value), 0);

for (const engine of engines) {
  describe(`goldens of averages on ${engine}`, () => {
    let model: tf.LayersModel;
    before(async () => {
      await ready();
      model = modelA();
    });
    after(() => model.dispose());

    for (const type of ["smoothgrad", "smoothgrad_sq", "vargrad"] as const) {
      it(`NoiseTunnel ${type} at the stored noise, of the gradient and of its absolute value`, async () => {
        const { values, shape } = golden("smooth/noise");
        const noise = { values: values as Float32Array, shape };
        for (const abs of [false, true]) {
          const tunnel = new NoiseTunnel(new Saliency(model));
          const map = await tunnel.attribute(firstImages(2), { engine, type, noise, abs });
          const name = `smooth/${type}.${abs ? "abs" : "signed"}_gradient.logit`;
          assertMap(map.values, golden(name), tieMask.subarray(0, 2 * size));
          assert.equal(map.standardError === undefined, type !== "smoothgrad");
        }
      });
    }

    it("DeepLiftShap, as SHAP and as Captum with a copy before the pool; additive", async () => {
      const map = await new DeepLiftShap(model).attribute(images, { engine, baselines: background });
      assertMap(map.values, golden("deepshap/shap_deepexplainer.logit"), tieMask);
      assertMap(map.values, golden("deepshap/captum_deepliftshap.logit"), tieMask);
      assert.throws(() => assertMap(map.values, golden("deepshap/captum_as_is.logit"), tieMask));
      for (const [image, delta] of (map.convergenceDelta ?? []).entries()) {
        assert.ok(Math.abs(delta) <= 1e-4 * absolute(row(map.values, image)), `delta of image ${image}: ${delta}`);
      }
      const all = await new DeepLiftShap(model).attribute(firstImages(1), {
        engine,
        baselines: background,
        targets: "all",
      });
      const expected = golden("deepshap/shap_deepexplainer_allclasses_image0.logit");
      const ties = Array.from({ length: 10 * size }, (_, i) => tieMask[i % size]);
      assertMap(all.values, expected, ties);
      assert.deepEqual(all.shape, [10, 1, 28, 28, 1]);
    });

    it("GradientShap at Captum's draws", async () => {
      const draws = {
        alphas: golden("gradientshap/alpha").values,
        baselines: golden("gradientshap/baseline_choice").values,
      };
      const map = await new GradientShap(model).attribute(images, { engine, baselines: background, draws });
      assertMap(map.values, golden("gradientshap/captum.logit"), tieMask);
    });

    it("IntegratedGradients over 20 baselines, as the limit of expected gradients", async () => {
      const baselines = Array.from({ length: 20 }, (_, i) => ({
        values: background.values.slice(i * size, (i + 1) * size),
        shape: [28, 28, 1],
      }));
      const options = { engine, baselines, nSteps: 100, method: "riemann_middle" } as const;
      const one = firstImages(1);
      const map = await new IntegratedGradients(model).attribute(one, options);
      const limit = golden("expected_gradients_limit.logit");
      const values = (limit.values as Float32Array).slice(0, size);
      assertMap(map.values, { ...limit, values }, tieMask.subarray(0, size));
    });
  });
}

describe("sampled methods", () => {
  let model: tf.LayersModel;
  before(async () => {
    await ready();
    model = modelA();
  });
  after(() => model.dispose());

  /** The mean of squared distances in units of the standard error: 1 where that is right. */
  const surprise = (map: Explanation, expected: ArrayLike<number>) => {
    let sum = 0;
    let places = 0;
    for (const [i, error] of (map.standardError ?? []).entries()) {
      if (!(error > 1e-4)) continue;
      places++;
      sum += ((map.values[i] - expected[i]) / error) ** 2;
    }
    assert.ok(places > 200, `${places} places`);
    return sum / places;
  };

  it("GradientShap is as far from the limit as its standard error says, and further from the wrong one", async () => {
    const limit = golden("expected_gradients_limit.logit").values.slice(0, 2 * size);
    const options = { baselines: background, nSamples: 200, seed: 3 };
    const map = await new GradientShap(model).attribute(firstImages(2), options);
    const far = surprise(map, limit);
    assert.ok(far > 0.5 && far < 2, `${far}`);
    const black = await new GradientShap(model).attribute(firstImages(2), { ...options, baselines: 0 });
    assert.ok(surprise(black, limit) > 3);
  });

  it("ExpectedGradients is nearer to the limit than GradientShap and than SHAP's ten runs of 200", async () => {
    const limit = golden("expected_gradients_limit.logit").values.slice(0, 2 * size);
    const away = (values: ArrayLike<number>) =>
      Math.sqrt(Array.from(limit).reduce((sum, value, i) => sum + (values[i] - value) ** 2, 0));
    const options = { baselines: background, nSamples: 200, seed: 3 };
    const spaced = away((await new ExpectedGradients(model).attribute(firstImages(2), options)).values);
    const free = away((await new GradientShap(model).attribute(firstImages(2), options)).values);
    assert.ok(spaced < 0.7 * free, `${spaced} and ${free}`);
    const spread = golden("gradientshap/shap_gradientexplainer_std.logit").values.slice(0, 2 * size);
    assert.ok(spaced < away(Array.from(limit, (value, i) => value + spread[i])), "SHAP's own spread over runs");
  });

  it("NoiseTunnel goes over any method, seeded, with the target of the clean input", async () => {
    const tunnel = new NoiseTunnel(new IntegratedGradients(model), { seed: 5 });
    const options = { nSamples: 3, nSteps: 4, stdevs: 0.2 };
    const map = await tunnel.attribute(firstImages(3), options);
    assert.deepEqual([map.seed, map.target, map.output], [5, [...target.subarray(0, 3)], "logit"]);
    assert.deepEqual((await tunnel.attribute(firstImages(3), options)).values, map.values);
    assert.notDeepEqual((await tunnel.attribute(firstImages(3), { ...options, seed: 6 })).values, map.values);
    const still = await tunnel.attribute(firstImages(3), { ...options, stdevs: 0 });
    const clean = await new IntegratedGradients(model).attribute(firstImages(3), { nSteps: 4 });
    const scale = Math.max(...clean.values.map(Math.abs));
    assert.ok(still.values.every((value, i) => Math.abs(value - clean.values[i]) < 1e-5 * scale));
    const two = await tunnel.attribute(firstImages(3), { ...options, targets: [4, 1], internalBatchSize: 7 });
    const one = await tunnel.attribute(firstImages(3), { ...options, target: 1 });
    assert.deepEqual(two.shape, [2, 3, 28, 28, 1]);
    assert.ok(one.values.every((value, i) => Math.abs(value - two.values[3 * size + i]) < 1e-5 * scale));
  });

  it("refuses noise, draws and baselines that do not fit", async () => {
    const inputs = firstImages(2);
    const noise = { values: new Float32Array(4 * size), shape: [4, 28, 28, 1] };
    await assert.rejects(new NoiseTunnel(new Saliency(model)).attribute(inputs, { noise }), {
      name: "ShapeError",
      message: "noise of shape [4, 28, 28, 1] for inputs of shape [2, 28, 28, 1]: give [2, nSamples, 28, 28, 1]",
    });
    await assert.rejects(new DeepLiftShap(model).attribute(inputs, { baselines: { values: [1, 2], shape: [1, 2] } }), {
      name: "ShapeError",
      message:
        /^baselines of shape \[1, 2\] for inputs of shape \[2, 28, 28, 1\]: give a sample of them, \[m, 28, 28, 1\]/,
    });
    const draws = { alphas: [0.5, 0.5], baselines: [0, 20] };
    await assert.rejects(new GradientShap(model).attribute(inputs, { baselines: background, draws }), {
      name: "OptionError",
      message: "draws uses baseline 20: there are 20",
    });
  });
});
