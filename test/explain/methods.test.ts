import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../../kernel/library/engine/model.ts";
import type { EngineChoice, Runner } from "../../kernel/library/engine/runner.ts";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { bearable } from "../../kernel/library/explain/call/chunks.ts";
import { predicted } from "../../kernel/library/explain/call/targets.ts";
import {
  type AttributeOptions,
  type CommonOptions,
  Deconvolution,
  DeepLift,
  DeepLiftShap,
  ExpectedGradients,
  type Explanation,
  FeatureAblation,
  GradientShap,
  GuidedBackprop,
  gridSegments,
  type Inputs,
  InputXGradient,
  IntegratedGradients,
  KernelShap,
  Lime,
  NoiseTunnel,
  Occlusion,
  PartitionShap,
  PermutationShap,
  Rise,
  Saliency,
  SamplingShap,
  ShapleyValueSampling,
  ShapleyValues,
  SquaredGradient,
} from "../../kernel/library/explain/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { attributeWith, type Explainer } from "./attributeWith.ts";
import { engines, firstImages, images, modelA } from "./modelA.ts";

/** Methods that compare with a sample of inputs, given one. */
const baselines = { values: images.values.slice(4 * 784, 7 * 784), shape: [3, 28, 28, 1] };
const overSample = (Method: new (model: Model, defaults?: CommonOptions) => Explainer) =>
  class {
    readonly #method;
    constructor(model: Model, defaults: CommonOptions) {
      this.#method = new Method(model, defaults);
    }
    attribute(inputs: Inputs, options: object): Promise<Explanation> {
      return attributeWith(this.#method, inputs, { ...options, nSamples: 6, baselines });
    }
  };

class SmoothGrad {
  readonly #tunnel;
  constructor(model: Model, defaults: CommonOptions) {
    this.#tunnel = new NoiseTunnel(new Saliency(model, defaults));
  }
  attribute(inputs: Inputs, options: object): Promise<Explanation> {
    return attributeWith(this.#tunnel, inputs, { ...options, nSamples: 6 });
  }
}

const methods = {
  Saliency,
  InputXGradient,
  IntegratedGradients,
  SquaredGradient,
  GuidedBackprop,
  Deconvolution,
  DeepLift,
  DeepLiftShap: overSample(DeepLiftShap),
  GradientShap: overSample(GradientShap),
  ExpectedGradients: overSample(ExpectedGradients),
  SmoothGrad,
  Lime,
  KernelShap,
  Occlusion,
  FeatureAblation,
  ShapleyValues,
  ShapleyValueSampling,
  PermutationShap,
  PartitionShap,
  SamplingShap,
  Rise,
};
const grid = gridSegments([28, 28], 4);
/** Of methods that would take long otherwise. */
const few: Partial<Record<keyof typeof methods, object>> = {
  ShapleyValues: { featureMask: gridSegments([28, 28], 10) },
  ShapleyValueSampling: { nSamples: 4 },
  PermutationShap: { npermutations: 2 },
  // Which are asked next hangs on all targets, but for these.
  PartitionShap: { maxEvals: Infinity, featureMask: gridSegments([28, 28], 10) },
  SamplingShap: { nSamples: 196 },
};

/** Every method with few steps, on images. */
const attributeOn =
  (engine: EngineChoice) =>
  (name: keyof typeof methods, model: Model, inputs: Inputs, options: AttributeOptions = {}) =>
    attributeWith(new methods[name](model, { engine }), inputs, {
      nSteps: 4,
      nSamples: 150,
      slidingWindowShapes: [7, 7],
      strides: 5,
      featureMask: grid,
      ...few[name],
      ...options,
    });

const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number) => {
  assert.equal(a.length, b.length);
  for (let i = 0; i < a.length; i++)
    assert.ok(Math.abs(a[i] - b[i]) <= tolerance, `[${i}]: ${a[i]} instead of ${b[i]}`);
};

for (const engine of engines)
  describe(`every method on ${engine}`, () => {
    const attribute = attributeOn(engine);
    let model: tf.Sequential;
    before(async () => {
      await ready();
      model = modelA();
    });
    after(() => model.dispose());

    for (const name of Object.keys(methods) as (keyof typeof methods)[]) {
      describe(name, () => {
        it("explains a batch as it explains each input, several targets as each target", async () => {
          const batch = await attribute(name, model, firstImages(2), { targets: [3, 8] });
          assert.deepEqual(batch.shape, [2, 2, 28, 28, 1]);
          assert.deepEqual(batch.target, [3, 8]);
          assert.equal(batch.engine, engine);
          const second = { values: firstImages(2).values.slice(784), shape: [1, 28, 28, 1] };
          const alone = await attribute(name, model, second, { target: 8 });
          assert.deepEqual(alone.shape, [1, 28, 28, 1]);
          const scale = Math.max(...alone.values.map(Math.abs));
          close(batch.values.subarray(3 * 784), alone.values, 1e-5 * scale);
          const other = await attribute(name, model, second, { target: 3 });
          assert.ok(other.values.some((value, i) => Math.abs(value - alone.values[i]) > 1e-2 * scale));
        });

        it("gives the same values whatever the batch size, and takes a tensor as well", async () => {
          const one = await attribute(name, model, firstImages(2));
          const small = await attribute(name, model, firstImages(2), { internalBatchSize: 3 });
          close(small.values, one.values, 1e-5 * Math.max(...one.values.map(Math.abs)));
          const tensor = tf.tensor(firstImages(2).values, [2, 28, 28, 1]);
          const same = await attribute(name, model, tensor);
          tensor.dispose();
          assert.deepEqual(same.values, one.values);
          assert.deepEqual(same.target, [0, 1]);
        });

        it("leaves no tensor behind: after a call, an error, an abort", async () => {
          await assertNoLeak(() => attribute(name, model, firstImages(2)));
          const broken = (x: tf.Tensor) => {
            const sum = x.sum([1, 2, 3]);
            if (x.shape[0] !== 1 || x.dataSync()[0] === -1) throw new Error("broken model");
            return sum;
          };
          const bad = { values: new Float32Array(784).fill(-1), shape: [1, 28, 28, 1] };
          await assert.rejects(
            assertNoLeak(() => attributeOn("tfjs")(name, broken, bad)),
            /broken model/,
          );
          const controller = new AbortController();
          let told = 0;
          const aborted = assertNoLeak(() =>
            attribute(name, model, firstImages(4), {
              internalBatchSize: 2,
              signal: controller.signal,
              onProgress: () => {
                told++;
                setTimeout(() => controller.abort(), 0);
              },
            }),
          );
          await assert.rejects(aborted, { name: "AbortError" });
          assert.equal(told, 1, "it stops at the next batch");
        });

        it("tells its progress up to 1", async () => {
          const told: number[] = [];
          const onProgress = (fraction: number) => void told.push(fraction);
          await attribute(name, model, firstImages(2), { internalBatchSize: 1, onProgress });
          assert.ok(told.length >= 2);
          assert.equal(told.at(-1), 1);
        });

        it("says what is wrong with its inputs and targets", async () => {
          const inputs = firstImages(1);
          const rejects = (promise: Promise<Explanation>, error: { name: string; message: RegExp | string }) =>
            assert.rejects(promise, error);
          await rejects(attribute(name, model, inputs, { target: 12 }), {
            name: "TargetError",
            message: "target 12 is out of range: the model has 10 outputs (0–9)",
          });
          await rejects(attribute(name, model, inputs, { target: [1, 2] }), {
            name: "TargetError",
            message: "2 targets for 1 inputs: give one class, or one for each input",
          });
          await rejects(attribute(name, model, { ...inputs, shape: [28, 28, 1] }), {
            name: "ShapeError",
            message: /^inputs of shape \[28, 28, 1\], but the model takes \[n, 28, 28, 1\]: add the batch axis/,
          });
          await rejects(attribute(name, model, { ...inputs, shape: [1, 784] }), {
            name: "ShapeError",
            message: "inputs of shape [1, 784], but the model takes [n, 28, 28, 1]",
          });
          const holed = { ...inputs, values: inputs.values.map((value, i) => (i === 5 ? Number.NaN : value)) };
          await rejects(attribute(name, model, holed), {
            name: "DataError",
            message: "the input has NaN at position 5 of [1, 28, 28, 1]: clean it first",
          });
          await rejects(attribute(name, model, inputs, { internalBatchSize: 0 }), {
            name: "OptionError",
            message: "internalBatchSize is 0: give a whole number, at least 1",
          });
        });
      });
    }

    it("refuses arrays that are no numbers, and takes whole numbers as numbers", async () => {
      const saliency = new Saliency(model, { engine });
      const text = tf.tensor(
        Array.from({ length: 784 }, () => "7"),
        [1, 28, 28, 1],
        "string",
      );
      await assert.rejects(saliency.attribute(text), {
        name: "DataError",
        message: "an array of string: expected numbers, float32 as the model takes them",
      });
      const bytes = { values: new BigInt64Array(784), shape: [1, 28, 28, 1] } as unknown as Inputs;
      await assert.rejects(saliency.attribute(bytes), { name: "DataError", message: /^an array of bigint/ });
      const ones = tf.ones([1, 28, 28, 1], "int32");
      const map = await saliency.attribute(ones, { target: 1 });
      const same = await saliency.attribute(
        { values: new Float32Array(784).fill(1), shape: ones.shape },
        { target: 1 },
      );
      assert.deepEqual(map.values, same.values);
      tf.dispose([text, ones]);
    });

    it("refuses baselines and feature masks that do not fit", async () => {
      const inputs = firstImages(1);
      const wrong = { values: new Float32Array(14), shape: [14] };
      for (const method of [IntegratedGradients, Lime, KernelShap]) {
        await assert.rejects(new method(model).attribute(inputs, { baselines: wrong }), {
          name: "ShapeError",
          message:
            "a baseline of shape [14] does not broadcast to inputs of shape [1, 28, 28, 1]: " +
            "give a number, [28, 28, 1] or [1, 28, 28, 1]",
        });
      }
      for (const method of [Lime, KernelShap]) {
        await assert.rejects(new method(model).attribute(inputs, { featureMask: gridSegments([14, 14], 4) }), {
          name: "ShapeError",
          message:
            /^a feature mask of shape \[14, 14\] does not fit inputs of shape \[1, 28, 28, 1\]: give \[28, 28, 1\]/,
        });
      }
      await assert.rejects(new KernelShap(model).attribute(inputs, { featureMask: grid, nSamples: 30 }), {
        name: "OptionError",
        message: "30 coalitions cannot determine the values of 49 segments: raise nSamples, for example to 196",
      });
    });

    for (const name of ["Saliency", "GuidedBackprop", "DeepLift"] as const) {
      it(`${name} has the answers from the gradients' own pass`, async () => {
        const three = firstImages(3);
        const predictions = await attribute(name, model, three, { output: "probability" });
        for (const options of [{ target: 3 }, { target: [1, 2, 3] }, { targets: [5, 2] }]) {
          const asked = await attribute(name, model, three, { ...options, internalBatchSize: 2 });
          close(asked.probabilities, predictions.probabilities, 1e-6);
          const logits = Float64Array.from(asked.answers ?? []);
          const classes = "targets" in options ? [5, 5, 5, 2, 2, 2] : [options.target].flat();
          for (const [pair, logit] of logits.entries()) {
            const p = asked.probabilities[(pair % 3) * 10 + (classes[pair] ?? 3)];
            const first = logits[pair % 3] - Math.log(asked.probabilities[(pair % 3) * 10 + (classes[pair % 3] ?? 3)]);
            assert.ok(Math.abs(logit - Math.log(p) - first) < 1e-3, `${name}: ${logit} for a probability of ${p}`);
          }
        }
      });
    }

    it("asks nothing more once it is aborted, and tells of each inner batch", async () => {
      const controller = new AbortController();
      const inner = await runnerFor(model, { engine, inputShape: [28, 28, 1] });
      const asked: number[] = [];
      const runner: Runner = {
        ...inner,
        gradients: (batch, options) => {
          asked.push(batch.count);
          return inner.gradients(batch, options);
        },
      };
      const told: number[] = [];
      const onProgress = (fraction: number) => {
        told.push(fraction);
        if (told.length === 3) setTimeout(() => controller.abort(), 0);
      };
      const watched = { runner: async () => runner } as unknown as Model;
      const options = { target: 3, nSteps: 40, internalBatchSize: 4, onProgress, signal: controller.signal };
      await assert.rejects(new IntegratedGradients(watched).attribute(firstImages(1), options), { name: "AbortError" });
      assert.deepEqual(asked, [4, 4, 4]);
      assert.deepEqual(told, [0.1, 0.2, 0.3]);
    });

    it("counts the rows that went through the model", async () => {
      const count = async (name: keyof typeof methods, options: AttributeOptions) =>
        (await attribute(name, model, firstImages(2), options)).modelPasses;
      // The pass that asks for the gradient answers too; the predicted class is asked for first.
      assert.equal(await count("Saliency", { target: 3 }), 2 * 2);
      assert.equal(await count("Saliency", {}), 2 + 2 * 2);
      assert.equal(await count("Saliency", { output: "probability" }), 2 + 2 * 2);
      assert.equal(await count("IntegratedGradients", {}), 2 + 2 * 2 * 4 + 1);
      assert.equal(await count("Lime", {}), 2 + 2 * 150);
      assert.equal(await count("KernelShap", {}), 2 + 2 * 151);
    });

    it("draws the same for the same seed, and other samples for another", async () => {
      for (const method of [Lime, KernelShap, ShapleyValueSampling, PermutationShap, SamplingShap, Rise]) {
        const run = (seed: number) =>
          attributeWith(new method(model, { seed }), firstImages(2), {
            featureMask: grid,
            nSamples: 150,
            npermutations: 3,
          });
        const [first, again, other] = [await run(1), await run(1), await run(2)];
        assert.deepEqual(first.values, again.values);
        assert.notDeepEqual(first.values, other.values);
        assert.equal(other.seed, 2);
      }
    });
  });

it("an inner batch takes about a second, one row at least", () => {
  assert.equal(bearable(27, 13_500, 27), 2);
  assert.equal(bearable(1, 5000, 27), 1);
  assert.equal(bearable(4, 100, 27), 27);
  assert.equal(bearable(4, 0, 27), 27);
});

it("the predicted class is the first of the largest, as NumPy's argmax has it", () => {
  assert.deepEqual([...predicted(Float32Array.of(1, 3, 3, -1, -2, -1), 3)], [1, 0]);
});

describe("closed forms", () => {
  before(ready);
  const random = createRandom(3);
  const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const weights = draw(6);
  const linear = (x: tf.Tensor) => x.reshape([-1, 6]).matMul(tf.tensor2d(weights, [6, 1]));
  const x = { values: draw(12), shape: [2, 2, 3] };
  const b = { values: draw(6), shape: [2, 3] };

  it("a linear model's gradient is w, its IG w·(x − b), its Shapley values too; on x alone they are not", async () => {
    const expected = Array.from(x.values, (value, i) => weights[i % 6] * (value - b.values[i % 6]));
    close((await new Saliency(linear).attribute(x, { abs: false })).values, [...weights, ...weights], 1e-6);
    const ig = await new IntegratedGradients(linear).attribute(x, { baselines: b, nSteps: 3 });
    close(ig.values, expected, 1e-5);
    close(ig.convergenceDelta ?? [], [0, 0], 1e-5);
    const shap = await new KernelShap(linear).attribute(x, { baselines: b });
    close(shap.values, expected, 1e-5);
    const twin = await new InputXGradient(linear).attribute(x);
    assert.throws(() => close(twin.values, expected, 1e-2));
    const samples = { nSamples: 400, alpha: 1e-9, baselines: b };
    close((await new Lime(linear).attribute(x, samples)).values, expected, 1e-4);
  });

  it("segments of a mask without channels hold all channels of their pixels", async () => {
    const mask = { values: Int32Array.of(5, -2), shape: [2] };
    const shap = await new KernelShap(linear).attribute(x, { baselines: b, featureMask: mask });
    const each = Array.from(x.values, (value, i) => weights[i % 6] * (value - b.values[i % 6]));
    const sums = [0, 3, 6, 9].map((start) => each[start] + each[start + 1] + each[start + 2]);
    // Segments are numbered from 0 in the order of their numbers: −2, the second pixel, comes first.
    close(shap.coefficients ?? [], [sums[1], sums[0], sums[3], sums[2]], 1e-5);
    close(shap.values.subarray(0, 6), [sums[0], sums[0], sums[0], sums[1], sums[1], sums[1]], 1e-5);
    assert.deepEqual([...(shap.featureMask ?? [])], [1, 1, 1, 0, 0, 0]);
  });

  it("IG is complete for a model with a bend, and one step at its end is not", async () => {
    const bent = (y: tf.Tensor) => linear(y).relu().mul(3).square();
    const ig = new IntegratedGradients(bent);
    const delta = async (options: object) =>
      Math.max(...((await ig.attribute(x, options)).convergenceDelta ?? []).map(Math.abs));
    assert.ok((await delta({ nSteps: 200 })) < 1e-4);
    assert.ok((await delta({ nSteps: 1, method: "riemann_right" })) > 1e-2);
  });
});
