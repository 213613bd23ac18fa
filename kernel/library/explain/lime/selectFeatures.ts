import { say } from "../../ground/say.ts";
import { type Design, type LinearFit, ridge, type SampledFit } from "../../math/ridge.ts";

/**
 * lime's ridge regression (α = 1), with all segments or with the `wanted` ones that a weaker ridge (α = 0.01) finds to
 * weigh most (lime's `highest_weights`); the others get 0.
 */
export function selectFeatures(
  samples: Design,
  weights: ArrayLike<number>,
  wanted?: number,
): (y: ArrayLike<number>) => LinearFit & Partial<SampledFit> {
  const fitAll = positive(ridge(samples, weights, 1));
  if (wanted === undefined || wanted >= samples.columns) return fitAll;
  const rough = positive(ridge(samples, weights, 0.01));
  return (y) => {
    const size = rough(y).coefficients.map(Math.abs);
    const chosen = [...size.keys()].sort((a, b) => size[b] - size[a]).slice(0, wanted);
    const { values, count, columns } = samples;
    const some = new Uint8Array(count * chosen.length);
    for (let row = 0; row < count; row++) {
      for (const [place, column] of chosen.entries())
        some[row * chosen.length + place] = values[row * columns + column];
    }
    const fit = positive(ridge({ values: some, count, columns: chosen.length }, weights, 1))(y);
    const coefficients = new Float64Array(columns);
    for (const [place, column] of chosen.entries()) coefficients[column] = fit.coefficients[place];
    // Errors of the chosen ones would not count that others might have been chosen.
    return { coefficients, intercept: fit.intercept, r2: fit.r2 };
  };
}

/** With a penalty above 0 there is always one answer, unless the weights are not numbers. */
function positive<T>(fit: T | undefined): T {
  if (!fit) throw new RangeError(say`the weights of the samples are not finite`);
  return fit;
}
