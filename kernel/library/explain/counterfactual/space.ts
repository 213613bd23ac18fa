import { OptionError } from "../../ground/errors.ts";
import { namesInWords, say } from "../../ground/say.ts";
import { type Column, numericColumns } from "../../signature/columns.ts";
import type { Names } from "../../text/checkNames.ts";
import type { Rows } from "../call/inputs.ts";

/** What may change, how far, and what a change costs. */
export interface Space {
  readonly columns: readonly Column[];
  /** 1 where a feature may change. */
  readonly free: Uint8Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** The size of change that counts as 1. */
  readonly scale: Float64Array;
}

export interface SpaceOptions {
  /** Columns that must stay as they are, by name or number. */
  fixed?: readonly (string | number)[];
  /** Where values may lie: `[low, high]` for all, or by column (default: where the data lies; else anywhere). */
  ranges?: readonly [number, number] | Readonly<Record<string, readonly [number, number]>>;
  /** The size of change that counts as 1, for all columns or each (default: the data's median absolute deviation, else 1). */
  scale?: number | ArrayLike<number>;
}

export const spaceNames = { fixed: true, ranges: true, scale: true } as const satisfies Names<SpaceOptions>;

/** @throws OptionError for a column that is not there, a range that is none, or nothing left to change. */
export function spaceOf(rows: Rows, data: Rows | undefined, { fixed = [], ranges, scale }: SpaceOptions): Space {
  const { size } = rows;
  const columns = rows.columns ?? data?.columns ?? numericColumns(size);
  const free = new Uint8Array(size).fill(1);
  for (const name of fixed) free[placeOf(name, columns)] = 0;
  if (!free.includes(1)) throw new OptionError(say`every column is fixed: leave at least one free to change`);
  const low = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const high = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const spreads = new Float64Array(size).fill(1);
  for (let column = 0; column < size && data; column++) {
    const own = columnOf(data, column);
    [low[column], high[column]] = [own[0], own[own.length - 1]];
    spreads[column] = deviationOf(own);
  }
  for (const [i, { kind, categories }] of columns.entries()) {
    if (kind === "categorical") [low[i], high[i], spreads[i]] = [0, (categories?.length ?? 1) - 1, 1];
  }
  setRanges(ranges, columns, low, high);
  const given = typeof scale === "number" ? new Float64Array(size).fill(scale) : scale && Float64Array.from(scale);
  const sizes = given ?? spreads;
  if (sizes.length !== size || !sizes.every((value) => value > 0)) {
    throw new OptionError(say`scale: give a number above 0, or ${size} of them`);
  }
  return { columns, free, low, high, scale: sizes };
}

export function placeOf(name: string | number, columns: readonly Column[]): number {
  const place = typeof name === "number" ? name : columns.findIndex((column) => column.name === name);
  if (Number.isInteger(place) && place >= 0 && place < columns.length) return place;
  throw new OptionError(say`no column ${name}: there are ${namesInWords(columns.map((column) => column.name))}`);
}

function setRanges(ranges: SpaceOptions["ranges"], columns: readonly Column[], low: Float64Array, high: Float64Array) {
  if (!ranges) return;
  const set = (place: number, [from, to]: readonly [number, number]) => {
    if (!(from < to)) throw new OptionError(say`the range ${from} to ${to} is empty: give the smaller number first`);
    [low[place], high[place]] = [from, to];
  };
  if (isPair(ranges)) for (const place of columns.keys()) set(place, ranges);
  else for (const [name, range] of Object.entries(ranges)) set(placeOf(name, columns), range);
}

const isPair = (ranges: NonNullable<SpaceOptions["ranges"]>): ranges is readonly [number, number] =>
  Array.isArray(ranges);

const columnOf = ({ values, count, size }: Rows, column: number) =>
  Float64Array.from({ length: count }, (_, row) => values[row * size + column]).sort();

/** Median absolute deviation; where more than half of the values are the same, the standard deviation. */
function deviationOf(sorted: Float64Array): number {
  const middle = (values: Float64Array) => (values[(values.length - 1) >> 1] + values[values.length >> 1]) / 2;
  const median = middle(sorted);
  const absolute = middle(sorted.map((value) => Math.abs(value - median)).sort());
  if (absolute > 0) return absolute;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length) || 1;
}

/** How far two rows are apart: |difference| / scale, 1 for another category; summed. */
export function distance({ columns, scale }: Space, a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < columns.length; i++) {
    if (a[i] === b[i]) continue;
    total += columns[i].kind === "categorical" ? 1 : Math.abs(a[i] - b[i]) / scale[i];
  }
  return total;
}

/** Puts a row where it may lie: in range, whole numbers whole, what is fixed as it was. In place. */
export function settle(space: Space, row: Float32Array, original: ArrayLike<number>): Float32Array {
  for (const [i, { kind }] of space.columns.entries()) {
    if (!space.free[i]) row[i] = original[i];
    else if (row[i] !== original[i]) {
      const within = Math.min(Math.max(row[i], space.low[i]), space.high[i]);
      row[i] = kind === "numeric" ? within : Math.round(within);
    }
  }
  return row;
}
