import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { mnistCnn } from "../../kernel/library/models/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const weights = (model: tf.LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);

describe("mnistCnn", () => {
  before(ready);

  it("is the CNN of the tutorials: 54,410 parameters, probabilities out, zero biases", async () => {
    await assertNoLeak(() => {
      const model = mnistCnn({ seed: 1 });
      assert.deepEqual(
        model.layers.map((layer) => layer.getClassName()),
        ["InputLayer", "Conv2D", "MaxPooling2D", "Flatten", "Dense"],
      );
      assert.equal(model.countParams(), 54_410);
      const [kernel = [], bias = [], dense = [], denseBias = []] = weights(model);
      assert.ok(bias.every((value) => value === 0) && denseBias.every((value) => value === 0));
      // Glorot uniform: ±√(6 / (fan in + fan out)), and near the edge somewhere.
      const bounds: [number[], number][] = [
        [kernel, Math.sqrt(6 / (9 + 9 * 32))],
        [dense, Math.sqrt(6 / (5408 + 10))],
      ];
      for (const [values, bound] of bounds) {
        const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
        assert.ok(largest <= bound && largest > 0.9 * bound, `${largest} against ${bound}`);
      }
      const sum = tf.tidy(() => (model.predict(tf.zeros([2, 28, 28, 1])) as tf.Tensor).sum(1).dataSync());
      for (const total of sum) assert.ok(Math.abs(total - 1) < 1e-6);
      model.dispose();
    });
  });

  it("has the same weights for the same seed, and others for another", () => {
    const [a, b, c] = [mnistCnn({ seed: 7 }), mnistCnn({ seed: 7 }), mnistCnn({ seed: 8 })];
    assert.deepEqual(weights(a), weights(b));
    assert.notDeepEqual(weights(a)[0], weights(c)[0]);
    assert.notDeepEqual(weights(a)[2], weights(c)[2]);
    for (const model of [a, b, c]) model.dispose();
  });

  it("is compiled: tfjs's own fit and evaluate work, and disposing it frees the optimizer too", async () => {
    await assertNoLeak(async () => {
      const model = mnistCnn({ seed: 1 });
      const x = tf.randomUniform([8, 28, 28, 1], 0, 1, "float32", 1);
      const y = tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7]);
      const { history } = await model.fit(x, y, { epochs: 30, batchSize: 8, verbose: 0 });
      const losses = history.loss as number[];
      assert.ok((losses.at(-1) as number) < (losses[0] as number) / 2, `${losses[0]} → ${losses.at(-1)}`);
      const [loss, accuracy] = model.evaluate(x, y) as tf.Scalar[];
      assert.ok((accuracy?.dataSync()[0] as number) > 0.5);
      tf.dispose([loss, accuracy, x, y] as tf.Tensor[]);
      model.dispose();
    });
  });
});
