import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../../kernel/library/engine/model.ts";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const random = createRandom(5);
const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const x = { values: draw(3 * 4), count: 3 };
const targets = Int32Array.of(0, 2, 1);

const kernel = draw(4 * 5);
const head = draw(5 * 3);

/** relu(x K) H by hand: outputs `[3, 3]`, the hidden layer, ∂ logit[target] / ∂ hidden and / ∂ x. */
function byHand() {
  const rows = [0, 1, 2].map((row) => {
    const hidden = Array.from({ length: 5 }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < 4; i++) sum += x.values[row * 4 + i] * kernel[i * 5 + j];
      return Math.max(0, sum);
    });
    const logits = [0, 1, 2].map((k) => hidden.reduce((sum, value, j) => sum + value * head[j * 3 + k], 0));
    const atHidden = hidden.map((_, j) => head[j * 3 + targets[row]]);
    const input = [0, 1, 2, 3].map((i) =>
      hidden.reduce((sum, value, j) => sum + (value > 0 ? atHidden[j] * kernel[i * 5 + j] : 0), 0),
    );
    return { hidden, logits, atHidden, input };
  });
  const all = (key: keyof (typeof rows)[0]) => rows.flatMap((row) => row[key]);
  return { hidden: all("hidden"), logits: all("logits"), atHidden: all("atHidden"), input: all("input") };
}

const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-5) => {
  assert.equal(a.length, b.length);
  for (let i = 0; i < a.length; i++)
    assert.ok(Math.abs(a[i] - b[i]) <= tolerance, `[${i}]: ${a[i]} instead of ${b[i]}`);
};

const softmax = (logits: readonly number[]) =>
  [0, 3, 6].flatMap((start) => {
    const row = logits.slice(start, start + 3).map(Math.exp);
    return row.map((value) => value / (row[0] + row[1] + row[2]));
  });

const weigh = <T extends tf.LayersModel>(model: T): T => {
  tf.tidy(() => model.setWeights([tf.tensor2d(kernel, [4, 5]), tf.tensor2d(head, [5, 3])]));
  return model;
};

const hidden = () => tf.layers.dense({ name: "hidden", units: 5, activation: "relu", useBias: false, inputShape: [4] });
const plain = (activation?: "softmax") =>
  tf.layers.dense({ units: 3, useBias: false, ...(activation && { activation }) });

const layersModels: Record<string, () => tf.LayersModel> = {
  "a Dense with softmax": () => tf.sequential({ layers: [hidden(), plain("softmax")] }),
  "a Softmax layer": () => tf.sequential({ layers: [hidden(), plain(), tf.layers.softmax()] }),
  "an Activation layer": () =>
    tf.sequential({ layers: [hidden(), plain(), tf.layers.activation({ activation: "softmax" })] }),
  "a functional model": () => {
    const input = tf.input({ shape: [4] });
    return tf.model({ inputs: input, outputs: plain("softmax").apply(hidden().apply(input)) as tf.SymbolicTensor });
  },
  "a nested model": () =>
    tf.sequential({
      layers: [
        hidden(),
        tf.sequential({
          layers: [tf.layers.dense({ inputShape: [5], units: 3, useBias: false, activation: "softmax" })],
        }),
      ],
    }),
};

/** The same network as a TensorFlow graph, as tfjs loads it from a converted SavedModel. */
function graphModel(): tf.GraphModel {
  const node = (name: string, op: string, input: string[] = [], attr: object = {}) => ({ name, op, input, attr });
  const float = { dtype: { type: "DT_FLOAT" } };
  const shape = (...dims: number[]) => ({ shape: { dim: dims.map((size) => ({ size: String(size) })) } });
  const weightData = new Float32Array([...kernel, ...head]).buffer;
  return tf.loadGraphModelSync({
    load: () => ({
      modelTopology: {
        node: [
          node("x", "Placeholder", [], { ...float, shape: shape(-1, 4) }),
          node("kernel", "Const", [], float),
          node("head", "Const", [], float),
          node("product", "MatMul", ["x", "kernel"]),
          node("hidden", "Relu", ["product"]),
          node("logits", "MatMul", ["hidden", "head"]),
          node("softmax", "Softmax", ["logits"]),
          node("Identity", "Identity", ["softmax"]),
        ],
        versions: { producer: 1 },
      },
      weightSpecs: [
        { name: "kernel", shape: [4, 5], dtype: "float32" },
        { name: "head", shape: [5, 3], dtype: "float32" },
      ],
      weightData,
    }),
  }) as tf.GraphModel;
}

