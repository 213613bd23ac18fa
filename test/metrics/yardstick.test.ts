import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { GuidedBackprop, IntegratedGradients, Saliency } from "../../kernel/library/explain/index.ts";
import { type MethodOf, parameterRandomization, sanityCheck } from "../../kernel/library/metrics/index.ts";
import { judge } from "../../kernel/library/metrics/judge.ts";
import type { ParameterRandomization } from "../../kernel/library/metrics/Randomization.ts";
import { ready } from "../tensorflow.ts";

const signed: MethodOf = (model) => ({
  attribute: (inputs, options) => new Saliency(model).attribute(inputs, { ...options, abs: false }),
});
/** Its own kind of output, whatever it is asked for. */
const ofProbability: MethodOf = (model) => ({
  attribute: (inputs, options) => new Saliency(model).attribute(inputs, { ...options, output: "probability" }),
});
/** Knows nothing of any model. */
const inputItself: MethodOf = (model) => ({
  async attribute(inputs, options) {
    const map = await new Saliency(model).attribute(inputs, options);
    return Object.assign(Object.create(map), { method: "InputItself", values: map.inputs });
  },
});

/** A network whose columns matter by powers of their place: with a steep one the order of the columns is all there is. */
function columnsOf(seed: number, power: number, layers: number, units: number, softmax: boolean): tf.LayersModel {
  const kernel = (offset: number) => tf.initializers.glorotUniform({ seed: seed + offset });
  const model = tf.sequential();
  for (let layer = 0; layer < layers; layer++) {
    model.add(
      tf.layers.dense({
        ...(layer === 0 ? { inputShape: [8] } : {}),
        units,
        activation: layer % 2 === 0 ? "relu" : "tanh",
        kernelInitializer: kernel(layer),
      }),
    );
  }
  model.add(
    tf.layers.dense({
      ...(layers === 0 ? { inputShape: [8] } : {}),
      units: softmax ? 3 : 1,
      kernelInitializer: kernel(layers),
      activation: softmax ? "softmax" : "linear",
    }),
  );
  tf.tidy(() => {
    const [first, ...rest] = model.layers[0].getWeights();
    const scale = tf.range(1, 9).div(4).pow(power).reshape([8, 1]);
    model.layers[0].setWeights([first.mul(scale), ...rest]);
  });
  return model;
}

