import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { tabular } from "../../kernel/library/datasets/index.ts";
import { float32, int64, ints, string, strings } from "../../kernel/library/engine/graph/constants.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { GraphBuilder, node } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import type { Graph, ValueInfo } from "../../kernel/library/engine/graph/graph.ts";
import { describeModel, loadOnnx, predict, runnerFor } from "../../kernel/library/engine/index.ts";
import { readGraph } from "../../kernel/library/engine/signature/readGraph.ts";
import { counterfactual, IntegratedGradients, ShapleyValues } from "../../kernel/library/explain/index.ts";
import { partialDependence } from "../../kernel/library/global/index.ts";
import { ready } from "../tensorflow.ts";

const dense = (weights: number[][], bias: number, activation?: "sigmoid") => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [weights.length], ...(activation ? { activation } : {}) })],
  });
  tf.tidy(() => model.layers[0]?.setWeights([tf.tensor2d(weights), tf.tensor1d([bias])]));
  return model;
};

describe("a Keras-like binary classifier", () => {
  before(ready);

  it("that gives 0.0009 for yes says no, 99.9%, wherever it is asked", async () => {
    const values = Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7);
    const table = tabular.fromArrays({
      values,
      columns: ["x"],
      target: [0, 0, 0, 0, 1, 1, 1, 1],
      classNames: ["no", "yes"],
    });
    const model = dense([[2]], -7, "sigmoid");
    describeModel(model, { classNames: ["no", "yes"] });
    const map = await new ShapleyValues(model).attribute(table.slice(0, 1), { background: table });
    assert.deepEqual([map.target, map.classNames, map.probabilities.length], [0, ["no", "yes"], 2]);
    const words = map.describe();
    assert.match(words, /The model predicts no \(99\.9%\), not yes \(0\.1%\)\./);
    assert.doesNotMatch(words, /unsure/);
    assert.match(words, /99\.9%/);
    assert.doesNotMatch(words, /unsure|<0\.1%/);
    const sure = (await new ShapleyValues(model).attribute(table.slice(7, 8), { background: table })).describe();
    assert.match(sure, /\byes\b/);
    assert.doesNotMatch(sure, /unsure/);
    const other = await counterfactual(model, table.slice(0, 1), { data: table });
    assert.match(other.describe(), /no/);
    assert.equal(other.fields.predicted, 0);
    assert.equal(other.fields.target, 1);
    assert.ok((other.found[0]?.values[0] ?? 0) >= 3.5);
    assert.equal((await partialDependence(model, table, "x")).target, 1);
    model.dispose();
  });

  it("of which nothing is said speaks of classes 0 and 1, sure of 0 where it is (package/one-sigmoid-unit)", async () => {
    const model = dense([[5], [5]], 0, "sigmoid");
    const x = tf.tensor2d([[-1, -1]]);
    const map = await new IntegratedGradients(model).attribute(x);
    assert.equal(map.target, 0);
    assert.match(map.describe(), /class 0/);
    assert.doesNotMatch(map.describe(), /unsure/);
    const other = await counterfactual(model, x, { ranges: [-3, 3] });
    assert.deepEqual([other.fields.predicted, other.fields.target, other.found.length], [0, 1, 1]);
    assert.equal((await predict(model, x)).describe(), "class 0 (100.0%), class 1 (0.0%).");
    tf.dispose(x);
    model.dispose();
  });
});

describe("a dense layer without activation", () => {
  before(ready);

  it("gives a number: 0.1 is no 10 %, and another row's −1.9 no score", async () => {
    const model = dense([[1], [-2], [0.5]], 0.1);
    const rows = tf.tensor2d([
      [1, 1, 2],
      [0, 1, 0],
    ]);
    const words = (await new IntegratedGradients(model).attribute(rows)).describe();
    assert.doesNotMatch(words, /10%|10\.0%|class|unsure|score/);
    assert.match(words, /0\.1\b/);
    assert.match(words, /−1\.9\b/);
    tf.dispose(rows);
    model.dispose();
  });
});

const value = (name: string, ...shape: (number | string)[]): ValueInfo => ({ name, type: "float32", shape });

