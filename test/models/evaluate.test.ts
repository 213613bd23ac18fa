import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { ImageSet } from "../../kernel/library/datasets/index.ts";
import { DataError, ShapeError } from "../../kernel/library/ground/errors.ts";
import { evaluate, type Model, worstMistakes } from "../../kernel/library/models/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { smallCnn, stripes } from "./smallProblem.ts";

describe("evaluate", () => {
  before(ready);

  for (const engine of ["onnx", "tfjs"] as const) {
    it(`agrees with tfjs's own evaluate and predict, on ${engine}`, async () => {
      await assertNoLeak(async () => {
        const data = stripes(333);
        const model = smallCnn({ seed: 2 });
        const ours = await evaluate(model, data, { engine });
        assert.equal(ours.engine, engine);
        model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
        const labels = tf.cast(data.labels, "float32");
        const judged = model.evaluate(data.images, labels) as tf.Scalar[];
        const [loss, accuracy] = judged.map((value) => value.dataSync()[0] as number);
        assert.ok(Math.abs(ours.loss - (loss as number)) < 1e-5, `${ours.loss} and ${loss}`);
        assert.ok(Math.abs(ours.accuracy - (accuracy as number)) < 1e-6);
        assert.ok(
          ours.accuracy > 0.1 && ours.accuracy < 0.9,
          `accuracy ${ours.accuracy}: a test of both right and wrong answers`,
        );
        const predicted = model.predict(data.images) as tf.Tensor;
        const probabilities = predicted.dataSync();
        assert.ok(ours.probabilities.every((value, i) => Math.abs(value - (probabilities[i] as number)) < 1e-6));
        assert.deepEqual(
          ours.predictions,
          tf.tidy(() => predicted.argMax(1).dataSync()),
        );
        assert.deepEqual(ours.labels, Int32Array.from(data.classes));
        tf.dispose([labels, predicted, ...judged]);
        data.dispose();
        model.dispose();
      });
    });
  }

  it("takes a model's logits for logits, and a function's answers for probabilities only where they are some", async () => {
    const data = stripes(50);
    const [ends, logits] = [smallCnn({ seed: 11 }), smallCnn({ seed: 11, softmax: false })];
    const expected = await evaluate(ends, data);
    for (const model of [logits, (x: tf.Tensor) => ends.apply(x) as tf.Tensor] satisfies Model[]) {
      const { probabilities, loss } = await evaluate(model, data);
      assert.ok(probabilities.every((value, i) => Math.abs(value - (expected.probabilities[i] as number)) < 1e-6));
      assert.ok(Math.abs(loss - expected.loss) < 1e-5);
    }
    const unknown = await evaluate((x) => logits.apply(x) as tf.Tensor, data);
    assert.equal(unknown.accuracy, expected.accuracy);
    assert.ok(Number.isNaN(unknown.loss));
    assert.throws(() => unknown.probabilities, /unknown whether .* gives logits or probabilities: .*describeModel/);
    assert.doesNotMatch(unknown.describe(), /entropy|AUC/);
  });

  it("does not overflow on large logits", async () => {
    const data = new ImageSet(new Uint8Array(2), Uint8Array.of(1, 0), [1, 1, 1]);
    const dense = tf.layers.dense({ units: 2 });
    const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [1, 1, 1] }), dense] });
    dense.setWeights([tf.zeros([1, 2]), tf.tensor1d([1000, 1001])]);
    const { probabilities } = await evaluate(model, data);
    const each = [1 / (1 + Math.E), Math.E / (1 + Math.E)];
    const expected = [...each, ...each];
    assert.ok(
      probabilities.every((value, i) => Math.abs(value - (expected[i] as number)) < 1e-6),
      `${probabilities}`,
    );
  });

  it("refuses what does not fit, and stops when asked to", async () => {
    const model = smallCnn();
    const rejects = (data: ImageSet, type: typeof DataError | typeof ShapeError, message: RegExp) =>
      assert.rejects(evaluate(model, data), (error: Error) => {
        assert.ok(error instanceof type && message.test(error.message), `${error}`);
        return true;
      });
    await rejects(stripes(3).slice(3), DataError, /test set is empty/);
    await rejects(new ImageSet(new Uint8Array(36), Uint8Array.of(3), [6, 6, 1]), DataError, /label 3: the model has 3/);
    await rejects(
      new ImageSet(new Uint8Array(30), Uint8Array.of(1), [5, 6, 1]),
      ShapeError,
      /\[5, 6, 1\].*\[6, 6, 1\]/,
    );
    await assert.rejects(evaluate(model, stripes(3), { signal: AbortSignal.abort() }), { name: "AbortError" });
  });
});

describe("worstMistakes", () => {
  it("gives the surest wrong answers first", () => {
    const evaluation = {
      loss: 0,
      accuracy: 0.25,
      classes: 2,
      labels: Int32Array.of(0, 1, 0, 1),
      predictions: Int32Array.of(1, 0, 0, 0),
      probabilities: Float32Array.of(0.25, 0.75, 0.875, 0.125, 0.99, 0.01, 0.5, 0.5),
      engine: "tfjs" as const,
      seconds: 0,
    };
    const first = { index: 1, label: 1, prediction: 0, confidence: 0.875, probability: 0.125 };
    assert.deepEqual(worstMistakes(evaluation, 1), [first]);
    assert.deepEqual(
      worstMistakes(evaluation).map(({ index }) => index),
      [1, 0, 3],
    );
  });
});