describe("the sanity check's yardstick", () => {
  before(ready);

  it("is never convicted itself, on whatever network: neither the gradient nor its size, of logits or probabilities", async () => {
    const verdicts = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        fc.constantFrom(0, 1, 3, 9),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 2, max: 12 }),
        fc.boolean(),
        fc.constantFrom<MethodOf>(Saliency, signed, ofProbability),
        fc.constantFrom("logit" as const, "probability" as const),
        async (seed, power, layers, units, softmax, method, output) => {
          const model = columnsOf(seed, power, layers, units, softmax);
          const inputs = tf.randomNormal([3, 8], 0, 1, "float32", seed);
          try {
            const { verdict } = await sanityCheck(method, model, { inputs, seed, nDraws: 2, output });
            verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
            assert.ok(verdict === "passes" || verdict === "cannot tell", verdict);
          } finally {
            model.dispose();
            inputs.dispose();
          }
        },
      ),
      { seed: 3, numRuns: 50 },
    );
    // Both happen, or the property would say little.
    assert.ok((verdicts.get("passes") ?? 0) > 10 && (verdicts.get("cannot tell") ?? 0) > 10, `${[...verdicts]}`);
  }).timeout(120_000);

  it("explains what the method explains: the same output, target and sign", async () => {
    const model = columnsOf(1, 0, 1, 6, true);
    const inputs = { values: Float32Array.from({ length: 16 }, (_, i) => i % 5), shape: [2, 8] };
    const ofTwo: MethodOf = (of) => ({
      attribute: (x) => new Saliency(of).attribute(x, { target: [2, 0], abs: false }),
    });
    const [own, probability] = [
      await sanityCheck(ofTwo, model, { inputs, nDraws: 1 }),
      await sanityCheck(ofProbability, model, { inputs, nDraws: 1 }),
    ];
    assert.equal(probability.yardstick?.trained.output, "probability");
    assert.deepEqual(own.yardstick?.trained.target, [2, 0]);
    assert.deepEqual(own.yardstick?.trained.values, own.randomization.trained.values);
    assert.ok(own.yardstick?.trained.values.some((value) => value < 0));
    model.dispose();
  });

  it("says of a regression whose columns' scales decide that it cannot tell", async () => {
    const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [10], units: 16, activation: "relu", kernelInitializer: glorot(1) }),
        tf.layers.dense({ units: 1, kernelInitializer: glorot(2) }),
      ],
    });
    const scale = tf.range(1, 11).pow(9).reshape([10, 1]);
    model.layers[0].setWeights([tf.randomNormal([10, 16], 0, 1, "float32", 3).mul(scale), tf.zeros([16])]);
    const inputs = tf.randomNormal([4, 10], 0, 1, "float32", 1);
    for (const method of [Saliency, GuidedBackprop]) {
      const found = await sanityCheck(method, model, { inputs, seed: 1 });
      assert.deepEqual([found.verdict, found.why, found.passed], ["cannot tell", "asGradient", false]);
      assert.match(
        found.describe(),
        /^This model cannot tell whether .* shows what it has learned\. With weights randomized .* but the plain gradient keeps 0\.\d\d \(its \|values\| 0\.9\d\)/,
      );
      assert.match(found.describe({ locale: "zh-CN" }), /^这个模型无法判断/);
      assert.deepEqual(
        found.steps.map(({ canTell }) => canTell),
        [false, true],
      );
    }
    // What does not stay passes, and what stays where the gradient does not is convicted.
    assert.equal((await sanityCheck(IntegratedGradients, model, { inputs, seed: 1 })).verdict, "passes");
    const input = await sanityCheck(inputItself, model, { inputs, seed: 1 });
    assert.deepEqual([input.verdict, input.worst.layer], ["fails", model.layers[0].name]);
    model.dispose();
  });

  it("says that it cannot tell of maps that are the same everywhere, or without a gradient to compare with", async () => {
    const model = columnsOf(1, 0, 1, 4, false);
    const zeros = { values: new Float32Array(16), shape: [2, 8] };
    const found = await sanityCheck(IntegratedGradients, model, { inputs: zeros, seed: 1 });
    assert.deepEqual([found.verdict, found.why], ["cannot tell", "constant"]);
    assert.match(found.describe(), /the same value everywhere, so there is nothing to compare/);
    const kept = await parameterRandomization(inputItself, model, {
      values: Float32Array.from({ length: 16 }, (_, i) => i % 7),
      shape: [2, 8],
    });
    const alone = judge(kept, undefined);
    assert.deepEqual([alone.verdict, alone.why], ["cannot tell", "noGradient"]);
    model.dispose();
  });

  it("is a bar that a method must be well above", () => {
    const of = (rank: number, magnitude = 0) =>
      ({ steps: [{ layer: "fc", ranks: [[rank]], magnitudes: [[magnitude]] }] }) as unknown as ParameterRandomization;
    const verdict = (method: number, gradient: number, magnitude = 0) =>
      judge(of(method), of(gradient, magnitude)).verdict;
    assert.deepEqual(
      [
        verdict(0.29, 0),
        verdict(0.3, 0.1),
        verdict(0.4, 0.1),
        verdict(0.4, 0.2),
        verdict(0.39, 0.39),
        verdict(0.4, 0.4),
      ],
      ["passes", "doubtful", "fails", "doubtful", "passes", "cannot tell"],
    );
    assert.deepEqual(
      [verdict(1, 0.39), verdict(1, 0.4), verdict(1, 0, 0.79), verdict(1, 0, 0.8), verdict(0.2, 0.9)],
      ["fails", "cannot tell", "fails", "cannot tell", "passes"],
    );
  });
});
