import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { type Table, tabular } from "../../kernel/library/datasets/index.ts";
import { calibration, errorBySlice } from "../../kernel/library/global/index.ts";
import { displayKey, mime } from "../../kernel/library/ground/mimeBundle.ts";
import { evaluate, train, worstMistakes } from "../../kernel/library/models/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

/** shared/cases/library/02: eight rows, and one sigmoid unit that has all of them right. */
const eight = (classNames: readonly string[] = ["no", "yes"]): Table =>
  tabular.fromArrays({
    values: Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7),
    columns: ["x"],
    target: classNames[0] === "no" ? [0, 0, 0, 0, 1, 1, 1, 1] : [1, 1, 1, 1, 0, 0, 0, 0],
    classNames,
  });

function unit(activation: "sigmoid" | "linear" = "sigmoid", weight = 2, bias = -7): tf.Sequential {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, activation, inputShape: [1] })] });
  tf.tidy(() => model.setWeights([tf.tensor2d([[weight]]), tf.tensor1d([bias])]));
  return model;
}

describe("an evaluation", () => {
  before(ready);

  for (const engine of ["onnx", "tfjs"] as const) {
    it(`of one sigmoid unit has its accuracy, AUC, F1 and binary cross-entropy, on ${engine}`, async () => {
      await assertNoLeak(async () => {
        const model = unit();
        const result = await evaluate(model, eight(), { engine });
        assert.deepEqual([result.kind, result.accuracy, result.classes, result.auc, result.f1], ["binary", 1, 2, 1, 1]);
        const z = [-7, -5, -3, -1, 1, 3, 5, 7];
        const expected = z.reduce((sum, v) => sum + Math.log1p(Math.exp(-Math.abs(v))), 0) / 8;
        assert.ok(Math.abs(result.loss - expected) < 1e-6, `${result.loss}`);
        assert.deepEqual([...result.predictions], [0, 0, 0, 0, 1, 1, 1, 1]);
        assert.ok(Math.abs((result.probabilities[1] ?? 0) - 1 / (1 + Math.exp(7))) < 1e-7);
        assert.ok(result.probabilities.every((p, i) => Math.abs(p + (result.probabilities[i ^ 1] ?? 0) - 1) < 1e-6));
        assert.match(
          result.describe({ locale: "en" }),
          /^Accuracy 100\.0%: 8 of 8 examples are right\.\nF1 of yes: 1; AUC: 1; binary/,
        );
        model.dispose();
      });
    });
  }

  it("has an exact loss where the probability rounds to 1", async () => {
    const far = tabular.fromArrays({
      values: Float64Array.of(40),
      columns: ["x"],
      target: [0],
      classNames: ["no", "yes"],
    });
    const { loss } = await evaluate(unit("sigmoid", 1, 0), far);
    assert.ok(Math.abs(loss - 40) < 1e-4, `${loss}`);
  });

  it("tells of a classifier whose classes are swapped, and of no other", async () => {
    const swapped = await evaluate(unit("sigmoid", -2, 7), eight());
    assert.equal(swapped.accuracy, 0);
    assert.match(
      swapped.describe({ locale: "en" }),
      /far below chance \(50\.0%\): .* would be 100\.0% if no meant yes, yes meant no\./,
    );
    assert.match(
      swapped.describe({ locale: "zh-CN" }),
      /远低于随机水平（50\.0%）：.*若 no 实为 yes，yes 实为 no，准确率应为 100\.0%。/,
    );
    for (const model of [unit(), unit("sigmoid", 0, 0.1), unit("sigmoid", 1, -20)]) {
      assert.doesNotMatch((await evaluate(model, eight())).describe({ locale: "en" }), /chance/);
    }
  });

  it("of numbers has R², errors and residuals, and no accuracy", async () => {
    const houses = tabular.fromArrays({
      values: Float64Array.of(0, 1, 2, 3),
      columns: ["x"],
      target: [1, 3, 5, 8],
      targetName: "price",
    });
    // Answers 1, 3, 5, 7 to 1, 3, 5, 8.
    const result = await evaluate(unit("linear", 2, 1), houses);
    assert.equal(result.kind, "numbers");
    assert.deepEqual([...result.answers], [1, 3, 5, 7]);
    assert.deepEqual([...result.residuals], [0, 0, 0, -1]);
    assert.deepEqual([result.mae, result.rmse, result.loss], [0.25, 0.5, 0.25]);
    assert.ok(Math.abs(result.r2 - (1 - 1 / 26.75)) < 1e-12);
    assert.throws(() => result.accuracy, /kind "numbers" has no accuracy: it has loss, r2, mae, rmse/);
    assert.match(result.describe({ locale: "en" }), /^price in 4 examples: R² 0\.963, mean absolute error 0\.25/);
    const bundle = await result[displayKey]();
    assert.match(String(bundle[mime.html]), /price.*0\.9626/s);
  });

  it("of labels counts each, and the examples that are right in all", async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, activation: "sigmoid", inputShape: [1] })] });
    model.setWeights([tf.tensor2d([[1, -1]]), tf.tensor1d([0, 0.5])]);
    const inputs = tf.tensor2d([[-2], [-1], [1], [2]]);
    // Answers: 0 1, 0 1, 1 0, 1 0.
    const labels = tf.tensor2d([0, 1, 1, 1, 1, 0, 0, 0], [4, 2]);
    const result = await evaluate(model, { inputs, labels });
    assert.equal(result.kind, "labels");
    assert.equal(result.accuracy, 0.5);
    assert.deepEqual([...result.predictions], [0, 1, 0, 1, 1, 0, 1, 0]);
    const [first, second] = result.byClass;
    assert.deepEqual([first?.precision, first?.recall, first?.f1, first?.support], [0.5, 0.5, 0.5, 2]);
    assert.deepEqual([second?.precision, second?.recall, second?.f1], [1, 1, 1]);
    assert.equal(result.f1, 0.75);
    assert.ok(Math.abs(result.auc - (0.5 + 1) / 2) < 1e-12, `${result.auc}`);
    assert.throws(() => worstMistakes(result), /one class for each example/);
    assert.throws(() => errorBySlice(result, ["a", "a", "b", "b"]), /one class for each example/);
    assert.equal(calibration(result).count, 8);
    const ofSecond = calibration(result, { target: 1, bins: 1 });
    const mean = result.probabilities.reduce((sum, p, at) => sum + (at % 2 ? p / 4 : 0), 0);
    assert.ok(Math.abs((ofSecond.bins[0]?.confidence ?? 0) - mean) < 1e-6 && ofSecond.bins[0]?.share === 0.5);
  });

  it("of several outputs has one of each", async () => {
    const input = tf.input({ shape: [1] });
    const [kind, size] = [
      tf.layers.dense({ units: 1, activation: "sigmoid", name: "kind" }),
      tf.layers.dense({ units: 1, name: "size" }),
    ];
    const model = tf.model({
      inputs: input,
      outputs: [kind, size].map((layer) => layer.apply(input) as tf.SymbolicTensor),
    });
    kind.setWeights([tf.tensor2d([[1]]), tf.tensor1d([0])]);
    size.setWeights([tf.tensor2d([[3]]), tf.tensor1d([0])]);
    const inputs = tf.tensor2d([[-1], [1]]);
    const result = await evaluate(model, { inputs, labels: { size: tf.tensor1d([-3, 4]), kind: tf.tensor1d([0, 1]) } });
    assert.equal(result.kind, "several");
    assert.equal(result.of("kind").accuracy, 1);
    assert.equal(result.of("size").mae, 0.5);
    assert.equal(result.of(1).mae, 0.5);
    assert.throws(() => result.of("other"), /no output other: the model has kind, size/);
    assert.match(
      result.describe({ locale: "en" }),
      /^kind: Accuracy 100\.0%.*F1 of class 1: 1;.*\nsize: size in 2 examples: R²/,
    );
  });

  it("of the classes of pixels counts each place, after a training on them", async () => {
    const conv = tf.layers.conv2d({
      filters: 2,
      kernelSize: 1,
      activation: "softmax",
      inputShape: [2, 2, 1],
      kernelInitializer: "zeros",
    });
    const model = tf.sequential({ layers: [conv] });
    const inputs = { values: Float32Array.of(0, 1, 1, 0, 1, 1, 0, 0), shape: [2, 2, 2, 1] };
    const labels = { values: Int32Array.of(0, 1, 1, 0, 1, 1, 0, 0), shape: [2, 2, 2] };
    const history = await train(model, { inputs, labels }, { epochs: 60, learningRate: 0.1 });
    assert.ok(Math.abs((history.epochs[0]?.loss ?? 0) - Math.LN2) < 1e-6);
    assert.ok((history.epochs.at(-1)?.loss ?? 1) < 0.1 && history.epochs.at(-1)?.accuracy === 1);
    const result = await evaluate(model, { inputs, labels });
    assert.deepEqual([result.accuracy, result.labels.length, result.classes], [1, 8, 2]);
    assert.ok(Math.abs(result.loss - (history.epochs.at(-1)?.loss ?? 0)) < 0.02);
  });

  it("follows the training of a model with two inputs and two outputs, each with its own loss", async () => {
    const [a, b] = [tf.input({ shape: [2], name: "a" }), tf.input({ shape: [1], name: "b" })];
    const both = tf.layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
    const dense = (units: number, name: string, activation: "linear" | "softmax") =>
      tf.layers.dense({ units, name, activation, kernelInitializer: "zeros" }).apply(both) as tf.SymbolicTensor;
    const model = tf.model({ inputs: [a, b], outputs: [dense(3, "sort", "softmax"), dense(1, "sum", "linear")] });
    const rows = 60;
    const values = Float32Array.from({ length: rows * 2 }, (_, i) => ((i * 7) % 11) / 11 - 0.5);
    const more = Float32Array.from({ length: rows }, (_, i) => ((i * 5) % 13) / 13 - 0.5);
    const at = (i: number) => 2 * (values[2 * i] ?? 0) - (values[2 * i + 1] ?? 0) + 3 * (more[i] ?? 0);
    const inputs = { b: { values: more, shape: [rows, 1] }, a: { values, shape: [rows, 2] } };
    const sort = Float32Array.from({ length: rows }, (_, i) => (at(i) > 0.5 ? 2 : at(i) > -0.5 ? 1 : 0));
    const sum = Float32Array.from({ length: rows }, (_, i) => at(i));
    const labels = { sum: { values: sum, shape: [rows] }, sort: { values: sort, shape: [rows] } };
    await assertNoLeak(async () => {
      const options = { epochs: 150, batchSize: 20, learningRate: 0.05, lossWeights: { sort: 2 } };
      const history = await train(model, { inputs, labels }, options);
      assert.equal(history.engine, "tfjs");
      assert.match(history.reason ?? "", /2 inputs and 2 outputs/);
      const last = history.epochs.at(-1);
      assert.deepEqual([last?.accuracy, last?.mae], [undefined, undefined]);
    });
    const result = await evaluate(model, { inputs: [inputs.a, inputs.b], labels: [labels.sort, labels.sum] });
    assert.ok(result.of("sort").accuracy > 0.9 && result.of("sum").r2 > 0.99, result.describe());
    const first = await train(model, { inputs, labels }, { epochs: 1, learningRate: 1e-9, lossWeights: [2, 0.5] });
    const expected = 2 * result.of("sort").loss + 0.5 * result.of("sum").loss;
    assert.ok(Math.abs((first.epochs[0]?.loss ?? 0) - expected) < 1e-5, `${first.epochs[0]?.loss}, ${expected}`);
    await assert.rejects(train(model, { inputs: { a: inputs.a }, labels }), /input b is missing: the model has a, b/);
    await assert.rejects(train(model, { inputs, labels }, { loss: { total: "huber" } }), /output total: .* sort, sum/);
  });

  it("follows the training of shared/cases/library/02 and package/one-sigmoid-unit", async () => {
    const fresh = tf.sequential({ layers: [tf.layers.dense({ units: 1, activation: "sigmoid", inputShape: [1] })] });
    const history = await train(fresh, eight(), { epochs: 2, seed: 1 });
    assert.equal(history.steps, 2);
    const two = tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: 1, activation: "sigmoid" })] });
    two.setWeights([tf.tensor2d([[5], [5]]), tf.tensor1d([0])]);
    const data = {
      images: tf.tensor2d([
        [1, 1],
        [-1, -1],
      ]),
      labels: tf.tensor1d([1, 0], "int32"),
    };
    await train(two, data, { epochs: 1 });
    assert.equal((await evaluate(two, data)).accuracy, 1);
  });
});
