/** The `share` quantile (0 to 1) of values in ascending order, between two of them in proportion: NumPy's default. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The `share` quantile as SciPy's `mquantiles` has it (α = β = 0.4), which scikit-learn's grids are made of. */
export function mquantile(sorted: ArrayLike<number>, share: number): number {
  const place = sorted.length * share + 0.4 + 0.2 * share;
  const below = Math.floor(Math.min(Math.max(place, 1), sorted.length - 1));
  const rest = Math.min(Math.max(place - below, 0), 1);
  return (1 - rest) * sorted[below - 1] + rest * sorted[below];
}
