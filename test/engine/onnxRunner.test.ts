import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { Runner } from "../../kernel/library/engine/runner.ts";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import {
  GradientNotFoundError,
  ShapeError,
  TargetError,
  UnsupportedLayerError,
} from "../../kernel/library/ground/errors.ts";
import { modelA } from "../explain/modelA.ts";
import { assertExact, assertMap, goldens } from "../goldens.ts";
import { readyOn } from "../tensorflow.ts";
import { assertClose, scatter, scatterWeights } from "./compareLayers.ts";

const golden = goldens("modelA");
const digits = () => ({ values: golden("input").values as Float32Array, count: 8 });
const targets = () => Int32Array.from(golden("target").values);

function smallModel(): tf.LayersModel {
  const input = tf.input({ shape: [6, 6, 2] });
  const conv = tf.layers.conv2d({ name: "conv", filters: 3, kernelSize: 3, activation: "tanh" }).apply(input);
  const pool = tf.layers.averagePooling2d({ name: "pool", poolSize: 2 }).apply(conv);
  const flat = tf.layers.flatten({ name: "flat" }).apply(pool);
  const output = tf.layers.dense({ name: "out", units: 4, activation: "softmax" }).apply(flat) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  scatterWeights(model, 3);
  return model;
}

describe("onnxRunner", () => {
  let model: tf.LayersModel;
  let runner: Runner;

  before(async () => {
    await readyOn("cpu");
    model = modelA();
    runner = await runnerFor(model, { engine: "onnx" });
  });

  it("gives the goldens' logits, probabilities and activations", async () => {
    const names = ["conv1", "pool1", "fc"];
    assert.deepEqual(
      [runner.engine, runner.inputShape, runner.outputSize, runner.hasLogit],
      ["onnx", [28, 28, 1], 10, true],
    );
    const { outputs, layers } = await runner.predict(digits(), { output: "logit", layers: names });
    assertExact(outputs, golden("logits"));
    const probabilities = await runner.predict(digits(), { output: "probability" });
    assertExact(probabilities.outputs, golden("softmax"));
    assertExact(layers.get("conv1")?.activation ?? [], golden("activation/relu1"));
    assertExact(layers.get("pool1")?.activation ?? [], golden("activation/pool1"));
    assertExact(layers.get("fc")?.activation ?? [], golden("activation/fc"));
    assert.deepEqual(layers.get("pool1")?.shape, [13, 13, 32]);
  });

  it("gives the goldens' gradients of both outputs", async () => {
    const ties = golden("tie_mask").values;
    for (const [output, name] of [
      ["logit", "gradient.logit"],
      ["probability", "gradient.softmax"],
    ] as const) {
      const { input } = await runner.gradients(digits(), { output, targets: targets() });
      assertMap(input, golden(name), ties);
    }
  });

  it("answers as tfjs does, in batches of many sizes, with gradients at layers", async () => {
    const small = smallModel();
    const count = 1300;
    const batch = { values: scatter(count * 72, 1), count };
    const chosen = Int32Array.from({ length: count }, (_, i) => i % 4);
    const [ours, theirs] = [await runnerFor(small, { engine: "onnx" }), await runnerFor(small, { engine: "tfjs" })];
    for (const output of ["logit", "probability"] as const) {
      const asked = { output, targets: chosen, layers: ["conv", "pool", "flat"] };
      const expected = await theirs.gradients(batch, asked);
      for (let i = 0; i < 4; i++) {
        const got = await ours.gradients(batch, asked);
        assertClose(got.outputs, expected.outputs);
        assertClose(got.input, expected.input);
        for (const [name, { activation, gradient, shape }] of expected.layers) {
          const layer = got.layers.get(name);
          assert.deepEqual(layer?.shape, shape);
          assertClose(layer?.activation ?? [], activation, name);
          assertClose(layer?.gradient ?? [], gradient ?? [], name);
        }
      }
    }
    small.dispose();
  });

  it("notices that the weights have changed", async () => {
    const small = smallModel();
    const run = await runnerFor(small, { engine: "onnx" });
    const batch = { values: scatter(72, 1), count: 1 };
    const before = await run.predict(batch, { output: "logit" });
    scatterWeights(small, 9);
    const after = await run.predict(batch, { output: "logit" });
    const expected = await (await runnerFor(small, { engine: "tfjs" })).predict(batch, { output: "logit" });
    assertClose(after.outputs, expected.outputs);
    assert.notDeepEqual(after.outputs, before.outputs);
    small.dispose();
  });

  it("stops between batches when it is aborted, and takes no rows at all", async () => {
    const controller = new AbortController();
    const batch = { values: new Float32Array(20_000 * 784), count: 20_000 };
    const run = runner.predict(batch, { output: "logit", signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 5);
    await assert.rejects(run, /enough/);
    const none = await runner.predict({ values: new Float32Array(), count: 0 }, { output: "logit" });
    assert.equal(none.outputs.length, 0);
  });

  it("says what is wrong with a request", async () => {
    const batch = digits();
    await assert.rejects(runner.predict({ ...batch, count: 7 }, { output: "logit" }), ShapeError);
    const wrongLayer = runner.predict(batch, { output: "logit", layers: ["ghost"] });
    await assert.rejects(wrongLayer, (error) => error instanceof UnsupportedLayerError && /ghost/.test(error.message));
    const wrongTarget = runner.gradients(batch, { output: "logit", targets: new Int32Array(8).fill(12) });
    await assert.rejects(wrongTarget, (error) => error instanceof TargetError && /0–9/.test(error.message));
  });

  it("falls back to tfjs with the reason, but for engine onnx", async () => {
    const input = tf.input({ shape: [3, 2] });
    const layer = tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 2 }), name: "odd" });
    const odd = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
    const { engine, reason } = await runnerFor(odd);
    assert.equal(engine, "tfjs");
    assert.match(reason ?? "", /"odd" \(TimeDistributed\)/);
    await assert.rejects(runnerFor(odd, { engine: "onnx" }), UnsupportedLayerError);
    odd.dispose();
  });

  it("takes the gradients that the graph does not have from tfjs, and says so; engine onnx says what is missing", async () => {
    const layers = [
      tf.layers.lstm({ inputShape: [3, 2], units: 2 }),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ];
    const recurrent = tf.sequential({ layers });
    scatterWeights(recurrent, 4);
    const batch = { values: scatter(6, 1), count: 1 };
    const asked = { output: "logit", targets: Int32Array.of(1) } as const;
    const auto = await runnerFor(recurrent);
    await auto.predict(batch, asked);
    assert.deepEqual([auto.engine, auto.reason], ["onnx", undefined]);
    const { input } = await auto.gradients(batch, asked);
    assert.equal(auto.engine, "tfjs");
    assert.match(auto.reason ?? "", /LSTM/);
    const tfjs = await runnerFor(recurrent, { engine: "tfjs" });
    assert.deepEqual(input, (await tfjs.gradients(batch, asked)).input);
    const compiled = await runnerFor(recurrent, { engine: "onnx" });
    await assert.rejects(compiled.gradients(batch, asked), GradientNotFoundError);
    recurrent.dispose();
  });

  it("leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    await runner.gradients(digits(), { output: "logit", targets: targets(), layers: ["conv1"] });
    assert.equal(tf.memory().numTensors, before);
  });
});
