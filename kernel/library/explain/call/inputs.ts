import * as tf from "@tensorflow/tfjs";
import type { Port } from "../../engine/ports.ts";
import { DataError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import { type Column, givenClassNames, type Named } from "../../signature/columns.ts";
import {
  type Baseline,
  type BaselineName,
  type InputArray,
  type Inputs,
  isBaselineName,
} from "../../signature/Inputs.ts";
import { columnsOfInput, inColumns } from "../../signature/inColumns.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import type { InputSpec } from "../../signature/Signature.ts";
import { namedBaseline } from "./namedBaseline.ts";
import { checkWhole } from "./tokens.ts";

export { sizeOf };

/** Inputs as the methods work on them. */
export interface Rows extends Named {
  readonly values: Float32Array;
  /** With the batch dimension; of several inputs `[n, total]`: they lie one after the other in a row. */
  readonly shape: readonly number[];
  readonly count: number;
  /** Numbers in a row. */
  readonly size: number;
  /** Of one input of a model of several: its name. */
  readonly name?: string | undefined;
  /** What the model says of it, once the model is known. */
  readonly spec?: InputSpec | undefined;
  /** Whether the model counts tokens with these numbers: a fraction means nothing. */
  readonly isWhole?: boolean | undefined;
  /** Of several inputs: where each lies in a row. */
  readonly ports?: readonly RowPort[] | undefined;
}

/** One of several inputs in a row, with what a table says of it. */
export interface RowPort extends Port, Named {
  readonly spec?: InputSpec | undefined;
  readonly isWhole?: boolean | undefined;
}

export const named = (shape: readonly (number | string)[]): string => `[${shape.join(", ")}]`;

/**
 * Any array of numbers as float32 with its shape; what is already float32 is not copied.
 *
 * @param columns of the rows that it belongs to: a table of others is brought into their order and codes.
 */
export async function readArray(
  array: Inputs,
  columns?: readonly Column[],
): Promise<{ values: Float32Array; shape: readonly number[] }> {
  if (!isInputArray(array))
    throw new ShapeError(say`expected one array of numbers here: a tensor or { values, shape }`);
  const type = array instanceof tf.Tensor ? array.dtype : typeof array.values[0];
  if (["string", "complex64", "bigint", "object"].includes(type)) {
    throw new DataError(say`an array of ${type}: expected numbers, float32 as the model takes them`);
  }
  const data = array instanceof tf.Tensor ? await array.data() : array.values;
  const values = data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>);
  if (values.length !== sizeOf(array.shape)) {
    throw new ShapeError(say`${values.length} numbers do not fill the shape ${named(array.shape)}`);
  }
  const own = columns && namesOf(array, array.shape[1] ?? 0).columns;
  const placed = own && own.length === columns?.length && inColumns(values, own, columns);
  if (placed) return { values: Float32Array.from(placed), shape: [array.shape[0] ?? 0, columns.length] };
  return { values, shape: array.shape };
}

/**
 * Inputs of a method, read.
 *
 * @param columns of the rows that they belong to: a table of others is brought into their order and codes.
 * @throws DataError where a number is NaN or infinite: every attribution would be NaN.
 */
export async function readInputs(inputs: Inputs, columns?: readonly Column[]): Promise<Rows> {
  if (!isInputArray(inputs)) {
    const count = Array.isArray(inputs) ? inputs.length : Object.keys(inputs ?? {}).length;
    throw new ShapeError(say`got ${count} inputs, but expected one array: a tensor or { values, shape }`);
  }
  const { values: read, shape } = await readArray(inputs, columns);
  // An explanation keeps its inputs: what the caller does to the array afterwards is no matter of it.
  const values = read.slice();
  const count = shape[0];
  if (shape.length < 2 || count < 1) {
    throw new ShapeError(say`inputs of shape ${named(shape)}: expected a batch, [n, ...] with n at least 1`);
  }
  const size = values.length / count;
  const own = namesOf(inputs, inputs.shape[1] ?? 0);
  const names = columns && own.columns ? { ...own, columns } : own;
  let wrong = 0;
  while (wrong < values.length && Number.isFinite(values[wrong])) wrong++;
  if (wrong < values.length) {
    const column = names.columns?.[wrong % size];
    const [row, value] = [Math.floor(wrong / size), values[wrong]];
    if (!column)
      throw new DataError(say`the input has ${value} at position ${wrong} of ${named(shape)}: clean it first`);
    throw new DataError(
      Number.isNaN(value)
        ? say`row ${row} (counted from 0) has no ${column.name}: fill missing values with table.fillMissing(), or remove the row with table.dropMissing()`
        : say`row ${row} (counted from 0) has ${column.name} ${value}: expected a finite number`,
    );
  }
  return { values, shape, count, size, ...names };
}

/** What is known of the numbers of a row: only where there is a column for each. */
function namesOf(inputs: InputArray, size: number): Named {
  if (inputs instanceof tf.Tensor || inputs.shape.length !== 2 || inputs.columns?.length !== size) return {};
  const { columns, targetName } = inputs;
  const classNames = givenClassNames(inputs);
  return { columns, ...(classNames && { classNames }), ...(targetName !== undefined && { targetName }) };
}

/**
 * Rows with what the model says of them; those of tables in the order and the codes of the columns that it was trained on.
 *
 * @throws DataError that names a column or a category that one of the two lacks.
 */
