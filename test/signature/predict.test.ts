import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Table } from "../../kernel/library/datasets/index.ts";
import { displayKey, mime } from "../../kernel/library/display/index.ts";
import { arrayModel, describeModel, exportOnnx, loadOnnx, predict } from "../../kernel/library/engine/index.ts";
import { OptionError, ShapeError } from "../../kernel/library/ground/errors.ts";
import { setLanguage } from "../../kernel/library/ground/language.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { models } from "./models.ts";

/** One unit P = σ(2x − 7), as of a Keras model. */
function surelyNo() {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, activation: "sigmoid", inputShape: [1] })] });
  tf.tidy(() => model.layers[0]?.setWeights([tf.tensor2d([[2]]), tf.tensor1d([-7])]));
  return model;
}

describe("predict", () => {
  before(ready);

  it("says no, 99.9%, of one unit that gives 0.0009, on every way to ask", async () => {
    const model = surelyNo();
    describeModel(model, { classNames: ["no", "yes"] });
    const onnx = await loadOnnx(await exportOnnx(model));
    const ask = (x: tf.Tensor) => model.predict(x) as tf.Tensor;
    describeModel(ask, { classNames: ["no", "yes"] });
    const rows = tf.tensor2d([[0], [7]]);
    for (const answers of [
      await predict(model, rows),
      await predict(ask, rows),
      await predict(onnx, rows),
      await onnx.predict(rows),
    ]) {
      assert.equal(answers.describe(), "[0] no (99.9%), yes (0.1%).\n[1] yes (99.9%), no (0.1%).");
      assert.equal(
        answers.describe({ locale: "zh-CN" }),
        "[0] no（99.9%），yes（0.1%）。\n[1] yes（99.9%），no（0.1%）。",
      );
      assert.deepEqual([...answers.labels], [0, 1]);
      assert.deepEqual(answers.classNames, ["no", "yes"]);
      assert.equal(answers.probabilities?.length, 4);
      assert.deepEqual(
        answers.top(1, { row: 1 }).map(({ index, name }) => [index, name]),
        [[1, "yes"]],
      );
    }
    tf.dispose(rows);
    model.dispose();
  });

  it("calls a number by its name and unit, and never a class", async () => {
    const model = models.number();
    describeModel(model, { outputs: { targetName: "price", unit: "k€" } });
    const answers = await predict(model, { values: Float32Array.of(1, 2, 3, 4), shape: [1, 4] });
    assert.match(answers.describe(), /^price −?[\d.]+ k€\.$/);
    assert.equal(answers.probabilities, undefined);
    model.dispose();
  });

  it("of a vector of which nothing is said names the largest output, of an image its range", async () => {
    const logits = models.logits();
    const answers = await predict(logits, { values: Float32Array.of(1, 2, 3, 4), shape: [1, 4] });
    assert.match(answers.describe(), /^output [012] \(−?[\d.]+\), the largest of 3\.$/);
    const autoencoder = models.autoencoder();
    const image = await predict(autoencoder, { values: new Float32Array(16).fill(0.5), shape: [1, 4, 4, 1] });
    assert.match(image.describe(), /^values of shape \[4, 4, 1\], from 0\.\d+ to 0\.\d+\.$/);
    for (const model of [logits, autoencoder]) model.dispose();
  });

  it("lists labels that are there, and says where none is", async () => {
    const model = arrayModel(
      ({ shape }) => Array.from({ length: shape[0] ?? 0 }, (_, row) => (row === 0 ? [0.9, 0.2, 0.6] : [0.1, 0.2, 0.3])),
      {
        outputs: { kind: "labels", classNames: ["cat", "dog", "eel"] },
      },
    );
    const answers = await predict(model, { values: [0, 0, 0, 0], shape: [2, 2] });
    assert.equal(
      answers.describe(),
      "[0] cat (90.0%), eel (60.0%).\n[1] no label reaches 50%; the highest is eel (30.0%).",
    );
    const unnamed = await predict(
      arrayModel(() => [[0.9, 0.2]], { outputs: "labels" }),
      { values: [0], shape: [1, 1] },
    );
    assert.equal(unnamed.describe(), "label 0 (90.0%).");
  });

  it("finds no largest among NaN", async () => {
    const broken = arrayModel(() => [[1, Number.NaN, Number.NaN]]);
    const answers = await predict(broken, { values: [0], shape: [1, 1] });
    assert.equal(answers.describe(), "NaN in 2 of 3 outputs.");
    assert.equal(answers.describe({ locale: "zh-CN" }), "3 个输出中 2 个为 NaN。");
  });

  it("answers for every output of several, from inputs by name or in order", async () => {
    const model = models.twoInputs();
    const inputs = {
      picture: { values: Float32Array.from({ length: 32 }, (_, i) => Math.sin(i)), shape: [2, 4, 4, 1] },
      facts: { values: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] },
    };
    const wanted = tf.tidy(() => {
      const given = [tf.tensor(inputs.picture.values, [2, 4, 4, 1]), tf.tensor(inputs.facts.values, [2, 3])];
      return (model.predict(given) as tf.Tensor[]).map((tensor) => tensor.dataSync());
    });
    const onnx = await loadOnnx(await exportOnnx(model));
    for (const answers of [
      await predict(model, inputs),
      await predict(model, [inputs.picture, inputs.facts], { engine: "tfjs" }),
      await onnx.predict(inputs),
    ]) {
      assert.equal(answers.outputs.length, 2);
      for (const [i, { values }] of answers.outputs.entries()) {
        for (const [at, value] of values.entries()) assert.ok(Math.abs(value - (wanted[i]?.[at] ?? 0)) < 1e-5);
      }
      assert.match(answers.describe(), /^\[0\] kind\S*: class \d \(\d+\.\d%\), .*; price\S*: −?[\d.]+\.$/m);
    }
    assert.equal((await predict(model, inputs)).of("price").spec.kind, "number");
    await assert.rejects(predict(model, inputs.facts), ShapeError);
    await assert.rejects(predict(model, { picture: inputs.picture }), /the model takes picture, facts/);
    model.dispose();
  });

  it("takes a table, and shows itself as one in the notebook's language", async () => {
    const model = models.binary();
    const table = new Table({
      values: Float32Array.of(1, 2, 3, 4, -1, -2, -3, -4),
      columns: ["a", "b", "c", "d"].map((name) => ({ name, kind: "numeric" })),
    });
    const answers = await predict(model, table, { classNames: ["no", "yes"], topK: 1 });
    const text = String(answers[displayKey]()[mime.text]);
    assert.match(text, /row\s+answer\s+probability/);
    assert.match(text, /(no|yes)\s+\d+\.\d%/);
    setLanguage("zh-CN");
    try {
      assert.match(String(answers[displayKey]()[mime.text]), /行\s+预测\s+概率/);
      assert.match((await predict(model, table)).describe(), /^\[0\] 类别 [01]（/);
    } finally {
      setLanguage("en");
    }
    model.dispose();
  });

  it("leaves no tensor, and says what is wrong", async () => {
    const model = models.softmaxCnn();
    const picture = { values: new Float32Array(90), shape: [1, 6, 5, 3] };
    await predict(model, picture);
    await assertNoLeak(() => predict(model, picture, { engine: "tfjs" }));
    await assert.rejects(
      predict(model, { values: new Float32Array(90), shape: [1, 5, 6, 3] }),
      /but the model takes \[n, 6, 5, 3\]/,
    );
    await assert.rejects(predict(model, { values: new Float32Array(9), shape: [1, 6, 5, 3] }), ShapeError);
    await assert.rejects(predict(model, picture, { topK: 0 }), OptionError);
    await assert.rejects(
      predict(model, picture, { classNames: ["a"] }),
      /classNames has 1 names, but the model gives 4/,
    );
    const answers = await predict(model, picture);
    assert.throws(() => answers.top(1, { row: 1 }), /no row 1/);
    assert.throws(() => answers.of("boxes"), /no output boxes/);
    model.dispose();
  });
});
