import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { digitsInput } from "../../kernel/library/datasets/digitsInput.ts";
import { embeddedDigits } from "../../kernel/library/datasets/embeddedDigits.node.ts";
import { ImageSet, tabular } from "../../kernel/library/datasets/index.ts";
import { describeModel } from "../../kernel/library/engine/index.ts";
import { IntegratedGradients } from "../../kernel/library/explain/index.ts";
import { DataError } from "../../kernel/library/ground/errors.ts";
import { evaluate, train } from "../../kernel/library/models/index.ts";
import { ready } from "../tensorflow.ts";
import { smallCnn, stripes } from "./smallProblem.ts";

const dense = (units: number, inputs: number, activation: "linear" | "sigmoid" | "softmax" = "linear") =>
  tf.sequential({ layers: [tf.layers.dense({ units, activation, inputShape: [inputs], kernelInitializer: "zeros" })] });

const csv = (lines: string) => tabular.parse(lines, { target: "y" });
const pets = () => csv("x,c,y\n0,a,no\n1,b,no\n2,a,no\n3,c,yes\n4,b,yes\n5,c,yes");

describe("what a model learns of itself by training", () => {
  before(ready);

  it("is the classes and columns of the table, whatever end it has", async () => {
    for (const [model, kind, from] of [
      [dense(1, 2, "sigmoid"), "binary", "sigmoid"],
      [dense(1, 2), "binary", "logit"],
      [dense(2, 2, "softmax"), "classes", "softmax"],
      [dense(2, 2), "classes", "logits"],
    ] as const) {
      await train(model, pets(), { epochs: 1 });
      const { inputs, outputs } = describeModel(model);
      const { name: _, shape: __, ...output } = outputs[0] as Extract<(typeof outputs)[number], { kind: "classes" }>;
      const expected = kind === "classes" ? { kind, from, count: 2 } : { kind, from };
      assert.deepEqual(output, { ...expected, classNames: ["no", "yes"] });
      assert.deepEqual([inputs[0]?.kind, "columns" in (inputs[0] ?? {})], ["table", true]);
    }
  });

  it("is what a number is called, that n numbers are numbers, and n sigmoids of the inputs' size labels", async () => {
    const houses = tabular.fromArrays({
      values: Float64Array.of(1, 2, 3),
      columns: ["x"],
      target: [1, 2, 3],
      targetName: "price",
    });
    const one = dense(1, 1);
    await train(one, houses, { epochs: 1 });
    assert.deepEqual(describeModel(one).outputs[0], {
      kind: "number",
      name: one.layers[0]?.name,
      shape: [1],
      targetName: "price",
    });
    const inputs = { values: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] };
    const [three, labels, again] = [dense(3, 2), dense(2, 2, "sigmoid"), dense(2, 2, "sigmoid")];
    await train(three, { inputs, targets: { values: new Float32Array(9), shape: [3, 3] } }, { epochs: 1 });
    assert.equal(describeModel(three).outputs[0]?.kind, "numbers");
    await train(labels, { inputs, labels: { values: new Float32Array(6), shape: [3, 2] } }, { epochs: 1 });
    assert.equal(describeModel(labels).outputs[0]?.kind, "labels");
    await train(again, { inputs, targets: { values: new Float32Array(6), shape: [3, 2] } }, { epochs: 1 });
    assert.equal(describeModel(again).outputs[0]?.kind, "values");
  });

  it("goes behind what the user says, and makes logits of images classes", async () => {
    const model = smallCnn({ softmax: false });
    describeModel(model, { classNames: ["left", "right", "middle"] });
    await train(model, stripes(30), { epochs: 1, batchSize: 30 });
    const [output] = describeModel(model).outputs;
    assert.deepEqual(output?.kind === "classes" && output.classNames, ["left", "right", "middle"]);
    const unnamed = smallCnn({ softmax: false });
    await train(unnamed, stripes(30), { epochs: 1, batchSize: 30 });
    assert.equal(describeModel(unnamed).outputs[0]?.kind, "classes");
  });

  it("names the classes of explanations of rows that name none", async () => {
    const model = dense(1, 2, "sigmoid");
    await train(model, pets(), { epochs: 1 });
    const map = await new IntegratedGradients(model).attribute(tf.tensor2d([[5, 2]]));
    assert.deepEqual(map.classNames, ["no", "yes"]);
  });

  it("is not what a file's alphabet says of a model that was not trained on it; what the user names is", async () => {
    const model = dense(1, 2, "sigmoid");
    const rows = pets();
    const methods = new IntegratedGradients(model);
    assert.equal((await methods.attribute(rows.slice(0, 1))).classNames, undefined);
    const named = tabular.fromArrays({
      ...{ values: rows.values, columns: rows.columns, target: rows.labels, classNames: ["no", "yes"] },
    });
    assert.deepEqual((await methods.attribute(named.slice(0, 1))).classNames, ["no", "yes"]);
    assert.deepEqual(rows.slice(0, 1).classNames, ["no", "yes"]);
    describeModel(model, { classNames: ["bad", "good"] });
    assert.deepEqual((await methods.attribute(named.slice(0, 1))).classNames, ["bad", "good"]);
  });

  it("puts another table's classes, columns and categories into its own order, or refuses them", async () => {
    const model = dense(1, 2, "sigmoid");
    await train(model, pets(), { epochs: 200, learningRate: 0.1 });
    const expected = await evaluate(model, pets());
    assert.equal(expected.accuracy, 1);
    // Another order of columns, of the categories' first letters (no a), and of the classes by their user.
    const other = csv("c,x,y\nc,3,yes\nb,4,yes\nb,1,no");
    const swapped = tabular.fromArrays({
      ...{ values: other.values, columns: other.columns, targetName: "y", classNames: ["yes", "no"] },
      target: [0, 0, 1],
    });
    for (const table of [other, swapped]) {
      const { accuracy, labels, predictions } = await evaluate(model, table);
      assert.equal(accuracy, 1);
      assert.deepEqual([...labels], [1, 1, 0]);
      assert.deepEqual([...predictions], [1, 1, 0]);
    }
    const refuses = (lines: string, message: RegExp) =>
      assert.rejects(evaluate(model, csv(lines)), (error: Error) => {
        assert.ok(error instanceof DataError && message.test(error.message), `${error}`);
        return true;
      });
    await refuses("x,c,y\n1,a,maybe\n1,a,no", /class maybe, but the model distinguishes no, yes/);
    await refuses("x,c,y\n1,zz,yes\n1,a,no", /column c has the category zz, but the model knows a, b, c/);
    await refuses("x,d,y\n1,a,yes\n1,a,no", /no column c, which the model was trained on: it has x, d/);
    await refuses("x,c,d,y\n1,a,1,yes\n1,a,2,no", /has the column d, but the model takes x, c/);
    await refuses("x,c,y\n1,1,yes\n1,2,no", /column c is integer in the table, but categorical/);
    // Validation data too.
    const history = await train(model, pets(), { epochs: 1, validationData: swapped });
    assert.equal(history.epochs[0]?.valAccuracy, 1);
  });

  it("is how a set's pictures were prepared, and what MNIST's digits are", async () => {
    const model = smallCnn();
    const set = stripes(40);
    await train(model, set, { epochs: 1 });
    const [image] = describeModel(model).inputs;
    assert.deepEqual(image?.kind === "image" && [image.preprocess, image.photometric], [
      [{ kind: "rescale", factor: 1 / 255 }],
      undefined,
    ]);
    const digits = new ImageSet(set.pixels, set.classes, set.shape, { photometric: "blackIsZero", ground: 0 }).slice(
      0,
      20,
    );
    await train(model, digits, { epochs: 1 });
    const [drawn] = describeModel(model).inputs;
    assert.deepEqual(drawn?.kind === "image" && [drawn.photometric, drawn.ground], ["blackIsZero", 0]);
    const { test } = embeddedDigits(0);
    assert.deepEqual(test.input, digitsInput);
    model.dispose();
  });
});
