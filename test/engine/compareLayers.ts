import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { compileLayers } from "../../kernel/library/engine/fromLayers/compileLayers.ts";
import type { ValueInfo } from "../../kernel/library/engine/graph/graph.ts";
import { inferShapes } from "../../kernel/library/engine/graph/shapes/inferShapes.ts";
import type { RuntimeName } from "../../kernel/library/engine/session/runtime.ts";
import { createSession } from "../../kernel/library/engine/session/session.ts";
import { readyOn } from "../tensorflow.ts";

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

/** Runs a model by tfjs (cpu) and compiled, and compares all that comes out, and the shapes of all values with those inferred. */
export async function assertCompilesTo(
  model: tf.LayersModel,
  seed: number,
  inputs?: Float32Array[],
  runtime?: RuntimeName,
): Promise<void> {
  await readyOn("cpu");
  scatterWeights(model, seed);
  const inputShapes = model.inputs.map((input) => [2, ...input.shape.slice(1).map((size) => size ?? 1)]);
  const arrays = inputShapes.map((shape, i) => inputs?.[i] ?? scatter(tf.util.sizeFromShape(shape), seed * 7 + i));
  const tensors = arrays.map((values, i) => tf.tensor(values, inputShapes[i]));
  const result = model.predict(tensors) as tf.Tensor | tf.Tensor[];
  const expected = Array.isArray(result) ? result : [result];
  const { graph } = await compileLayers(model);
  const shapes = inferShapes(graph);
  const inner = graph.nodes.flatMap((node) => node.outputs.map((output) => infoOf(shapes, output)));
  const session = await createSession({ ...graph, outputs: inner }, { threads: 1, runtime });
  try {
    const feeds = graph.inputs.map((input, i) => {
      return [
        input.name,
        { type: "float32", shape: inputShapes[i] ?? [], data: arrays[i] ?? new Float32Array() },
      ] as const;
    });
    const outputs = await session.run(Object.fromEntries(feeds));
    for (const { name, type, shape } of inner) {
      const told = [type, shape?.map((size) => (size === "n" ? 2 : size))];
      assert.deepEqual(told, [outputs[name]?.type, outputs[name]?.shape], `inferred of ${name}`);
    }
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

function infoOf(shapes: ReadonlyMap<string, ValueInfo>, name: string): ValueInfo {
  const info = shapes.get(name);
  assert.ok(info, `nothing was inferred of ${name}`);
  return info;
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
