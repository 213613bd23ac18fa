import { cholesky } from "./cholesky.ts";
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
 * Shapley values. One factorisation serves any number of answers. float64.
 *
 * The standard error is the sandwich estimate over the draws, a coalition and its complement being one draw:
 * H⁻¹ (Σ s sᵀ) H⁻¹ with each draw's share s in the normal equations. Enumerated coalitions add none.
 *
 * @returns undefined where the coalitions do not determine the values.
 */
export function shapleyRegression(
  coalitions: Coalitions,
): ((y: ArrayLike<number>, empty: number, whole: number) => ShapleyFit) | undefined {
  const { values, weights, count, columns, draws } = coalitions;
  // The last value is what the others leave of the sum: a row becomes x_j − x_last.
  const free = columns - 1;
  const x = new Float64Array(count * free);
  for (let row = 0; row < count; row++) {
    const last = values[row * columns + free];
    for (let j = 0; j < free; j++) x[row * free + j] = values[row * columns + j] - last;
  }
  const gram = new Float64Array(free * free);
  const places = new Int32Array(free);
  for (let row = 0; row < count; row++) {
    let found = 0;
    for (let j = 0; j < free; j++) if (x[row * free + j]) places[found++] = j;
    const weight = weights[row];
    // Within a row all entries that are not 0 are 1, or all are −1: their products are 1.
    for (let a = 0; a < found; a++) {
      const line = places[a] * free;
      for (let b = 0; b <= a; b++) gram[line + places[b]] += weight;
    }
  }
  const solve = cholesky(gram, free);
  if (!solve) return undefined;

  const share = (row: number, rest: number, into: Float64Array) => {
    const weighted = weights[row] * rest;
    for (let j = 0; j < free; j++) into[j] += weighted * x[row * free + j];
  };

  const sandwich = (residual: (row: number) => number): Float64Array => {
    const error = new Float64Array(columns);
    const total = draws.reduce((sum, { times }) => sum + times, 0);
    // The fit bends towards its own draws: free values are spent on them.
    const freedom = total - free;
    if (total === 0) return error;
    if (freedom <= 0) return error.fill(Number.POSITIVE_INFINITY);
    for (const { rows, times } of draws) {
      const sum = new Float64Array(free);
      for (const row of rows) share(row, residual(row), sum);
      // A draw that came several times carries that many shares of the same size.
      const moved = solve(sum);
      let last = 0;
      for (let j = 0; j < free; j++) {
        error[j] += moved[j] ** 2 / times;
        last += moved[j];
      }
      error[free] += last ** 2 / times;
    }
    return error.map((variance) => Math.sqrt((variance * total) / freedom));
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