describe("tfjsRunner", () => {
  before(ready);

  const check = async (model: Model) => {
    const runner = await runnerFor(model, { engine: "tfjs" });
    assert.equal(runner.engine, "tfjs");
    assert.deepEqual([runner.inputShape, runner.outputSize, runner.hasLogit], [[4], 3, true]);
    const expected = byHand();
    await assertNoLeak(async () => {
      close((await runner.predict(x, { output: "logit" })).outputs, expected.logits);
      close((await runner.predict(x, { output: "probability" })).outputs, softmax(expected.logits));
      const found = await runner.gradients(x, { output: "logit", targets, layers: ["hidden"] });
      close(found.outputs, expected.logits);
      close(found.input, expected.input);
      const layer = found.layers.get("hidden");
      close(layer?.activation ?? [], expected.hidden);
      close(layer?.gradient ?? [], expected.atHidden);
      assert.deepEqual(layer?.shape, [5]);
    });
  };

  for (const [name, make] of Object.entries(layersModels)) {
    it(`finds the logit behind ${name}, and leaves the model as it was`, async () => {
      const model = weigh(make());
      const before = await (model.predict(tf.tensor2d(x.values, [3, 4])) as tf.Tensor).data();
      await check(model);
      for (const layer of model.layers) assert.ok(!Object.hasOwn(layer, "call"), `${layer.name} keeps a patch`);
      close(await (model.predict(tf.tensor2d(x.values, [3, 4])) as tf.Tensor).data(), before, 0);
    });
  }

  it("finds the logit and the nodes of a graph model", async () => {
    const model = graphModel();
    await check(model);
    model.dispose();
  });

  it("looks behind a sigmoid too, and says where there is nothing to look behind", async () => {
    const dense = (activation: "sigmoid" | "tanh") =>
      tf.sequential({ layers: [tf.layers.dense({ units: 1, activation, inputShape: [4] })] });
    const sigmoid = await runnerFor(dense("sigmoid"), { engine: "tfjs" });
    assert.equal(sigmoid.hasLogit, true);
    const { outputs: logits } = await sigmoid.predict(x, { output: "logit" });
    const { outputs } = await sigmoid.predict(x, { output: "probability" });
    close(
      outputs,
      logits.map((value) => 1 / (1 + Math.exp(-value))),
    );
    assert.equal((await runnerFor(dense("tanh"), { engine: "tfjs" })).hasLogit, false);
  });

  it("cuts many rows into inner batches: the same answers, and an abort between them", async () => {
    const model = weigh(tf.sequential({ layers: [hidden(), plain("softmax")] }));
    const runner = await runnerFor(model, { engine: "tfjs" });
    const many = { values: Float32Array.from({ length: 300 * 4 }, (_, i) => x.values[i % 12]), count: 300 };
    const found = await runner.gradients(many, {
      output: "logit",
      targets: Int32Array.from({ length: 300 }, (_, i) => targets[i % 3]),
      layers: ["hidden"],
    });
    const { input, hidden: activation } = byHand();
    close(
      found.input,
      Array.from({ length: 1200 }, (_, i) => input[i % 12]),
    );
    close(
      found.layers.get("hidden")?.activation ?? [],
      Array.from({ length: 1500 }, (_, i) => activation[i % 15]),
    );
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 0);
    const aborted = assertNoLeak(() =>
      runner.predict(
        { values: new Float32Array(40_000), count: 10_000 },
        { output: "logit", signal: controller.signal },
      ),
    );
    await assert.rejects(aborted, { name: "AbortError" });
  });

  it("names an operation without a gradient, and what to use instead; nothing stays behind", async () => {
    const best = (rows: tf.Tensor) => tf.topk(rows, 1).values;
    const runner = await runnerFor(best, { inputShape: [4] });
    const gradients = () => runner.gradients(x, { output: "logit", targets: new Int32Array(3) });
    const error = {
      name: "GradientNotFoundError",
      message: "tfjs has no gradient for TopK: use a method that needs no gradient, such as KernelShap or Lime",
    };
    await assert.rejects(assertNoLeak(gradients), error);
    const largest = [0, 1, 2].map((row) => Math.max(...x.values.slice(row * 4, row * 4 + 4)));
    close((await runner.predict(x, { output: "logit" })).outputs, largest);
    const constant = await runnerFor((rows: tf.Tensor) => tf.ones([rows.shape[0] ?? 1, 1]), { inputShape: [4] });
    await assert.rejects(
      assertNoLeak(() => constant.gradients(x, { output: "logit", targets: new Int32Array(3) })),
      { name: "GradientNotFoundError", message: /does not depend on its input/ },
    );
  });

  it("takes the sizes that a model leaves open from the data", async () => {
    const open = tf.sequential({
      layers: [tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [null, null, 1] as unknown as number[] })],
    });
    const runner = await runnerFor(open, { engine: "tfjs", inputShape: [6, 5, 1] });
    assert.deepEqual([runner.inputShape, runner.outputSize], [[6, 5, 1], 4 * 3 * 2]);
    const found = await assertNoLeak(() => runner.predict({ values: draw(60), count: 2 }, { output: "logit" }));
    assert.equal(found.outputs.length, 2 * 24);
  });

  it("leaves the layers as they were where the model throws", async () => {
    const model = weigh(tf.sequential({ layers: [hidden(), plain("softmax")] }));
    const runner = await runnerFor(model, { engine: "tfjs" });
    const last = model.layers[1] as tf.layers.Layer & { activation: { getClassName(): string } };
    const { call } = model.layers[0];
    model.layers[0].call = () => {
      throw new Error("broken layer");
    };
    await assert.rejects(
      assertNoLeak(() => runner.predict(x, { output: "logit" })),
      /broken layer/,
    );
    model.layers[0].call = call;
    assert.equal(last.activation.getClassName(), "softmax");
  });

  it("says what a function of the wrong kind did", async () => {
    const flat = (rows: tf.Tensor) => rows.sum();
    await assert.rejects(runnerFor(flat, { inputShape: [4] }), {
      name: "ShapeError",
      message: /first axis must be the batch/,
    });
    const none = (() => 3) as unknown as (rows: tf.Tensor) => tf.Tensor;
    await assert.rejects(runnerFor(none, { inputShape: [4] }), {
      name: "ShapeError",
      message: /gave number: expected a tensor, \{ values, shape \}, or a list of rows/,
    });
  });
});
