import type { Rows } from "../call/inputs.ts";
import { distance, type Space } from "./space.ts";

/** Rows that are compared with all others, and all others, at most: of more, one in k stands for them. */
const mostCompared = 200;
const mostRows = 5000;

/**
 * How much at home a row is among the data: the share of the data's rows whose own nearest neighbor lies at least as
 * far from them as the row's lies from it. 1: nearer to a real row than any; 0: farther out than every real row.
 */
export function plausibilityOf(space: Space, data: Rows): (row: ArrayLike<number>) => number {
  const every = Math.max(1, Math.ceil(data.count / mostRows));
  const rows = Array.from({ length: Math.ceil(data.count / every) }, (_, i) =>
    data.values.subarray(i * every * data.size, (i * every + 1) * data.size),
  );
  const nearest = (row: ArrayLike<number>, but = -1) =>
    rows.reduce(
      (least, other, i) => (i === but ? least : Math.min(least, distance(space, row, other))),
      Number.POSITIVE_INFINITY,
    );
  const step = Math.max(1, Math.ceil(rows.length / mostCompared));
  const own = Float64Array.from({ length: Math.ceil(rows.length / step) }, (_, i) => nearest(rows[i * step], i * step));
  return (row) => {
    const away = nearest(row);
    return own.filter((gap) => gap >= away).length / own.length;
  };
}
