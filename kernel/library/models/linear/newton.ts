import { currentCell } from "../../ground/cell.ts";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { cholesky } from "../../math/cholesky.ts";

/** A convex function at a point: its value, slope, and curvature (`[n, n]` row-major, lower triangle). */
export interface Convex {
  readonly size: number;
  value(at: Float64Array): Promise<number>;
  slopes(at: Float64Array): Promise<{ gradient: Float64Array; hessian: Float64Array }>;
}

const mostIterations = 100;

/**
 * The lowest point of a convex function by Newton's method with halved steps, to the last digits of a float64.
 *
 * @throws DataError where it has none, or no single one.
 */
export async function newton(
  problem: Convex,
  what: string,
  signal?: AbortSignal,
): Promise<{ at: Float64Array; iterations: number }> {
  const cell = currentCell();
  let at = new Float64Array(problem.size);
  let value = await problem.value(at);
  for (let iterations = 1; iterations <= mostIterations; iterations++) {
    for (const each of [cell.signal, signal]) each?.throwIfAborted();
    const { gradient, hessian } = await problem.slopes(at);
    const solve = cholesky(hessian, problem.size);
    if (!solve) break;
    const step = solve(gradient);
    const gain = step.reduce((sum, move, i) => sum + move * gradient[i], 0);
    let length = 1;
    let next = at.map((place, i) => place - step[i]);
    let lower = await problem.value(next);
    while (!(lower <= value - 1e-4 * length * gain) && length > 1e-10 && gain > 1e-12 * Math.abs(value)) {
      length /= 2;
      next = at.map((place, i) => place - length * step[i]);
      lower = await problem.value(next);
    }
    cell.progress(Math.min(0.99, iterations / 12), `${what}, iteration ${iterations}`);
    // Close to the end, the value's own rounding hides what a step gains: the step is still the better one.
    if (gain <= 1e-20 * Math.max(1, Math.abs(value)) || (gain <= 1e-12 * Math.abs(value) && !(lower < value))) {
      return { at: next, iterations };
    }
    [at, value] = [next, lower];
  }
  throw new DataError(
    say`${what} has no unique optimum: the classes can be separated perfectly, or columns repeat each other. Set C to a number such as 1, or leave columns out`,
  );
}
