import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { AxisFacts } from "../../kernel/library/engine/axes/AxisFacts.ts";
import { float32, int, int64, ints } from "../../kernel/library/engine/graph/constants.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import { loadOnnx, runnerFor } from "../../kernel/library/engine/index.ts";
import { lastFeatureMap } from "../../kernel/library/engine/lastFeatureMap.ts";
import type { LayerFact, Runner } from "../../kernel/library/engine/runner.ts";
import { GradCam } from "../../kernel/library/explain/index.ts";
import { placesOf } from "../../kernel/library/signature/places.ts";

const weights = (...shape: number[]) =>
  float32(
    Array.from({ length: shape.reduce((all, size) => all * size, 1) }, (_, i) => Math.sin(3 * i + 1) / 2),
    shape,
  );

/** Writes a net of an input `x` of `shape`; every node is called as its last argument says. */
class Net {
  readonly builder = new GraphBuilder();
  readonly shape: readonly number[];
  last = "x";

  constructor(shape: readonly number[]) {
    this.shape = shape;
    this.builder.name("x");
  }

  /** @param inputs behind the first; @param from (default: what was written last). */
  op(op: string, name: string, inputs: readonly string[] = [], attributes = {}, from = this.last): this {
    this.last = this.builder.add(op, [from, ...inputs], attributes, name);
    return this;
  }

  conv(name: string, channels: number, to: number, from = this.last, rank = 2): this {
    const kernel = this.builder.constant(weights(to, channels, ...Array<number>(rank).fill(3)), `${name}/kernel`);
    return this.op("Conv", name, [kernel], { pads: ints(Array<number>(2 * rank).fill(1)) }, from);
  }

  /** Averages over all places, and a dense layer of three classes. */
  async end(channels: number): Promise<Runner> {
    const { builder, shape } = this;
    const dense = builder.constant(weights(channels, 3), "dense");
    this.op("GlobalAveragePool", "pool").op("Flatten", "flat").op("MatMul", "logits", [dense]);
    const graph = builder.build(
      [{ name: "x", type: "float32", shape: ["n", ...shape] }],
      [{ name: this.last, type: "float32", shape: ["n", 3] }],
    );
    return runnerFor(await loadOnnx(encodeModel(graph)));
  }
}

const axesIn = (runner: Runner, layer: string) =>
  runner
    .layerFacts?.()
    .find(({ name }: LayerFact) => name === layer)
    ?.axes.join(" ");

const first = "channel height width";
const last = "height width channel";

