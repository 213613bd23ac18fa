import * as tf from "@tensorflow/tfjs";
import { DataError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { InputArray, Inputs } from "../../signature/Inputs.ts";
import { columnsOfInput, inColumns } from "../../signature/inColumns.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import { asLists, isLists } from "../../signature/lists.ts";
import type { InputSpec } from "../../signature/Signature.ts";
import { checkVocabulary } from "../checkVocabulary.ts";
import { type DeclaredInput, type GivenShape, portsOf } from "../ports.ts";
import type { Batch } from "../runner.ts";

/** What a model is asked: its rows, and the shape of one example; of several inputs one each. */
export interface AskedRows extends Batch {
  readonly shape: GivenShape;
}

/**
 * Inputs as flat rows: of several all of them one after the other, in the model's order. NaN stays, where a model may
 * know what to do with it.
 *
 * @throws ShapeError where there are not the inputs that the model takes; DataError for a token that there is not.
 */
export async function readRows(given: Inputs, declared: readonly DeclaredInput[] | undefined): Promise<AskedRows> {
  if (isLists(given)) throw asLists();
  if (isInputArray(given) && (declared?.length ?? 1) <= 1) {
    const { values, shape } = await readArray(given);
    if (declared?.[0]) checkVocabulary(declared[0], values);
    return { values, count: shape[0] ?? 0, shape: shape.slice(1) };
  }
  const names = (declared ?? []).map(({ name }) => name);
  const parts = await Promise.all(inOrder(given, names).map(readArray));
  for (const [i, input] of (declared ?? []).entries()) if (parts[i]) checkVocabulary(input, parts[i].values);
  const count = parts[0]?.shape[0] ?? 0;
  if (parts.some(({ shape }) => shape[0] !== count)) {
    throw new ShapeError(
      say`the inputs have ${parts.map(({ shape }) => shape[0]).join(", ")} rows: each needs one for every example`,
    );
  }
  const shapes = parts.map(({ shape }) => shape.slice(1));
  const ports = portsOf(shapes.map((shape, i) => ({ name: names[i] ?? "", shape, dtype: "float32" as const })));
  const width = ports.reduce((all, { size }) => all + size, 0);
  const values = new Float32Array(count * width);
  for (const [i, { offset, size }] of ports.entries()) {
    for (let row = 0; row < count; row++) {
      values.set(parts[i]?.values.subarray(row * size, (row + 1) * size) ?? [], row * width + offset);
    }
  }
  return { values, count, shape: shapes.length === 1 ? (shapes[0] ?? []) : shapes };
}

/**
 * Tables in the order and the codes of the columns that the model was trained on; the same object where they are.
 *
 * @throws DataError that names a column or a category that one of the two lacks.
 */
export function asModelTakes(given: Inputs, specs: readonly InputSpec[]): Inputs {
  if (isInputArray(given)) return placed(given, specs[0]);
  const entries = Object.entries(given as Readonly<Record<string, InputArray>>);
  const all = entries.map(([name, array], i) =>
    placed(array, Array.isArray(given) ? specs[i] : specs.find((spec) => spec.name === name)),
  );
  if (all.every((array, i) => array === entries[i]?.[1])) return given;
  return Array.isArray(given) ? all : Object.fromEntries(entries.map(([name], i) => [name, all[i] as InputArray]));
}

function placed(array: InputArray, spec: InputSpec | undefined): InputArray {
  const columns = columnsOfInput(spec);
  if (!columns || array instanceof tf.Tensor || !array.columns || array.shape.length !== 2) return array;
  const values = inColumns(array.values, array.columns, columns);
  return values ? { values, shape: [array.shape[0] ?? 0, columns.length], columns } : array;
}

function inOrder(given: Inputs, names: readonly string[]): readonly InputArray[] {
  const wanted = names.length === 0 ? say`one input` : names.join(", ");
  const list: readonly unknown[] = isInputArray(given)
    ? [given]
    : Array.isArray(given)
      ? given
      : names.map((name) => (given as Readonly<Record<string, unknown>>)[name]);
  const known = Array.isArray(given) || isInputArray(given) ? list.length : Object.keys(given).length;
  if (known !== names.length || !list.every(isInputArray)) {
    throw new ShapeError(
      say`the model takes ${wanted}: give an array for each, by these names or as a list in this order`,
    );
  }
  return list;
}

async function readArray(array: InputArray): Promise<{ values: Float32Array; shape: readonly number[] }> {
  const { shape } = array;
  const data = array instanceof tf.Tensor ? await array.data() : array.values;
  if (typeof data[0] === "string") throw new DataError(say`an array of strings: expected numbers`);
  const values = data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>);
  if (shape.length < 2 || values.length !== sizeOf(shape)) {
    throw new ShapeError(
      say`${values.length} numbers of shape [${shape.join(", ")}]: expected a batch, [n, ...], and as many numbers as it has`,
    );
  }
  return { values, shape };
}
