import { cholesky } from "./cholesky.ts";

/** A linear model fitted to weighted samples. */
export interface LinearFit {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** Weighted R², at most 1; 1 where the answers are all the same. */
  readonly r2: number;
}

/** Rows of a design, row-major `[count, columns]`: 0 and 1 for segments. */
export interface Design {
  readonly values: Uint8Array;
  readonly count: number;
  readonly columns: number;
}

/**
 * Weighted ridge regression with an intercept that is not penalised, as scikit-learn's `Ridge`: the smallest
 * Σ wᵢ (yᵢ − b − xᵢ·β)² + α ‖β‖². One factorisation serves any number of answers `y`. float64.
 *
 * @returns undefined where the samples do not determine the coefficients (only with `alpha` 0).
 */
export function ridge(
  design: Design,
  weights: ArrayLike<number>,
  alpha: number,
): ((y: ArrayLike<number>) => LinearFit) | undefined {
  const { values, count, columns } = design;
  let total = 0;
  const mean = new Float64Array(columns);
  const gram = new Float64Array(columns * columns);
  const present = new Int32Array(columns);
  for (let row = 0; row < count; row++) {
    const weight = weights[row];
    total += weight;
    const found = presentIn(values, row * columns, columns, present);
    for (let a = 0; a < found; a++) {
      const i = present[a];
      mean[i] += weight;
      for (let b = 0; b <= a; b++) gram[i * columns + present[b]] += weight;
    }
  }
  for (let i = 0; i < columns; i++) mean[i] = mean[i] / total;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      const centred = gram[i * columns + j] - total * mean[i] * mean[j];
      gram[i * columns + j] = centred + (i === j ? alpha : 0);
    }
  }
  const solve = cholesky(gram, columns);
  if (!solve) return undefined;

  return (y) => {
    // Measured from the first answer, answers that are all the same leave exactly nothing to explain.
    const origin = y[0];
    let meanY = 0;
    for (let row = 0; row < count; row++) meanY += (weights[row] * (y[row] - origin)) / total;
    const centred = (row: number) => y[row] - origin - meanY;
    const moments = new Float64Array(columns);
    for (let row = 0; row < count; row++) {
      const share = weights[row] * centred(row);
      const found = presentIn(values, row * columns, columns, present);
      for (let a = 0; a < found; a++) moments[present[a]] += share;
    }
    // Σ w (x − x̄)(y − ȳ) is Σ w x (y − ȳ): the centred answers sum to 0.
    const coefficients = solve(moments);
    const shift = coefficients.reduce((rest, beta, i) => rest - beta * mean[i], meanY);
    let residual = 0;
    let spread = 0;
    for (let row = 0; row < count; row++) {
      let fitted = shift;
      const found = presentIn(values, row * columns, columns, present);
      for (let a = 0; a < found; a++) fitted += coefficients[present[a]];
      residual += weights[row] * (y[row] - origin - fitted) ** 2;
      spread += weights[row] * centred(row) ** 2;
    }
    return { coefficients, intercept: origin + shift, r2: spread === 0 ? 1 : 1 - residual / spread };
  };
}

/** Writes which columns of a row are 1 into `into`, and returns how many. */
function presentIn(values: Uint8Array, start: number, columns: number, into: Int32Array): number {
  let found = 0;
  for (let column = 0; column < columns; column++) if (values[start + column]) into[found++] = column;
  return found;
}