describe("an ONNX file's own words", () => {
  before(ready);

  /** What a graph of these nodes between `x` and `y` says of itself. */
  const read = (x: ValueInfo, y: ValueInfo, build: (builder: GraphBuilder) => void) => {
    const builder = new GraphBuilder({
      inputs: [x],
      outputs: [],
      constants: new Map(),
      nodes: [],
      opsets: { "": 17, "ai.onnx.ml": 3 },
    });
    build(builder);
    return readGraph(builder.build([x], [y]));
  };
  const classifier = (attributes: Parameters<typeof node>[3], normalized: boolean) =>
    read(value("x", "n", 4), value("y", "n", 3), (builder) => {
      const [, scores = ""] = ["label", "scores"].map((name) => builder.name(name));
      builder.push(node("LinearClassifier", ["x"], ["label", scores], attributes, { domain: "ai.onnx.ml" }));
      builder.push(
        node(normalized ? "Normalizer" : "Identity", [scores], ["y"], {}, normalized ? { domain: "ai.onnx.ml" } : {}),
      );
    }).outputs[0];

  it("name the classes of ai.onnx.ml's classifiers, probabilities only where they are such", () => {
    const labels = { classlabels_strings: strings(["a", "b", "c"]) };
    assert.deepEqual(classifier({ ...labels, post_transform: string("SOFTMAX") }, false), {
      kind: "classes",
      name: "y",
      shape: [3],
      count: 3,
      from: "softmax",
      classNames: ["a", "b", "c"],
    });
    assert.equal(classifier(labels, true)?.kind, "classes");
    assert.deepEqual(classifier(labels, false), { kind: "values", name: "y", shape: [3], valueNames: ["a", "b", "c"] });
    const numbered = classifier({ classlabels_ints: ints([2, 5, 7]), post_transform: string("LOGISTIC") }, false);
    assert.deepEqual(numbered?.kind === "classes" && numbered.classNames, ["2", "5", "7"]);
  });

  it("tell images with the channels first, series with the features first, recurrent nets and log-softmaxes", () => {
    const weights = (...shape: number[]) =>
      float32(new Float32Array(shape.reduce((all, size) => all * size, 1)), shape);
    const image = read(value("x", "n", 3, 8, 9), value("y", "n", 2, 8, 9), (builder) => {
      const scaled = builder.add("Div", ["x", builder.constant(float32(255))]);
      builder.push(node("Conv", [scaled, builder.constant(weights(2, 3, 1, 1))], ["y"]));
    });
    assert.deepEqual(image.inputs[0], {
      kind: "image",
      name: "x",
      dtype: "float32",
      shape: [3, 8, 9],
      layout: "channelsFirst",
      height: 8,
      width: 9,
      channels: 3,
      preprocess: [],
    });
    const series = read(value("x", "n", 3, 20), value("y", "n", 2, 20), (builder) => {
      builder.push(node("Conv", ["x", builder.constant(weights(2, 3, 1))], ["y"]));
    });
    assert.deepEqual(series.inputs[0], {
      kind: "series",
      name: "x",
      dtype: "float32",
      shape: [3, 20],
      steps: 20,
      features: 3,
      layout: "featuresFirst",
    });
    const recurrent = read(value("x", "n", 20, 3), value("y", 20, 1, "n", 4), (builder) => {
      const steps = builder.add("Transpose", ["x"], { perm: ints([1, 0, 2]) });
      builder.push(
        node("GRU", [steps, builder.constant(weights(1, 12, 3)), builder.constant(weights(1, 12, 4))], ["y"]),
      );
    });
    assert.deepEqual(recurrent.inputs[0], {
      kind: "series",
      name: "x",
      dtype: "float32",
      shape: [20, 3],
      steps: 20,
      features: 3,
    });
    const log = read(value("x", "n", 4), value("y", "n", 4), (builder) =>
      builder.push(node("LogSoftmax", ["x"], ["y"])),
    );
    assert.deepEqual(log.outputs[0], { kind: "classes", name: "y", shape: [4], count: 4, from: "logits" });
    const tokens = read({ name: "x", type: "int64", shape: ["n", 6] }, value("y", "n", 6, 2), (builder) => {
      builder.push(node("Gather", [builder.constant(weights(30, 2)), "x"], ["y"]));
    });
    assert.deepEqual(tokens.inputs[0], { kind: "tokens", name: "x", dtype: "int64", shape: [6], length: 6, size: 30 });
  });

  it("do not make an image of what a convolution sees turned, nor classes of what a reshape mixes", () => {
    const weights = float32(new Float32Array(6), [2, 3, 1, 1]);
    const turned = read(value("x", "n", 8, 3, 9), value("y", "n", 2, 8, 9), (builder) => {
      const inOrder = builder.add("Transpose", ["x"], { perm: ints([0, 2, 1, 3]) });
      builder.push(node("Conv", [inOrder, builder.constant(weights)], ["y"]));
    });
    assert.equal(turned.inputs[0]?.kind, "values");
    const mirrored = read(value("x", "n", 3, 9, 8), value("y", "n", 2, 8, 9), (builder) => {
      const inOrder = builder.add("Transpose", ["x"], { perm: ints([0, 1, 3, 2]) });
      builder.push(node("Conv", [inOrder, builder.constant(weights)], ["y"]));
    });
    assert.equal(mirrored.inputs[0]?.kind, "values");
    const mixed = read(value("x", "n", 2, 3), value("y", "n", 6), (builder) => {
      const each = builder.add("Softmax", ["x"]);
      builder.push(node("Reshape", [each, builder.constant(int64([0, 6]))], ["y"]));
    });
    assert.equal(mixed.outputs[0]?.kind, "values");
    const map = read(value("x", "n", 2, 3), value("y", "n", 6), (builder) => {
      const each = builder.add("Sigmoid", ["x"]);
      builder.push(node("Reshape", [each, builder.constant(int64([0, 6]))], ["y"]));
    });
    assert.equal(map.outputs[0]?.kind, "values");
    const squeezed = read(value("x", "n", 1), value("y", "n"), (builder) => {
      const unit = builder.add("Sigmoid", ["x"]);
      builder.push(node("Squeeze", [unit, builder.constant(int64([1]))], ["y"]));
    });
    assert.deepEqual(squeezed.outputs[0], { kind: "binary", name: "y", shape: [], from: "sigmoid" });
  });

  it("give the logits of a log-softmax their probabilities", async () => {
    const builder = new GraphBuilder();
    builder.push(node("LogSoftmax", ["x"], ["y"]));
    const graph: Graph = builder.build([value("x", "n", 3)], [value("y", "n", 3)]);
    const runner = await runnerFor(await loadOnnx(encodeModel(graph)));
    const { outputs } = await runner.predict({ values: Float32Array.of(1, 2, 3), count: 1 }, { output: "probability" });
    assert.ok(Math.abs(outputs.reduce((sum, p) => sum + p, 0) - 1) < 1e-6);
    assert.ok(Math.abs((outputs[2] ?? 0) - 0.66524) < 1e-4);
  });
});
