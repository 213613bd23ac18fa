import * as tf from "@tensorflow/tfjs";
import { DataError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { Named } from "../../signature/columns.ts";
import type { Inputs } from "../../signature/Inputs.ts";

export { sizeOf };

/** Inputs as the methods work on them. */
export interface Rows extends Named {
  readonly values: Float32Array;
  /** With the batch dimension. */
  readonly shape: readonly number[];
  readonly count: number;
  /** Numbers in a row. */
  readonly size: number;
}

const named = (shape: readonly number[]) => `[${shape.join(", ")}]`;

/** Any array of numbers as float32 with its shape; what is already float32 is not copied. */
export async function readArray(array: Inputs): Promise<{ values: Float32Array; shape: readonly number[] }> {
  if (!(array instanceof tf.Tensor) && !(Array.isArray(array?.shape) && array.values !== undefined)) {
    throw new ShapeError(
      say`${array === undefined ? "nothing" : Array.isArray(array) ? "an array without a shape" : `a ${typeof array}`} where inputs belong: give { values, shape: [n, …] }, a tensor, or rows of a table`,
    );
  }
  const type = array instanceof tf.Tensor ? array.dtype : typeof array.values[0];
  if (["string", "complex64", "bigint", "object"].includes(type)) {
    throw new DataError(say`an array of ${type}: expected numbers, float32 as the model takes them`);
  }
  const data = array instanceof tf.Tensor ? await array.data() : array.values;
  const values = data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>);
  if (values.length !== sizeOf(array.shape)) {
    throw new ShapeError(say`${values.length} numbers do not fill the shape ${named(array.shape)}`);
  }
  return { values, shape: array.shape };
}

/**
 * Inputs of a method, read.
 *
 * @throws DataError where a number is NaN or infinite: every attribution would be NaN.
 */
export async function readInputs(inputs: Inputs): Promise<Rows> {
  const { values: read, shape } = await readArray(inputs);
  // An explanation keeps its inputs: what the caller does to the array afterwards is no matter of it.
  const values = read.slice();
  const count = shape[0];
  if (shape.length < 2 || count < 1) {
    throw new ShapeError(say`inputs of shape ${named(shape)}: expected a batch, [n, ...] with n at least 1`);
  }
  const size = values.length / count;
  const names = namesOf(inputs, size);
  let wrong = 0;
  while (wrong < values.length && Number.isFinite(values[wrong])) wrong++;
  if (wrong < values.length) {
    const column = names.columns?.[wrong % size];
    throw new DataError(
      column
        ? say`row ${Math.floor(wrong / size)} has ${column.name} ${values[wrong]}: fill what is missing, table.fillMissing(), or leave the row out, table.dropMissing()`
        : say`the input holds ${values[wrong]} at position ${wrong} of ${named(shape)}: clean it first`,
    );
  }
  return { values, shape, count, size, ...names };
}

/** What is known of the numbers of a row: only where there is a column for each. */
function namesOf(inputs: Inputs, size: number): Named {
  if (inputs instanceof tf.Tensor || inputs.shape.length !== 2 || inputs.columns?.length !== size) return {};
  const { columns, classNames, targetName } = inputs;
  return { columns, ...(classNames && { classNames }), ...(targetName !== undefined && { targetName }) };
}

/** @throws ShapeError where the rows are not what the model takes. */
export function checkInputShape(shape: readonly number[], modelShape: readonly number[]): void {
  const expected = ["n", ...modelShape].join(", ");
  if (shape.slice(1).join() === modelShape.join()) return;
  const hint = shape.join() === modelShape.join() ? ": add the batch dimension, x.expandDims(0)" : "";
  throw new ShapeError(say`inputs of shape ${named(shape)}, but the model takes [${expected}]${hint}`);
}

/**
 * Baselines for every row: a number, an array of one row's shape, of `[1, ...]`, or of the inputs' shape.
 *
 * @returns an array of the inputs' length.
 */
export async function readBaselines(baselines: number | Inputs, rows: Rows): Promise<Float32Array> {
  if (typeof baselines === "number") {
    if (!Number.isFinite(baselines)) throw new DataError(say`the baseline is ${baselines}: give a finite number`);
    return new Float32Array(rows.values.length).fill(baselines);
  }
  const { values, shape } = await readArray(baselines);
  if (values.some((value) => !Number.isFinite(value))) throw new DataError(say`the baseline holds NaN or infinity`);
  const [own, row] = [shape.join(), rows.shape.slice(1).join()];
  if (own === rows.shape.join()) return values;
  if (own !== row && own !== `1,${row}`) {
    throw new ShapeError(
      say`a baseline of shape ${named(shape)} does not broadcast to inputs of shape ${named(rows.shape)}: give a number, ${named(rows.shape.slice(1))} or ${named(rows.shape)}`,
    );
  }
  const repeated = new Float32Array(rows.values.length);
  for (let row = 0; row < rows.count; row++) repeated.set(values, row * rows.size);
  return repeated;
}

/** How a baseline stands in an explanation: a number where it is constant. */
export function shortBaseline(values: Float32Array): number | Float32Array {
  const first = values[0];
  return values.every((value) => value === first) ? first : values.slice();
}