describe("which axis of an inner value is what", () => {
  for (const channels of [1, 2, 3, 5, 20]) {
    it(`of ${channels} channels, first or last, behind Concat, PRelu, Resize, Pad, a sum and a Transpose`, async () => {
      const net = new Net([6, 8, channels]);
      const { builder } = net;
      const scales = builder.constant(float32([1, 1, 2, 2], [4]), "scales");
      const pads = builder.constant(int64([0, 0, 1, 1, 0, 0, 1, 1]), "pads");
      const slopes = builder.constant(weights(8, 1, 1), "slopes");
      net
        .op("Mul", "scaled", [builder.constant(float32(2), "two")])
        .op("Transpose", "turned", [], { perm: ints([0, 3, 1, 2]) })
        .conv("a", channels, 4)
        .conv("b", channels, 4, "turned")
        .op("Concat", "both", ["b"], { axis: int(1) }, "a")
        .op("PRelu", "prelu", [slopes])
        .op("Resize", "larger", ["", scales])
        .op("Pad", "padded", [pads])
        .op("Add", "sum", ["padded"])
        .op("Transpose", "back", [], { perm: ints([0, 2, 3, 1]) })
        .op("Tanh", "tanh")
        .op("Transpose", "again", [], { perm: ints([0, 3, 1, 2]) });
      const runner = await net.end(8);
      for (const name of ["turned", "a", "both", "prelu", "larger", "padded", "sum", "again"]) {
        assert.equal(axesIn(runner, name), first, name);
      }
      for (const name of ["scaled", "back", "tanh"]) assert.equal(axesIn(runner, name), last, name);
      assert.equal(axesIn(runner, "logits"), "unknown");
      assert.equal(lastFeatureMap(runner), "tanh");
      const pass = (
        await runner.predict(
          { values: new Float32Array(48 * channels), count: 1 },
          { output: "logit", layers: ["tanh", "a"] },
        )
      ).layers;
      assert.equal(pass.get("tanh")?.axes?.join(" "), last);
      assert.equal(pass.get("a")?.axes?.join(" "), first);
    });
  }

  it("of a volume, and of a reshape that moves one channel", async () => {
    const net = new Net([4, 6, 8, 1]);
    net
      .op("Relu", "relu")
      .op("Reshape", "moved", [net.builder.constant(int64([0, 1, 4, 6, 8]), "shape")])
      .conv("conv", 1, 4, "moved", 3);
    const runner = await net.end(4);
    assert.equal(axesIn(runner, "relu"), "depth height width channel");
    assert.equal(axesIn(runner, "conv"), "channel depth height width");
    assert.equal(lastFeatureMap(runner), "conv");
  });

  it("is unknown where no operator says it, or two contradict each other", async () => {
    const net = new Net([6, 8, 4]);
    net.op("Tanh", "tanh").op("ReduceMean", "mean", [], { axes: ints([1, 2]), keepdims: int(0) });
    const graph = net.builder.build(
      [{ name: "x", type: "float32", shape: ["n", 6, 8, 4] }],
      [{ name: "mean", type: "float32", shape: ["n", 4] }],
    );
    const runner = await runnerFor(await loadOnnx(encodeModel(graph)));
    assert.equal(axesIn(runner, "tanh"), "unknown unknown unknown");
    assert.equal(lastFeatureMap(runner), undefined);
    const facts = new AxisFacts(() => ["n", 4, 4]);
    facts.is("a", 1, "height");
    facts.is("b", 1, "width");
    facts.same("a", 1, "b", 1);
    facts.is("a", 2, "channel");
    assert.deepEqual(facts.of("b"), ["unknown", "unknown"]);
    assert.deepEqual(facts.of("a"), ["unknown", "channel"]);
  });

  it("of the user's own words where the file says nothing", async () => {
    const net = new Net([4, 6, 8]);
    net.op("Tanh", "tanh").op("ReduceMean", "mean", [], { axes: ints([2, 3]), keepdims: int(0) });
    const graph = net.builder.build(
      [{ name: "x", type: "float32", shape: ["n", 4, 6, 8] }],
      [{ name: "mean", type: "float32", shape: ["n", 4] }],
    );
    const model = await loadOnnx(encodeModel(graph), { inputs: { kind: "image", layout: "channelsFirst" } });
    assert.equal(axesIn(await runnerFor(model), "tanh"), first);
  });

  for (const engine of ["tfjs", "onnx"] as const) {
    it(`of Keras layers, also before those that fix it and in models inside (${engine})`, async () => {
      const { layers } = tf;
      const input = tf.input({ shape: [8, 8, 2] });
      const early = layers.activation({ activation: "tanh", name: "early" }).apply(input) as tf.SymbolicTensor;
      const stem = layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", name: "stem" }).apply(early);
      const twice = layers.concatenate({ name: "twice" }).apply([stem, stem] as tf.SymbolicTensor[]);
      const inner = tf.sequential({
        layers: [
          layers.conv2d({ inputShape: [8, 8, 8], filters: 6, kernelSize: 3, name: "inside" }),
          layers.batchNormalization({ name: "norm" }),
          layers.reLU({ name: "relu" }),
        ],
        name: "inner",
      });
      const mapped = inner.apply(twice as tf.SymbolicTensor) as tf.SymbolicTensor;
      const pooled = layers.maxPooling2d({ poolSize: 2, name: "pool" }).apply(mapped);
      const flat = layers.globalAveragePooling2d({ name: "mean" }).apply(pooled as tf.SymbolicTensor);
      const answer = layers.dense({ units: 3, activation: "softmax", name: "fc" }).apply(flat as tf.SymbolicTensor);
      const model = tf.model({ inputs: input, outputs: answer as tf.SymbolicTensor });
      const runner = await runnerFor(model, { engine });
      for (const name of ["early", "stem", "twice", "inside", "norm", "relu", "pool"]) {
        assert.equal(axesIn(runner, name), last, name);
      }
      assert.equal(axesIn(runner, "mean"), "channel");
      assert.equal(axesIn(runner, "fc"), "unknown");
      assert.equal(lastFeatureMap(runner), "relu");
      model.dispose();
    });
  }
});

