import { cholesky } from "../../math/cholesky.ts";
import type { Coalitions } from "./coalitions.ts";

/** The values of one answer, and how far another set of draws would have moved them. */
export interface ShapleyFit {
  readonly phi: Float64Array;
  /** One standard deviation of each value over the random draws; 0 where nothing was drawn. */
  readonly standardError: Float64Array;
}

/**
 * Kernel SHAP's regression (Lundberg and Lee 2017, theorem 2): the φ with Σφ = f(x) − f(baseline) exactly that come
 * nearest, in the weighted least squares sense, to the answers of the coalitions. Over all coalitions they are the
 * Shapley values. One factorization serves any number of answers. float64.
 *
 * The standard error is the sandwich estimate H⁻¹ B H⁻¹, where B is the variance of the drawn pairs' share in the normal
 * equations, within each size of coalitions and for draws without replacement: a size that is there whole adds none.
 *
 * @returns undefined where the coalitions do not determine the values.
 */
export function shapleyRegression(
  coalitions: Coalitions,
): ((y: ArrayLike<number>, empty: number, whole: number) => ShapleyFit) | undefined {
  const { values, weights, count, columns, strata } = coalitions;
  // The last value is what the others leave of the sum: a row becomes x_j − x_last.
  const free = columns - 1;
  const x = new Float64Array(count * free);
  for (let row = 0; row < count; row++) {
    const last = values[row * columns + free];
    for (let j = 0; j < free; j++) x[row * free + j] = values[row * columns + j] - last;
  }
  const gram = new Float64Array(free * free);
  const places = new Int32Array(free);
  /** Adds `weight` × x xᵀ of a row to the lower triangle of `into`. */
  const addProduct = (row: number, weight: number, into: Float64Array) => {
    let found = 0;
    for (let j = 0; j < free; j++) if (x[row * free + j]) places[found++] = j;
    // Within a row all entries that are not 0 are 1, or all are −1: their products are 1.
    for (let a = 0; a < found; a++) {
      const line = places[a] * free;
      for (let b = 0; b <= a; b++) into[line + places[b]] += weight;
    }
  };
  for (let row = 0; row < count; row++) addProduct(row, weights[row], gram);
  const solve = cholesky(gram, free);
  if (!solve) return undefined;

  const share = (row: number, rest: number, into: Float64Array) => {
    const weighted = weights[row] * rest;
    for (let j = 0; j < free; j++) into[j] += weighted * x[row * free + j];
  };

  const sandwich = (residual: (row: number) => number): Float64Array => {
    const error = new Float64Array(columns);
    if (strata.every(({ population, pairs }) => pairs.length === population)) return error;
    // The fit bends towards its own pairs: free values are spent on them.
    const known = strata.reduce((sum, { pairs }) => sum + pairs.length, 0);
    if (known <= free) return error.fill(Number.POSITIVE_INFINITY);
    const between = new Float64Array(free * free);
    for (const { population, pairs } of strata) {
      const drawn = pairs.length;
      if (drawn === population || drawn === 0) continue;
      // A single pair does not tell how far another would differ: its whole share is taken for that.
      const scale = drawn === 1 ? 1 : ((1 - drawn / population) * drawn) / (drawn - 1);
      const mean = new Float64Array(free);
      for (const row of pairs) {
        // A complement's row is the negative of its pair's.
        const size = weights[row] * (residual(row) - residual(row + 1));
        addProduct(row, scale * size ** 2, between);
        for (let j = 0; j < free; j++) mean[j] += (size * x[row * free + j]) / drawn;
      }
      if (drawn === 1) continue;
      for (let i = 0; i < free; i++) {
        for (let j = 0; j <= i; j++) between[i * free + j] -= scale * drawn * mean[i] * mean[j];
      }
    }
    for (let i = 0; i < free; i++) for (let j = 0; j < i; j++) between[j * free + i] = between[i * free + j];
    // H⁻¹ B, a column at a time (B is symmetric); then H⁻¹ on its rows.
    const half = Array.from({ length: free }, (_, i) => solve(between.subarray(i * free, (i + 1) * free)));
    let last = 0;
    for (let j = 0; j < free; j++) {
      const covariances = solve(Float64Array.from(half, (column) => column[j]));
      error[j] = covariances[j];
      for (const covariance of covariances) last += covariance;
    }
    error[free] = last;
    return error.map((variance) => Math.sqrt((Math.max(0, variance) * known) / (known - free)));
  };

  return (y, empty, whole) => {
    const gap = whole - empty;
    const answer = (row: number) => y[row] - empty - gap * values[row * columns + free];
    const moments = new Float64Array(free);
    for (let row = 0; row < count; row++) share(row, answer(row), moments);
    const solved = solve(moments);
    const phi = new Float64Array(columns);
    phi.set(solved);
    phi[free] = solved.reduce((left, value) => left - value, gap);

    const residual = (row: number) => {
      let rest = answer(row);
      for (let j = 0; j < free; j++) rest -= solved[j] * x[row * free + j];
      return rest;
    };
    return { phi, standardError: sandwich(residual) };
  };
}
