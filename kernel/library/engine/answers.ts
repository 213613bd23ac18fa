import * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/**
 * What a function of yours may answer to a batch: a tensor `[n, classes]` or `[n]` (which is disposed after it was read),
 * the same as flat numbers with their shape, a list of numbers for each row, or a number for each.
 */
export type Answers =
  | tf.Tensor
  | { readonly values: ArrayLike<number>; readonly shape: readonly number[] }
  | readonly (number | ArrayLike<number>)[]
  | Float32Array
  | Float64Array;

/** Answers as one row for each input. @throws ShapeError where there are more or fewer rows, or rows of different lengths. */
export async function readAnswers(given: Answers, count: number): Promise<{ values: Float32Array; classes: number }> {
  const { values, rows } = await flat(given);
  if (rows !== count || values.length % Math.max(1, count) !== 0 || values.length === 0) {
    throw new ShapeError(
      say`the model gave ${rows} rows of output for ${count} of input: it must map [n, …] to [n, classes] or [n]`,
    );
  }
  return { values, classes: values.length / count };
}

async function flat(given: Answers): Promise<{ values: Float32Array; rows: number }> {
  if (given instanceof tf.Tensor) {
    const rows = given.shape[0] ?? 1;
    const values = Float32Array.from(await given.data());
    given.dispose();
    return { values, rows };
  }
  if (typeof given === "object" && given !== null && "shape" in given) {
    return { values: Float32Array.from(given.values), rows: given.shape[0] ?? 1 };
  }
  if (!Array.isArray(given) && !ArrayBuffer.isView(given)) {
    throw new ShapeError(
      say`the model gave ${given === null ? "null" : typeof given}: expected a tensor, { values, shape }, or a list of rows`,
    );
  }
  const list = Array.from(given as ArrayLike<number | ArrayLike<number>>);
  const width = lengthOf(list[0]);
  const other = list.findIndex((row) => lengthOf(row) !== width);
  if (other >= 0) {
    throw new ShapeError(
      say`row ${other} of the model's output has ${lengthOf(list[other])} numbers, but row 0 has ${width}`,
    );
  }
  return {
    values: Float32Array.from(list.flatMap((row) => (typeof row === "number" ? [row] : Array.from(row)))),
    rows: list.length,
  };
}

const lengthOf = (row: number | ArrayLike<number> | undefined) => (typeof row === "number" ? 1 : (row?.length ?? 0));