/** Two convolutions as TensorFlow writes them, a sum of both, and a mean over the places. */
function graphModel(): tf.GraphModel {
  const float = { dtype: { type: "DT_FLOAT" } };
  const node = (name: string, op: string, input: string[] = [], attr: object = float) => ({ name, op, input, attr });
  const dims = (...sizes: number[]) => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } });
  const windows = {
    T: { type: "DT_FLOAT" },
    strides: { list: { i: [1, 1, 1, 1] } },
    dilations: { list: { i: [1, 1, 1, 1] } },
    padding: { s: "U0FNRQ==" },
    data_format: { s: "TkhXQw==" },
  };
  const kernels = [weights(3, 3, 5, 4), weights(1, 1, 5, 4), weights(4, 3)].flatMap(({ data }) => [
    ...(data as Float32Array),
  ]);
  const weightData = new Uint8Array(kernels.length * 4 + 8);
  weightData.set(new Uint8Array(Float32Array.from(kernels).buffer));
  weightData.set(new Uint8Array(Int32Array.of(1, 2).buffer), kernels.length * 4);
  const integer = { dtype: { type: "DT_INT32" } };
  return tf.loadGraphModelSync({
    load: () => ({
      modelTopology: {
        node: [
          node("x", "Placeholder", [], { ...float, shape: dims(-1, 8, 6, 5) }),
          node("a/kernel", "Const"),
          node("b/kernel", "Const"),
          node("head", "Const"),
          node("axes", "Const", [], integer),
          node("early", "Tanh", ["x"]),
          node("a", "Conv2D", ["early", "a/kernel"], windows),
          node("b", "Conv2D", ["early", "b/kernel"], windows),
          node("sum", "AddV2", ["a", "b"]),
          node("relu", "Relu", ["sum"]),
          node("mean", "Mean", ["relu", "axes"], { keep_dims: { b: false } }),
          node("logits", "MatMul", ["mean", "head"]),
          node("softmax", "Softmax", ["logits"]),
          node("Identity", "Identity", ["softmax"]),
        ],
        versions: { producer: 1 },
      },
      weightSpecs: [
        { name: "a/kernel", shape: [3, 3, 5, 4], dtype: "float32" },
        { name: "b/kernel", shape: [1, 1, 5, 4], dtype: "float32" },
        { name: "head", shape: [4, 3], dtype: "float32" },
        { name: "axes", shape: [2], dtype: "int32" },
      ],
      weightData: weightData.buffer,
    }),
  }) as tf.GraphModel;
}

describe("which axis of a node of a tf.GraphModel is what", () => {
  it("is what its convolutions say, forwards and backwards; no tensor is left", async () => {
    const model = graphModel();
    const runner = await runnerFor(model);
    const before = tf.memory().numTensors;
    for (const name of ["early", "a", "b", "sum", "relu"]) assert.equal(axesIn(runner, name), last, name);
    assert.equal(axesIn(runner, "mean"), "channel");
    assert.equal(axesIn(runner, "logits"), "unknown");
    assert.equal(lastFeatureMap(runner), "relu");
    assert.equal(tf.memory().numTensors, before);
    const map = await new GradCam(model, "sum").attribute(
      { values: new Float32Array(240).fill(0.3), shape: [1, 8, 6, 5] },
      { target: 1 },
    );
    assert.deepEqual(map.shape, [1, 8, 6, 1]);
    assert.doesNotMatch(map.describe(), /channel \d|unit/);
    model.dispose();
  });
});

describe("places", () => {
  it("are pixels with all their channels, wherever those stand", () => {
    const shape = [2, 3, 4];
    for (const [at, axes] of [
      [0, ["channel", "height", "width"]],
      [1, ["height", "channel", "width"]],
      [2, ["height", "width", "channel"]],
    ] as const) {
      const places = placesOf(shape, axes);
      assert.equal(places.channels, shape[at]);
      assert.deepEqual(
        places.shape,
        shape.filter((_, axis) => axis !== at),
      );
      for (let i = 0; i < 24; i++) {
        const position = [Math.floor(i / 12), Math.floor(i / 4) % 3, i % 4];
        const channel = position.splice(at, 1)[0];
        assert.equal(places.of[i], position[0] * (places.shape[1] ?? 1) + position[1]);
        assert.equal(places.channelOf(i), channel);
        assert.equal(places.indexOf(places.of[i], channel), i);
      }
    }
    assert.equal(placesOf([2, 3], ["unknown", "unknown"]).count, 6);
  });
});
