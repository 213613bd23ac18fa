import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../../kernel/library/ground/errors.ts";
import { multiHeadAttention } from "../../kernel/library/models/MultiHeadAttention.ts";
import { assertClose, scatter } from "../engine/compareLayers.ts";
import { readyOn } from "../tensorflow.ts";

const identity = (size: number, shape: number[]) => tf.eye(size).reshape(shape);

describe("MultiHeadAttention", () => {
  before(() => readyOn("cpu"));

  it("with projections that change nothing is softmax(X Xᵀ / √d) X, in each head's part of the features", () => {
    tf.tidy(() => {
      const input = tf.input({ shape: [3, 4] });
      const layer = multiHeadAttention({ numHeads: 2, keyDim: 2, returnAttentionScores: true });
      const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor[] });
      const kernels = layer
        .getWeights()
        .map((weight) => (weight.rank === 3 ? identity(4, weight.shape) : tf.zerosLike(weight)));
      layer.setWeights(kernels);
      const x = tf.tensor3d(scatter(12, 1), [1, 3, 4]);
      const [output, scores] = model.predict(x) as [tf.Tensor, tf.Tensor];
      assert.deepEqual(
        [output.shape, scores.shape],
        [
          [1, 3, 4],
          [1, 2, 3, 3],
        ],
      );
      const heads = tf.split(x.squeeze<tf.Tensor2D>([0]), 2, 1);
      const weights = heads.map((head) => tf.softmax(tf.matMul(head, head, false, true).div(Math.SQRT2)));
      assertClose(scores.dataSync(), tf.stack(weights).dataSync());
      const parts = heads.map((head, i) => tf.matMul(weights[i] as tf.Tensor2D, head));
      assertClose(output.dataSync(), tf.concat(parts, 1).dataSync());
    });
  });

  it("has Keras's shapes, trains, is saved and comes back the same", async () => {
    const input = tf.input({ shape: [3, 6] });
    const attended = multiHeadAttention({ numHeads: 2, keyDim: 4, valueDim: 5, seed: 1, name: "mha" }).apply(input);
    const outputs = tf.layers.globalAveragePooling1d({}).apply(attended) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs });
    assert.deepEqual(
      model.weights.map((weight) => [weight.originalName.split("/").at(-1), weight.shape.join()]),
      [
        ["query_kernel", "6,2,4"],
        ["query_bias", "2,4"],
        ["key_kernel", "6,2,4"],
        ["key_bias", "2,4"],
        ["value_kernel", "6,2,5"],
        ["value_bias", "2,5"],
        ["attention_output_kernel", "2,5,6"],
        ["attention_output_bias", "6"],
      ],
    );
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const [x, y] = [tf.tensor3d(scatter(36, 2), [2, 3, 6]), tf.zeros([2, 6])];
    const first = Number(await model.trainOnBatch(x, y));
    assert.ok(Number(await model.trainOnBatch(x, y)) < first);
    const copy = await tf.models.modelFromJSON(model.toJSON(undefined, false) as never);
    copy.setWeights(model.getWeights());
    const answers = [model, copy].map((each) => (each.predict(x) as tf.Tensor).dataSync());
    assert.deepEqual(answers[0], answers[1]);
  });

  it("refuses what is no sequence of vectors", () => {
    assert.throws(() => multiHeadAttention({ numHeads: 1, keyDim: 2 }).apply(tf.input({ shape: [4] })), ShapeError);
  });
});
