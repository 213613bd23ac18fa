export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};

/** Of a sample: divided by n − 1. NaN for a single value. */
export function standardDeviation(values: ArrayLike<number>): number {
  const middle = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - middle) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * The standard error of a figure that was worked out of `count` samples: the delete-one jackknife (Efron, Stein 1981).
 * Of a maximum it is the gap between the two largest samples, but for (n − 1)/n: the bound of Robson, Whitlock 1964.
 *
 * @param without the figure when sample `left` is left out.
 */
export function jackknife(count: number, without: (left: number) => number): number {
  if (count < 2) return Number.NaN;
  const figures = Float64Array.from({ length: count }, (_, left) => without(left));
  const middle = mean(figures);
  let squares = 0;
  for (const figure of figures) squares += (figure - middle) ** 2;
  return Math.sqrt(((count - 1) / count) * squares);
}

/** Pearson's correlation of samples, −1 to 1, and its jackknife error; NaN where one of the two is constant. */
export function sampledPearson(x: Float64Array, y: Float64Array): { score: number; error: number } {
  const [meanX, meanY, count] = [mean(x), mean(y), x.length];
  // Around the means, so that leaving one out of the sums loses no digits.
  const [a, b] = [x.map((value) => value - meanX), y.map((value) => value - meanY)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  const error = jackknife(count, (i) => {
    const share = count / (count - 1);
    return correlation(ab - share * a[i] * b[i], aa - share * a[i] ** 2, bb - share * b[i] ** 2);
  });
  return { score: correlation(ab, aa, bb), error };
}

const correlation = (xy: number, xx: number, yy: number) =>
  xx <= 0 || yy <= 0 ? Number.NaN : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
