import { cholesky } from "./cholesky.ts";

/** A linear model fitted to weighted samples. */
export interface LinearFit {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** Weighted R², at most 1; 1 where the answers are all the same. */
  readonly r2: number;
}

/** A fit to samples that were drawn. */
export interface SampledFit extends LinearFit {
  /** Of each coefficient over other samples; infinite where there are no more samples than coefficients. */
  readonly standardError: Float64Array;
}

/** Rows of a design, row-major `[count, columns]`: 0 and 1 for segments. */
export interface Design {
  readonly values: Uint8Array;
  readonly count: number;
  readonly columns: number;
}

/**
 * Weighted ridge regression with an intercept that is not penalized, as scikit-learn's `Ridge`: the smallest
 * Σ wᵢ (yᵢ − b − xᵢ·β)² + α ‖β‖². One factorization serves any number of answers `y`. float64.
 *
 * @returns undefined where the samples do not determine the coefficients (only with `alpha` 0).
 */
export function ridge(
  design: Design,
  weights: ArrayLike<number>,
  alpha: number,
): ((y: ArrayLike<number>) => SampledFit) | undefined {
  const { count, columns } = design;
  let total = 0;
  const mean = new Float64Array(columns);
  const gram = new Float64Array(columns * columns);
  const { present, starts } = presentIn(design);
  /** Adds `weight` × x xᵀ of a row to the lower triangle of `into`. */
  const addProduct = (row: number, weight: number, into: Float64Array) => {
    for (let a = starts[row]; a < starts[row + 1]; a++) {
      const line = present[a] * columns;
      for (let b = starts[row]; b <= a; b++) into[line + present[b]] += weight;
    }
  };
  for (let row = 0; row < count; row++) {
    const weight = weights[row];
    total += weight;
    for (let a = starts[row]; a < starts[row + 1]; a++) mean[present[a]] += weight;
    addProduct(row, weight, gram);
  }
  for (let i = 0; i < columns; i++) mean[i] = mean[i] / total;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      const centered = gram[i * columns + j] - total * mean[i] * mean[j];
      gram[i * columns + j] = centered + (i === j ? alpha : 0);
    }
  }
  const solve = cholesky(gram, columns);
  if (!solve) return undefined;
  const solved = solve;
  const rests = new Float64Array(count);

  return (y) => {
    // Measured from the first answer, answers that are all the same leave exactly nothing to explain.
    const origin = y[0];
    let meanY = 0;
    for (let row = 0; row < count; row++) meanY += (weights[row] * (y[row] - origin)) / total;
    const centered = (row: number) => y[row] - origin - meanY;
    const moments = new Float64Array(columns);
    for (let row = 0; row < count; row++) {
      const share = weights[row] * centered(row);
      for (let a = starts[row]; a < starts[row + 1]; a++) moments[present[a]] += share;
    }
    // Σ w (x − x̄)(y − ȳ) is Σ w x (y − ȳ): the centered answers sum to 0.
    const coefficients = solve(moments);
    const shift = coefficients.reduce((rest, beta, i) => rest - beta * mean[i], meanY);
    let residual = 0;
    let spread = 0;
    for (let row = 0; row < count; row++) {
      let fitted = shift;
      for (let a = starts[row]; a < starts[row + 1]; a++) fitted += coefficients[present[a]];
      rests[row] = y[row] - origin - fitted;
      residual += weights[row] * rests[row] ** 2;
      spread += weights[row] * centered(row) ** 2;
    }
    const r2 = spread === 0 ? 1 : 1 - residual / spread;
    return { coefficients, intercept: origin + shift, r2, standardError: sandwich(rests) };
  };

  /** The spread over other samples, H⁻¹ B H⁻¹, with B of each row's share in the normal equations. */
  function sandwich(rests: Float64Array): Float64Array {
    const freedom = count - columns - 1;
    if (freedom <= 0) return new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
    const between = new Float64Array(columns * columns);
    const sums = new Float64Array(columns);
    let all = 0;
    for (let row = 0; row < count; row++) {
      const share = (weights[row] * rests[row]) ** 2;
      all += share;
      for (let a = starts[row]; a < starts[row + 1]; a++) sums[present[a]] += share;
      addProduct(row, share, between);
    }
    // Of x − x̄, out of the sums over x.
    const centered = (i: number, j: number) =>
      between[Math.max(i, j) * columns + Math.min(i, j)] -
      sums[i] * mean[j] -
      mean[i] * sums[j] +
      all * mean[i] * mean[j];
    const half = Array.from(mean, (_, i) => solved(Float64Array.from(mean, (_, j) => centered(i, j))));
    return Float64Array.from(mean, (_, j) =>
      Math.sqrt((Math.max(0, solved(Float64Array.from(half, (column) => column[j]))[j]) * count) / freedom),
    );
  }
}

/** Which columns of each row are 1: from `starts[row]` to before `starts[row + 1]`. */
function presentIn({ values, count, columns }: Design): { present: Int32Array; starts: Int32Array } {
  const present = new Int32Array(values.length);
  const starts = new Int32Array(count + 1);
  let found = 0;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < columns; column++) if (values[row * columns + column]) present[found++] = column;
    starts[row + 1] = found;
  }
  return { present, starts };
}
