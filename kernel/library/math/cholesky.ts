/** Solves A x = b for one symmetric positive definite A and as many b as wanted. */
export type Solve = (b: ArrayLike<number>) => Float64Array;

/**
 * Cholesky factorization A = L Lᵀ in float64. Cost n³/6 multiplications, then n² for each `b`.
 *
 * @param a row-major `[n, n]`; only the lower triangle is read.
 * @returns undefined where A is singular (a pivot below 1e-12 of its diagonal) or holds NaN.
 */
export function cholesky(a: Float64Array, n: number): Solve | undefined {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i !== j) l[i * n + j] = sum / l[j * n + j];
      else if (sum > 1e-12 * Math.abs(a[i * n + i])) l[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return (b) => {
    const x = new Float64Array(b);
    for (let i = 0; i < n; i++) {
      let sum = x[i];
      for (let k = 0; k < i; k++) sum -= l[i * n + k] * x[k];
      x[i] = sum / l[i * n + i];
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = x[i];
      for (let k = i + 1; k < n; k++) sum -= l[k * n + i] * x[k];
      x[i] = sum / l[i * n + i];
    }
    return x;
  };
}
