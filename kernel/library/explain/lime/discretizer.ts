import type { Column } from "../../signature/columns.ts";

/** A column of numbers cut into bins, as lime cuts it: at quartiles or deciles of the training data. */
export interface Bins {
  /** Ascending; bin k holds what is above `borders[k - 1]` and at most `borders[k]`. */
  readonly borders: readonly number[];
  /** Of the training values in each bin: their share, range, mean and spread. */
  readonly bins: readonly Bin[];
}

export interface Bin {
  readonly share: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
}

/** @param parts 4 for quartiles, 10 for deciles. */
export function binsOf(column: Float64Array, parts: number): Bins {
  const sorted = column.toSorted();
  const cuts = Array.from({ length: parts - 1 }, (_, i) => quantile(sorted, (i + 1) / parts));
  const borders = [...new Set(cuts)];
  const held: number[][] = Array.from({ length: borders.length + 1 }, () => []);
  for (const value of column) held[binOf(borders, value)].push(value);
  const bins = held.map((values, k): Bin => {
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
    return {
      share: values.length / column.length,
      min: borders[k - 1] ?? sorted[0],
      max: borders[k] ?? sorted[sorted.length - 1],
      mean,
      std: Math.sqrt(variance),
    };
  });
  return { borders, bins };
}

/** Between the two nearest values in proportion, as NumPy's `percentile`. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  const rest = at - low;
  // NumPy's own order of rounding: borders often are values of the data, and must not miss them.
  const step = sorted[high] - sorted[low];
  return rest >= 0.5 ? sorted[high] - step * (1 - rest) : sorted[low] + step * rest;
}

export function binOf(borders: readonly number[], value: number): number {
  let bin = 0;
  while (bin < borders.length && value > borders[bin]) bin++;
  return bin;
}

/** `37.00 < age <= 48.00`, as lime writes it. */
export function binText({ name }: Column, borders: readonly number[], bin: number): string {
  const [low, high] = [borders[bin - 1], borders[bin]].map((border) => border?.toFixed(2));
  if (low === undefined) return `${name} <= ${high}`;
  return high === undefined ? `${name} > ${low}` : `${low} < ${name} <= ${high}`;
}
