/** Rows of numbers, row-major `[count, columns]`. */
export interface DenseDesign {
  readonly values: ArrayLike<number>;
  readonly count: number;
  readonly columns: number;
}

/** Weighted sums of centered columns: all that a linear fit to any of the columns needs. */
export interface Moments {
  readonly columns: number;
  readonly mean: Float64Array;
  /** Σ w (x − x̄)(x − x̄)ᵀ, `[columns, columns]`, both triangles. */
  readonly gram: Float64Array;
  /** Those of one list of answers. */
  of(y: ArrayLike<number>): AnswerMoments;
}

export interface AnswerMoments {
  readonly mean: number;
  /** Σ w (x − x̄)(y − ȳ), `[columns]`. */
  readonly products: Float64Array;
  /** Σ w (y − ȳ)². */
  readonly square: number;
}

/** Cost: count × columns² multiplications, then count × columns for each list of answers. float64. */
export function momentsOf({ values, count, columns }: DenseDesign, weights: ArrayLike<number>): Moments {
  let total = 0;
  const mean = new Float64Array(columns);
  for (let row = 0; row < count; row++) {
    total += weights[row];
    for (let i = 0; i < columns; i++) mean[i] += weights[row] * values[row * columns + i];
  }
  for (let i = 0; i < columns; i++) mean[i] /= total;
  const gram = new Float64Array(columns * columns);
  const centered = new Float64Array(columns);
  for (let row = 0; row < count; row++) {
    for (let i = 0, at = row * columns; i < columns; i++, at++) centered[i] = values[at] - mean[i];
    const weight = weights[row];
    for (let i = 0; i < columns; i++) {
      const share = weight * centered[i];
      for (let j = 0, at = i * columns; j <= i; j++, at++) gram[at] += share * centered[j];
    }
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) gram[j * columns + i] = gram[i * columns + j];
  return {
    columns,
    mean,
    gram,
    of(y) {
      // Measured from the first answer, answers that are all the same leave exactly nothing to explain.
      const origin = y[0];
      let shift = 0;
      for (let row = 0; row < count; row++) shift += (weights[row] * (y[row] - origin)) / total;
      const products = new Float64Array(columns);
      let square = 0;
      for (let row = 0; row < count; row++) {
        const off = y[row] - origin - shift;
        square += weights[row] * off ** 2;
        const share = weights[row] * off;
        for (let i = 0, at = row * columns; i < columns; i++, at++) products[i] += share * (values[at] - mean[i]);
      }
      return { mean: origin + shift, products, square };
    },
  };
}