export function asModelTakes(rows: Rows, specs: readonly InputSpec[]): Rows {
  if (!rows.ports) {
    const spec = specs.find(({ name }) => name === rows.name) ?? specs[0];
    const columns = columnsOfInput(specs[0]);
    const placed = columns && rows.columns && inColumns(rows.values, rows.columns, columns);
    if (!placed) return { ...rows, spec };
    const size = columns.length;
    return { ...rows, spec, values: Float32Array.from(placed), columns, size, shape: [rows.count, size] };
  }
  const values = rows.values.slice();
  const ports = rows.ports.map((port) => {
    const spec = specs.find(({ name }) => name === port.name);
    const columns = columnsOfInput(spec);
    const placed = columns && port.columns && inColumns(readPort(values, rows.size, port), port.columns, columns);
    if (!placed) return { ...port, spec };
    writePort(values, rows.size, port, Float32Array.from(placed));
    return { ...port, spec, columns };
  });
  return { ...rows, values, ports };
}

/** @throws ShapeError where the rows are not what the model takes. */
export function checkInputShape(shape: readonly number[], modelShape: readonly number[]): void {
  const expected = ["n", ...modelShape].join(", ");
  if (shape.slice(1).join() === modelShape.join()) return;
  throw new ShapeError(
    shape.join() === modelShape.join()
      ? say`inputs of shape ${named(shape)}, but the model takes [${expected}]: add the batch axis, x.expandDims(0)`
      : say`inputs of shape ${named(shape)}, but the model takes [${expected}]`,
  );
}

/**
 * Baselines for every row: a number, a name, an array of one row's shape, of `[1, ...]`, or of the inputs' shape; of several
 * inputs one number or name for all, or such for each by name or in order (0 for what is left out).
 *
 * @returns an array of the inputs' length.
 */
export async function readBaselines(baselines: Baseline, rows: Rows): Promise<Float32Array> {
  if (typeof baselines === "number") {
    if (!Number.isFinite(baselines)) throw new DataError(say`the baseline is ${baselines}: give a finite number`);
    if (rows.isWhole) checkWhole(say`the baseline`, Float32Array.of(baselines));
    return new Float32Array(rows.values.length).fill(baselines);
  }
  if (rows.ports) return baselinesOfEach(baselines, rows, rows.ports);
  if (isBaselineName(baselines)) return namedBaseline(baselines, rows);
  const { values, shape } = await readArray(baselines as InputArray, rows.columns);
  if (values.some((value) => !Number.isFinite(value))) throw new DataError(say`the baseline has NaN or infinity`);
  if (rows.isWhole) checkWhole(say`the baseline`, values);
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

async function baselinesOfEach(
  baselines: Exclude<Baseline, number>,
  rows: Rows,
  ports: readonly RowPort[],
): Promise<Float32Array> {
  const ofAll = isBaselineName(baselines) ? baselines : undefined;
  const each = ofAll ? new Map() : eachOf<number | BaselineName | InputArray>(baselines, ports, say`baselines`);
  const all = new Float32Array(rows.values.length);
  for (const port of ports) {
    const given: number | BaselineName | InputArray = ofAll ?? each.get(port.name) ?? 0;
    const { isWhole, size, spec, columns } = port;
    const values = readPort(rows.values, rows.size, port);
    const own: Rows = { values, shape: [rows.count, ...port.shape], count: rows.count, size, isWhole, spec, columns };
    writePort(all, rows.size, port, await readBaselines(given, own));
  }
  return all;
}

/**
 * What is given for each of several inputs, by name or in order.
 *
 * @throws ShapeError for one thing, for another number of them than there are inputs, or for a name that no input has.
 */
export function eachOf<T extends object | number | string>(
  given: unknown,
  ports: readonly { readonly name: string; readonly shape: readonly number[] }[],
  what: string,
): ReadonlyMap<string, T> {
  const names = ports.map(({ name }) => name).join(", ");
  if (typeof given !== "object" || given === null || isInputArray(given)) {
    throw new ShapeError(
      say`${what} is for one input, but there are several: give them by name or in the order ${names}`,
    );
  }
  if (Array.isArray(given)) {
    if (given.length !== ports.length) {
      throw new ShapeError(say`${what} has ${given.length} entries: give one for each input, in the order ${names}`);
    }
    return new Map(given.map((one: T, index) => [ports[index].name, one]));
  }
  const unknown = Object.keys(given).find((name) => !ports.some((port) => port.name === name));
  if (unknown !== undefined) throw new ShapeError(say`${what} names ${unknown}: the inputs are ${names}`);
  return new Map(Object.entries(given as Record<string, T>));
}

/** Flat rows as they were given: of several inputs by name. */
export function asInputs(values: Float32Array, { shape, size, ports, ...names }: Rows): Inputs {
  const count = values.length / size;
  if (!ports) {
    const { columns, classNames, targetName } = names;
    return { values, shape: [count, ...shape.slice(1)], columns, classNames, targetName };
  }
  return Object.fromEntries(
    ports.map((port) => [
      port.name,
      { values: readPort(values, size, port), shape: [count, ...port.shape], columns: port.columns },
    ]),
  );
}

/** An input's rows out of flat ones. */
export function readPort(flat: Float32Array, rowSize: number, { offset, size }: Port): Float32Array {
  const own = new Float32Array((flat.length / rowSize) * size);
  for (let row = 0, at = offset; at < flat.length; row++, at += rowSize)
    own.set(flat.subarray(at, at + size), row * size);
  return own;
}

/** Writes an input's rows where they lie in flat ones. */
export function writePort(flat: Float32Array, rowSize: number, { offset, size }: Port, values: Float32Array): void {
  for (let row = 0, at = offset; at < flat.length; row++, at += rowSize) {
    flat.set(values.subarray(row * size, (row + 1) * size), at);
  }
}

/** How a baseline stands in an explanation: a number where it is constant. */
export function shortBaseline(values: Float32Array): number | Float32Array {
  const first = values[0];
  return values.every((value) => value === first) ? first : values.slice();
}
