/**
 * The feature that seems to interact most with another: along the other's value, in windows of rows that are nearly
 * alike in it, what is left of its values' spread goes with which feature? SHAP's `approximate_interactions`.
 *
 * @param columns each feature's value in each row.
 * @param values what feature `own` adds in each row.
 * @returns undefined where no feature goes with what is left.
 */
export function strongestInteraction(
  own: number,
  columns: readonly ArrayLike<number>[],
  values: ArrayLike<number>,
): number | undefined {
  const order = Array.from({ length: values.length }, (_, row) => row).sort(
    (a, b) => columns[own][a] - columns[own][b] || a - b,
  );
  const window = Math.max(Math.min(Math.floor(values.length / 10), 50), 1);
  let best: number | undefined;
  let most = 1e-9;
  for (const [feature, column] of columns.entries()) {
    if (feature === own) continue;
    let total = 0;
    for (let start = 0; start < order.length; start += window) {
      const rows = order.slice(start, start + window);
      total += Math.abs(
        correlation(
          rows.map((row) => column[row]),
          rows.map((row) => values[row]),
        ),
      );
    }
    if (total <= most) continue;
    most = total;
    best = feature;
  }
  return best;
}

/** Pearson's; 0 where one of the two is constant. */
function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [a, b] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - a) * (y[i] - b);
    xx += (x[i] - a) ** 2;
    yy += (y[i] - b) ** 2;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
