import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import {
  DeepLift,
  type Explanation,
  GuidedBackprop,
  InputXGradient,
  IntegratedGradients,
  LayerConductance,
  Lrp,
  Saliency,
  SquaredGradient,
} from "../../kernel/library/explain/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { ready } from "../tensorflow.ts";
import { engines } from "./modelA.ts";

const runs = { numRuns: 12, seed: 7 };
const property = (check: (seed: number) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), async (seed) => {
      await check(seed);
    }),
    runs,
  );

const normals = (seed: number, length: number) => {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
};
const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
const size = (values: ArrayLike<number>) => total(Array.from(values, Math.abs));
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => size(Array.from(a, (value, i) => value - b[i]));
const signed = { abs: false };

/** A random network of a convolution, a max pool and two dense layers; `bias` 0 leaves biases out. */
function network(seed: number, bias = 1): tf.LayersModel {
  const { conv2d, dense, flatten, maxPooling2d } = tf.layers;
  const model = tf.sequential({
    layers: [
      conv2d({ name: "conv", inputShape: [6, 6, 1], filters: 3, kernelSize: 3, activation: "relu" }),
      maxPooling2d({ name: "pool", poolSize: 2 }),
      flatten({ name: "flat" }),
      dense({ name: "hidden", units: 5, activation: "relu" }),
      dense({ name: "end", units: 2, activation: "softmax" }),
    ],
  });
  const weights = model.getWeights().map((weight, i) => {
    const scale = weight.rank === 1 ? bias : 0.5;
    return tf.tensor(
      normals(seed + i, weight.size).map((value) => scale * value),
      weight.shape,
    );
  });
  model.setWeights(weights);
  tf.dispose(weights);
  return model;
}

const picture = (seed: number) => ({ values: normals(seed + 100, 36), shape: [1, 6, 6, 1] });

for (const engine of engines) {
  describe(`axioms of networks on ${engine}`, () => {
    before(ready);

    it("completeness: DeepLift adds up to what the baseline changes, the gradient times the difference does not", async () => {
      let off = 0;
      await property(async (seed) => {
        const model = network(seed);
        const baselines = { values: normals(seed + 200, 36), shape: [6, 6, 1] };
        const options = { engine, target: seed % 2, baselines };
        for (const output of ["logit", "probability"] as const) {
          const map = await new DeepLift(model).attribute(picture(seed), { ...options, output });
          const delta = map.convergenceDelta?.[0] ?? Number.NaN;
          assert.ok(Math.abs(delta) <= 2e-4 * (size(map.values) + 0.01), `${delta} of ${size(map.values)}`);
        }
        const map = await new DeepLift(model).attribute(picture(seed), options);
        const change = total(map.values) - (map.convergenceDelta?.[0] ?? 0);
        const gradient = await new Saliency(model).attribute(picture(seed), { engine, target: seed % 2, ...signed });
        const difference = picture(seed).values.map((value, i) => value - baselines.values[i]);
        const twin = total(gradient.values.map((value, i) => value * difference[i]));
        if (Math.abs(twin - change) > 0.05 * size(map.values)) off++;
        model.dispose();
      });
      assert.ok(off > 6, `the wrong twin was right ${runs.numRuns - off} times`);
    });

    it("conservation: Lrp keeps the logit where there are no biases; with them it does not", async () => {
      let off = 0;
      let kept = 0;
      await property(async (seed) => {
        const [bare, biased] = [network(seed, 0), network(seed)];
        for (const rule of ["epsilon", "gamma", "zPlus"] as const) {
          const map = await new Lrp(bare).attribute(picture(seed), { engine, target: 1, rule: { rule } });
          const delta = map.convergenceDelta?.[0] ?? Number.NaN;
          // A logit that nothing speaks for has nobody whom zPlus could give it to.
          if (rule === "zPlus" && total(map.values) - delta < 0.1) continue;
          kept++;
          assert.ok(Math.abs(delta) <= 1e-3 * (size(map.values) + 0.01), `${rule}: ${delta} of ${size(map.values)}`);
        }
        const map = await new Lrp(biased).attribute(picture(seed), { engine, target: 1 });
        if (Math.abs(map.convergenceDelta?.[0] ?? 0) > 0.01 * size(map.values)) off++;
        const product = await new InputXGradient(biased).attribute(picture(seed), { engine, target: 1 });
        assert.ok(apart(map.values, product.values) <= 1e-4 * size(product.values), "ε → 0 is gradient times input");
        bare.dispose();
        biased.dispose();
      });
      assert.ok(off > 6 && kept > 2 * runs.numRuns, `${off}, ${kept}`);
    });

    it("completeness of a layer: conductance adds up in every layer, more nearly the more steps", async () => {
      await property(async (seed) => {
        const model = network(seed);
        for (const layer of ["conv", "pool", "hidden"]) {
          const at = async (nSteps: number) => {
            const map = await new LayerConductance(model, layer).attribute(picture(seed), {
              engine,
              target: 0,
              nSteps,
            });
            return Math.abs(map.convergenceDelta?.[0] ?? Number.NaN) / (size(map.values) + 0.1);
          };
          assert.ok((await at(200)) < 0.03, layer);
        }
        model.dispose();
      });
    });
  });
}

