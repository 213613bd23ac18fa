import type * as tf from "@tensorflow/tfjs";
import type { Examples } from "../datasets/imageSet.ts";
import type { Table } from "../datasets/table/Table.ts";
import { DataError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/**
 * What can be learnt from: a dataset of ours, a table with classes, or two tensors (`images` float32 `[n, ...]`, `labels`
 * class indices `[n]`).
 */
export type TrainingData = Examples | Table | { readonly images: tf.Tensor; readonly labels: tf.Tensor };

const list = (shape: readonly (number | null)[]) => `[${shape.map((n) => n ?? "n").join(", ")}]`;

/**
 * Reads tensors once, so that the loop draws its batches from typed arrays. Datasets pass as they are.
 *
 * @param what `"training"` or `"validation"`, for the errors.
 */
export async function examplesOf(data: TrainingData, what: string): Promise<Examples> {
  if ("batch" in data) return data;
  if ("examples" in data) return data.examples();
  const [size = 0, ...shape] = data.images.shape;
  if (data.labels.shape.length !== 1 || data.labels.shape[0] !== size) {
    throw new ShapeError(
      say`The ${what} labels have the shape ${list(data.labels.shape)}: expected one class index per image, [${size}]. Turn one-hot labels into indices with labels.argMax(-1).`,
    );
  }
  const [inputs, labels] = await Promise.all([data.images.data(), data.labels.data()]);
  const each = shape.reduce((product, n) => product * n, 1);
  const bad = inputs.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const found = `Image ${Math.floor(bad / each)} of the ${what} set holds ${inputs[bad]}`;
    throw new DataError(say`${found}: expected finite numbers.`);
  }
  return {
    size,
    shape,
    labelAt: (index) => labels[index] as number,
    batch(indices) {
      const rows = new Float32Array(indices.length * each);
      const classes = new Int32Array(indices.length);
      for (let i = 0; i < indices.length; i++) {
        const place = indices[i] as number;
        rows.set(inputs.subarray(place * each, (place + 1) * each), i * each);
        classes[i] = labels[place] as number;
      }
      return { inputs: rows, labels: classes };
    },
  };
}

/** Refuses examples that the model cannot learn from, before the first step. */
export function checkExamples(examples: Examples, model: tf.LayersModel, what: string): void {
  const output = model.outputs[0]?.shape ?? [];
  if (model.inputs.length !== 1 || model.outputs.length !== 1 || output.length !== 2) {
    throw new ShapeError(
      say`The model has ${model.inputs.length} inputs and ${model.outputs.length} outputs, the first ${list(output)}: expected one input and one output [n, classes].`,
    );
  }
  const input = model.inputs[0]?.shape.slice(1) ?? [];
  const fits = input.length === examples.shape.length && input.every((n, i) => n === null || n === examples.shape[i]);
  if (!fits) {
    throw new ShapeError(say`The ${what} examples are ${list(examples.shape)}: the model expects ${list(input)}.`);
  }
  if (examples.size === 0) throw new DataError(say`The ${what} set is empty: expected at least one example.`);
  checkLabels(examples, output[1] as number, what);
}

/** @throws DataError where a label has no output of the model. */
export function checkLabels(examples: Examples, classes: number, what: string): void {
  for (let i = 0; i < examples.size; i++) {
    const label = examples.labelAt(i);
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    const allowed = `the model has ${classes} outputs (0–${classes - 1})`;
    throw new DataError(say`Example ${i} of the ${what} set has the label ${label}: ${allowed}.`);
  }
}
