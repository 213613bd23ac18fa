import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { compileLayers } from "../../kernel/library/engine/fromLayers/compileLayers.ts";
import { createSession } from "../../kernel/library/engine/session/session.ts";

/** Weights and inputs that no layer treats alike: seeded, some negative, none tiny. */
export function scatter(size: number, seed: number, scale = 1): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => scale * Math.sin(12.9898 * (i + 1) + 78.233 * (seed + 1)) * 1.5);
}

/** Gives every weight of the model values that differ; variances stay positive. */
export function scatterWeights(model: tf.LayersModel, seed: number): void {
  tf.tidy(() => {
    const weights = model.weights.map((weight, i) => {
      const shape = weight.shape.map((size) => size ?? 1);
      const values = scatter(tf.util.sizeFromShape(shape), seed + i, 0.5);
      return tf.tensor(weight.originalName.endsWith("variance") ? values.map((v) => v * v + 0.1) : values, shape);
    });
    model.setWeights(weights);
  });
}

/** Runs a model by tfjs (cpu) and compiled, and compares all that comes out. */
export async function assertCompilesTo(model: tf.LayersModel, seed: number, inputs?: Float32Array[]): Promise<void> {
  await tf.setBackend("cpu");
  scatterWeights(model, seed);
  const shapes = model.inputs.map((input) => [2, ...input.shape.slice(1).map((size) => size ?? 1)]);
  const arrays = shapes.map((shape, i) => inputs?.[i] ?? scatter(tf.util.sizeFromShape(shape), seed * 7 + i));
  const tensors = arrays.map((values, i) => tf.tensor(values, shapes[i]));
  const result = model.predict(tensors) as tf.Tensor | tf.Tensor[];
  const expected = Array.isArray(result) ? result : [result];
  const { graph } = await compileLayers(model);
  const session = await createSession(graph, { threads: 1 });
  try {
    const feeds = graph.inputs.map((input, i) => {
      return [input.name, { type: "float32", shape: shapes[i] ?? [], data: arrays[i] ?? new Float32Array() }] as const;
    });
    const outputs = await session.run(Object.fromEntries(feeds));
    for (const [i, tensor] of expected.entries()) {
      const ours = outputs[graph.outputs[i]?.name ?? ""];
      assert.deepEqual(ours?.shape, tensor.shape, `shape of output ${i}`);
      assertClose(ours?.data as Float32Array, tensor.dataSync() as Float32Array);
    }
  } finally {
    await session.release();
    tf.dispose([tensors, result]);
    model.dispose();
  }
}

/** Float32 sums in another order: within 2e-5 of the largest value. */
export function assertClose(ours: ArrayLike<number>, expected: ArrayLike<number>, what = "value"): void {
  assert.equal(ours.length, expected.length);
  const largest = Array.from(expected).reduce((max, v) => Math.max(max, Math.abs(v)), 0.1);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((ours[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    assert.ok(difference <= 2e-5 * largest, `${what} ${i}: ${ours[i]} instead of ${expected[i]}`);
  }
}
