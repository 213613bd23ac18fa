/** How near numbers come to what they should be. */
export interface NumberScore {
  /**
   * 1 − Σ(target − answer)² / Σ(target − mean)²: 1 is perfect, 0 is no better than always the mean, below 0 is worse. NaN
   * where all targets are the same.
   */
  readonly r2: number;
  /** Mean absolute error, in the target's unit. */
  readonly mae: number;
  /** Root of the mean squared error, in the target's unit. */
  readonly rmse: number;
  /** Mean of answer − target: above 0 the answers are too high. */
  readonly bias: number;
}

/** The scores of one output, as scikit-learn's `r2_score`, `mean_absolute_error` and `root_mean_squared_error`. */
export function numberScore(targets: ArrayLike<number>, answers: ArrayLike<number>): NumberScore {
  const n = targets.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += targets[i] / n;
  let [squares, spread, distance, bias] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const error = answers[i] - targets[i];
    squares += error * error;
    distance += Math.abs(error);
    bias += error;
    spread += (targets[i] - mean) ** 2;
  }
  return {
    r2: spread === 0 ? Number.NaN : 1 - squares / spread,
    mae: distance / n,
    rmse: Math.sqrt(squares / n),
    bias: bias / n,
  };
}
