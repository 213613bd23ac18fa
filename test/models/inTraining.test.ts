import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../../kernel/library/math/random.ts";
import { type TrainOptions, train } from "../../kernel/library/models/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { weightsOf } from "./smallProblem.ts";

const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });

/** 40 rows of four numbers, in three classes. */
function rows(): { images: tf.Tensor; labels: tf.Tensor } {
  const random = createRandom(3);
  const values = Float32Array.from({ length: 160 }, () => random.normal());
  return {
    images: tf.tensor(values, [40, 4]),
    labels: tf.tensor1d(
      Array.from({ length: 40 }, (_, i) => i % 3),
      "int32",
    ),
  };
}

const ending = () => tf.layers.dense({ units: 3, activation: "softmax", kernelInitializer });
const dense = (more: object = {}) => tf.layers.dense({ units: 8, inputShape: [4], kernelInitializer, ...more });

async function trained(layers: tf.layers.Layer[], options: TrainOptions = {}): Promise<tf.Sequential> {
  const model = tf.sequential({ layers });
  const data = rows();
  try {
    await train(model, data, { epochs: 2, batchSize: 10, engine: "tfjs", learningRate: 0.05, ...options });
    return model;
  } finally {
    tf.dispose([data.images, data.labels]);
  }
}

describe("a step on tfjs", () => {
  before(ready);

  const drawing: [name: string, make: () => tf.layers.Layer][] = [
    ["dropout", () => tf.layers.dropout({ rate: 0.5 })],
    ["dropout with a seed of its own", () => tf.layers.dropout({ rate: 0.5, seed: 7 })],
    ["Gaussian noise", () => tf.layers.gaussianNoise({ stddev: 0.5 })],
    ["Gaussian dropout", () => tf.layers.gaussianDropout({ rate: 0.5 })],
    ["alpha dropout", () => tf.layers.alphaDropout({ rate: 0.5 })],
  ];
  for (const [name, make] of drawing) {
    it(`draws what ${name} draws from the seed: the same seed, the same bytes`, async () => {
      const weights = async (seed: number) => {
        const model = await trained([dense(), make(), ending()], { seed });
        const found = weightsOf(model);
        model.dispose();
        return found;
      };
      const { random } = Math;
      assert.deepEqual(await weights(5), await weights(5));
      assert.notDeepEqual(await weights(5), await weights(6));
      assert.equal(Math.random, random, "Math.random is the session's own again");
    });
  }

  it("does not drop the same units in every step where a layer has a seed", async () => {
    // The kernel's rows of dropped units do not learn: with one mask for all steps, some would never.
    const model = await trained([tf.layers.dropout({ rate: 0.7, seed: 7, inputShape: [4] }), ending()], { epochs: 5 });
    const [kernel = []] = weightsOf(model);
    const fresh = tf.sequential({ layers: [tf.layers.dropout({ rate: 0.7, seed: 7, inputShape: [4] }), ending()] });
    const [before = []] = weightsOf(fresh);
    for (let row = 0; row < 4; row++) assert.notEqual(kernel[row * 3], before[row * 3], `row ${row} has learnt`);
    model.dispose();
    fresh.dispose();
  });

  it("keeps constraints, as Keras does after each step", async () => {
    const model = await trained([
      dense({ kernelConstraint: tf.constraints.nonNeg(), biasConstraint: tf.constraints.maxNorm({ maxValue: 0.01 }) }),
      ending(),
    ]);
    const [kernel = [], bias = []] = weightsOf(model);
    assert.ok(Math.min(...kernel) >= 0, `smallest weight ${Math.min(...kernel)}`);
    assert.ok(Math.max(...kernel) > 0);
    assert.ok(Math.hypot(...bias) <= 0.0100001, `norm of the biases ${Math.hypot(...bias)}`);
    model.dispose();
  });

  it("leaves a frozen batch normalization as it is, one within a frozen model too, and teaches another", async () => {
    const norm = (more: object = {}) => tf.layers.batchNormalization({ momentum: 0.5, ...more });
    const inner = tf.sequential({ layers: [dense(), norm()] });
    inner.trainable = false;
    const cases: [tf.layers.Layer[], tf.layers.Layer, boolean][] = [];
    for (const frozen of [true, false]) {
      const layer = norm({ trainable: !frozen });
      cases.push([[dense(), layer, ending()], layer, frozen]);
    }
    const within = inner.layers[1];
    assert.ok(within);
    cases.push([[inner, ending()], within, true]);
    for (const [layers, layer, frozen] of cases) {
      const model = await trained(layers);
      const [mean, variance] = layer.getWeights().slice(-2);
      const moved = [...(mean?.dataSync() ?? [])].some((value) => value !== 0);
      const scaled = [...(variance?.dataSync() ?? [])].some((value) => value !== 1);
      assert.deepEqual([moved, scaled], [!frozen, !frozen]);
      model.dispose();
    }
  });

  it("leaks nothing", () =>
    assertNoLeak(async () => {
      const constrained = dense({ kernelConstraint: tf.constraints.nonNeg() });
      (await trained([constrained, tf.layers.dropout({ rate: 0.5, seed: 2 }), ending()])).dispose();
    }));
});