describe("axioms of functions", () => {
  before(ready);
  const x = (seed: number) => ({ values: normals(seed, 4), shape: [1, 4] });
  const dense = (seed: number, rows = 4, columns = 3) => tf.tensor2d(normals(seed, rows * columns), [rows, columns]);
  /** Two layers of ReLUs with one output. */
  const bent = (seed: number) => (input: tf.Tensor) =>
    input
      .matMul(dense(seed))
      .relu()
      .matMul(dense(seed + 1, 3, 1));
  const explain = (
    method: "ig" | "lift" | "gradient" | "squared" | "guided",
    model: (x: tf.Tensor) => tf.Tensor,
    at: object,
  ) => {
    const inputs = at as { values: Float32Array; shape: number[] };
    const maps: Record<typeof method, () => Promise<Explanation>> = {
      ig: () => new IntegratedGradients(model).attribute(inputs, { nSteps: 200, method: "riemann_middle" }),
      lift: () => new DeepLift(model).attribute(inputs),
      gradient: () => new Saliency(model).attribute(inputs, signed),
      squared: () => new SquaredGradient(model).attribute(inputs),
      guided: () => new GuidedBackprop(model).attribute(inputs),
    };
    return maps[method]().then((map) => map.values);
  };

  it("sensitivity: what the function does not see gets 0, what alone changes it gets all", async () => {
    await property(async (seed) => {
      const seeing = tf.tensor1d([1, 1, 0, 1]);
      const blind = (input: tf.Tensor) => bent(seed)(input.mul(seeing));
      for (const method of ["ig", "lift"] as const) {
        assert.equal(Math.abs((await explain(method, blind, x(seed)))[2]), 0);
        const one = { values: Float32Array.of(0, 0, 0, 1.5), shape: [1, 4] };
        const [, , , all] = await explain(method, bent(seed), one);
        const [from, to] = [0, 1.5].map((value) =>
          tf.tidy(() => bent(seed)(tf.tensor2d([[0, 0, 0, value]])).dataSync()[0]),
        );
        assert.ok(Math.abs(all - (to - from)) < 1e-4 * (1 + Math.abs(to)));
      }
      seeing.dispose();
    });
    // The gradient is 0 where a ReLU is flat, though the function has changed: the wrong twin.
    const flat = (input: tf.Tensor) => tf.sub(1, tf.relu(tf.sub(1, input)));
    const two = { values: Float32Array.of(2), shape: [1, 1] };
    assert.equal((await explain("gradient", flat, two))[0], 0);
    assert.ok(Math.abs((await explain("ig", flat, two))[0] - 1) < 0.01);
    assert.ok(Math.abs((await explain("lift", flat, two))[0] - 1) < 1e-6);
  });

  it("implementation invariance: IG and the gradient only see the function, guided backprop sees how it is built", async () => {
    let seen = 0;
    await property(async (seed) => {
      const plain = bent(seed);
      // y = relu(y) − relu(−y): the same function of the same numbers, with two ReLUs more.
      const roundabout = (input: tf.Tensor) => {
        const y = plain(input);
        return y.relu().sub(y.neg().relu());
      };
      for (const method of ["ig", "gradient"] as const) {
        const [one, other] = [await explain(method, plain, x(seed)), await explain(method, roundabout, x(seed))];
        assert.ok(apart(one, other) <= 1e-5 * (1 + size(one)), method);
      }
      const [one, other] = [await explain("guided", plain, x(seed)), await explain("guided", roundabout, x(seed))];
      if (apart(one, other) > 1e-3) seen++;
    });
    assert.ok(seen > 0, "the wrong twin was never caught");
  });

  it("linearity: IG and DeepLift of a·f + b·g are a of one and b of the other, the squared gradient's are not", async () => {
    let off = 0;
    await property(async (seed) => {
      const [f, g] = [bent(seed), bent(seed + 10)];
      const both = (input: tf.Tensor) => f(input).mul(2).sub(g(input).mul(3));
      const mixed = async (method: Parameters<typeof explain>[0]) => {
        const [a, b] = [await explain(method, f, x(seed)), await explain(method, g, x(seed))];
        const expected = a.map((value, i) => 2 * value - 3 * b[i]);
        const distance = apart(await explain(method, both, x(seed)), expected);
        return distance / (size(a) + size(b) + 1e-3);
      };
      assert.ok((await mixed("ig")) < 1e-4);
      assert.ok((await mixed("lift")) < 1e-4);
      if ((await mixed("squared")) > 1e-2) off++;
    });
    assert.ok(off > 6);
  });
});
