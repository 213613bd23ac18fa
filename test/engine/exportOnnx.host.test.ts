import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { exportOnnx, loadOnnx } from "../../kernel/library/engine/index.ts";
import { multiHeadAttention } from "../../kernel/library/models/MultiHeadAttention.ts";
import { golden, images, modelA } from "../explain/modelA.ts";
import { assertExact } from "../goldens.ts";
import { pythonWith } from "../python.ts";
import { readyOn } from "../tensorflow.ts";
import { assertClose } from "./compareLayers.ts";

/** Checks with shape inference, then runs the model by ONNX's own reference implementation, in NumPy. */
const check = `
import json, sys, numpy as np, onnx
from onnx.reference import ReferenceEvaluator
for file, shape in json.loads(sys.argv[1]):
    model = onnx.load(file)
    onnx.checker.check_model(model, full_check=True)
    values = np.sin(np.arange(np.prod(shape)) * 0.7, dtype=np.float32).reshape(shape)
    [output] = ReferenceEvaluator(model).run(None, {model.graph.input[0].name: values})
    print(json.dumps([output.shape, output.ravel().tolist()]))
`;

function models(): Record<string, tf.LayersModel> {
  const { layers } = tf;
  const gates = { recurrentActivation: "sigmoid" } as const;
  const image = { inputShape: [8, 8, 3] };
  const tokens = tf.input({ shape: [4, 6] });
  const attended = multiHeadAttention({ numHeads: 2, keyDim: 3, seed: 1 }).apply(tokens);
  const normal = layers.layerNormalization().apply(attended);
  return {
    cnn: modelA(),
    deep: tf.sequential({
      layers: [
        layers.separableConv2d({ ...image, filters: 4, kernelSize: 3, padding: "same", activation: "swish" }),
        layers.batchNormalization(),
        layers.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" }),
        layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: "same", activation: "gelu" }),
        layers.upSampling2d({ size: [2, 3] }),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 3, activation: "softmax" }),
      ],
    }),
    // ONNX's reference implementation knows no other activation of the gates than the sigmoid.
    sequence: tf.sequential({
      layers: [
        layers.lstm({ ...gates, inputShape: [4, 6], units: 5, returnSequences: true }),
        layers.gru({ ...gates, units: 2 }),
      ],
    }),
    transformer: tf.model({
      inputs: tokens,
      outputs: layers.globalAveragePooling1d({}).apply(normal) as tf.SymbolicTensor,
    }),
  };
}

describe("exportOnnx", () => {
  it("writes files that onnx.checker accepts and ONNX's reference implementation runs to the same answer", async function () {
    this.timeout(300_000);
    await readyOn("cpu");
    const python = pythonWith("onnx==1.23.2");
    const folder = mkdtempSync(join(tmpdir(), "onnx-"));
    try {
      const written = Object.entries(models()).map(async ([name, model]) => {
        const file = join(folder, `${name}.onnx`);
        await exportOnnx(model, file);
        const shape = [2, ...(model.inputs[0]?.shape.slice(1) ?? [])].map(Number);
        return { file, shape, model };
      });
      const files = await Promise.all(written);
      const lines = execFileSync(python, ["-c", check, JSON.stringify(files.map(({ file, shape }) => [file, shape]))], {
        encoding: "utf8",
      });
      for (const [i, line] of lines.trim().split("\n").entries()) {
        const { shape, model, file } = files[i] ?? assert.fail();
        const [outputShape, output] = JSON.parse(line) as [number[], number[]];
        const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, at) => Math.sin(at * 0.7));
        const ours = tf.tidy(() => (model.predict(tf.tensor(values, shape)) as tf.Tensor).dataSync());
        assertClose(ours, output, `${file} ${outputShape}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("writes bytes that loadOnnx reads to the same answer", async () => {
    const runner = await (await loadOnnx(await exportOnnx(modelA()))).runner();
    assert.deepEqual([runner.inputShape, runner.hasLogit], [[28, 28, 1], true]);
    const { outputs } = await runner.predict({ values: images.values, count: 8 }, { output: "logit" });
    assertExact(outputs, golden("logits"));
  });
});
