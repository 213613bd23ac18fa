import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  Deconvolution,
  DeepLift,
  type Explanation,
  GuidedBackprop,
  InputXGradient,
  Lrp,
  type LrpRule,
  Saliency,
  SquaredGradient,
} from "../../kernel/library/explain/index.ts";
import { assertMap } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { engines, golden, images, modelA, target, tieMask } from "./modelA.ts";

const outputs = [
  ["logit", "logit"],
  ["probability", "softmax"],
] as const;

const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

for (const engine of engines) {
  describe(`goldens of rules backwards on ${engine}`, () => {
    let model: tf.LayersModel;
    before(async () => {
      await ready();
      model = modelA();
    });
    after(() => model.dispose());

    for (const [output, name] of outputs) {
      it(`GuidedBackprop, Deconvolution and SquaredGradient of the ${output}`, async () => {
        const options = { output, engine };
        const guided = await new GuidedBackprop(model).attribute(images, options);
        assertMap(guided.values, golden(`guided_backprop.${name}`), tieMask);
        const deconvolution = await new Deconvolution(model).attribute(images, options);
        assertMap(deconvolution.values, golden(`deconvolution.${name}`), tieMask);
        assert.throws(() => assertMap(deconvolution.values, golden(`guided_backprop.${name}`), tieMask));
        const squared = await new SquaredGradient(model).attribute(images, options);
        const gradient = golden(`gradient.${name}`);
        const values = (gradient.values as Float32Array).map((value) => value * value);
        assertMap(squared.values, { ...gradient, values, tolerance: 0 }, tieMask);
      });
    }

    it("GuidedBackprop and Deconvolution take a ReLU with a ceiling for a ReLU", async () => {
      const net = (activation: "relu" | "relu6") =>
        tf.sequential({
          layers: [
            tf.layers.dense({
              inputShape: [6],
              units: 12,
              activation,
              kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
            }),
            tf.layers.dense({ units: 3, kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }) }),
          ],
        });
      const [plain, ceiling] = [net("relu"), net("relu6")];
      const x = { values: Float32Array.of(0.5, -1, 2, 0.3, -0.7, 1), shape: [1, 6] };
      for (const Method of [GuidedBackprop, Deconvolution]) {
        const of = async (model: tf.LayersModel) =>
          (await new Method(model).attribute(x, { target: 1, engine })).values;
        const expected = await of(plain);
        assert.deepEqual(await of(ceiling), expected);
        const gradient = (await new InputXGradient(ceiling).attribute(x, { target: 1, engine })).values;
        assert.ok(expected.some((value, i) => Math.abs(value * x.values[i] - gradient[i]) > 1e-3));
      }
      plain.dispose();
      ceiling.dispose();
    });

    it("DeepLift of the logit, as Captum with a copy before the pool and as SHAP, complete", async () => {
      const map = await new DeepLift(model).attribute(images, { engine });
      assertMap(map.values, golden("deeplift_zero.logit"), tieMask);
      assertMap(map.values, golden("deeplift_zero_shap.logit"), tieMask);
      assert.throws(() => assertMap(map.values, golden("deeplift_zero_captum_as_is.logit"), tieMask));
      assertComplete(map, 1e-4);
    });

    it("DeepLift of the probability: complete, and Captum's once the batch's mean is taken away", async () => {
      const map = await new DeepLift(model).attribute(images, { engine, output: "probability" });
      assertComplete(map, 1e-4);
      const all = await new DeepLift(model).attribute(images, { engine, targets: "all" });
      assertMap(captumsSoftmax(map, all), golden("deeplift_zero.softmax"), tieMask);
      assert.throws(() => assertMap(map.values, golden("deeplift_zero.softmax"), tieMask));
    });

    const rules: [string, LrpRule][] = [
      ["captum_epsilon_1e-9", { rule: "epsilon" }],
      ["captum_epsilon_0.25", { rule: "epsilon", epsilon: 0.25 }],
      ["captum_gamma_0.25", { rule: "gamma", gamma: 0.25 }],
      ["captum_alpha1beta0", { rule: "zPlus" }],
      ["zennit_epsilon_1e-6", { rule: "epsilon", epsilon: 1e-6 }],
      ["zennit_epsilon_0.25", { rule: "epsilon", epsilon: 0.25 }],
    ];
    for (const [name, rule] of rules) {
      it(`Lrp ${name}`, async () => {
        const map = await new Lrp(model).attribute(images, { engine, rule });
        assertMap(map.values, golden(`lrp/${name}.logit`), tieMask);
      });
    }

    it("Lrp with a rule for one layer is neither rule alone; both layers named are the rule alone", async () => {
      const gamma = { rule: "gamma", gamma: 0.25 } as const;
      const mixed = await new Lrp(model).attribute(images, { engine, layers: { fc: gamma } });
      assert.throws(() => assertMap(mixed.values, golden("lrp/captum_gamma_0.25.logit"), tieMask));
      assert.throws(() => assertMap(mixed.values, golden("lrp/captum_epsilon_1e-9.logit"), tieMask));
      const both = await new Lrp(model).attribute(images, { engine, layers: { fc: gamma, conv1: gamma } });
      assertMap(both.values, golden("lrp/captum_gamma_0.25.logit"), tieMask);
      await assert.rejects(new Lrp(model).attribute(images, { engine, layers: { pool1: gamma } }), {
        name: "UnsupportedLayerError",
        message: "no layer with weights is called pool1, so it cannot have an LRP rule of its own",
      });
      await assert.rejects(new Lrp(model).attribute(images, { engine, layers: { conv: gamma } }), {
        name: "UnsupportedLayerError",
        message: "no layer with weights is called conv, so it cannot have an LRP rule of its own: did you mean conv1?",
      });
    });

    it("αβ with a β above 0 speaks against too", async () => {
      const at = (rule: LrpRule) => new Lrp(model).attribute(images, { engine, rule });
      const [one, two] = [await at({ rule: "zPlus" }), await at({ rule: "alphaBeta" })];
      assertMap(one.values, golden("lrp/captum_alpha1beta0.logit"), tieMask);
      assert.throws(() => assertMap(two.values, golden("lrp/captum_alpha1beta0.logit"), tieMask));
      assert.ok(two.values.some((value) => value < 0) && !one.values.some((value) => value < 0));
    });

    it("leaves the ordinary gradient as it was", async () => {
      const before = await new InputXGradient(model).attribute(images, { engine });
      await new GuidedBackprop(model).attribute(images, { engine });
      await new DeepLift(model).attribute(images, { engine });
      await new Lrp(model).attribute(images, { engine, rule: { rule: "gamma" } });
      assert.deepEqual((await new InputXGradient(model).attribute(images, { engine })).values, before.values);
      const saliency = await new Saliency(model).attribute(images, { engine });
      assertMap(saliency.values, golden("saliency_abs.logit"), tieMask);
    });
  });
}

/** Σ values = f(x) − f(0), to `share` of Σ |values|. */
function assertComplete(map: Explanation, share: number): void {
  const size = 784;
  for (const [image, delta] of (map.convergenceDelta ?? []).entries()) {
    const total = sum(map.values.slice(image * size, (image + 1) * size).map(Math.abs));
    assert.ok(Math.abs(delta) <= share * total, `delta of image ${image}: ${delta} of ${total}`);
  }
  assert.equal(map.convergenceDelta?.length, 8);
}

/**
 * Captum 0.9's softmax rule from ours: it takes the mean multiplier of the batch (its references counted with it) from
 * every logit's multiplier. A logit's multiplier is Δp/Δz, which is our map of p over our map of z.
 */
function captumsSoftmax(map: Explanation, all: Explanation): Float32Array {
  const size = 784;
  const count = 8;
  const multipliers = Array.from({ length: count }, (_, image) => {
    const ofLogit = all.values.subarray(
      (target[image] * count + image) * size,
      (target[image] * count + image + 1) * size,
    );
    return sum(map.values.subarray(image * size, (image + 1) * size)) / sum(ofLogit);
  });
  const mean = multipliers.reduce((total, each) => total + each, 0) / (count * 10);
  return map.values.map((value, i) => {
    let logits = 0;
    for (let k = 0; k < 10; k++) logits += all.values[k * count * size + i];
    return value - mean * logits;
  });
}
