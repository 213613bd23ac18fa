/** Ranks from 0, equal values sharing the mean of theirs. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  // Sorting numbers and looking each of them up is several times as fast as sorting their places.
  const sorted = Float64Array.from(values).sort();
  const different = new Float64Array(sorted.length);
  const rankOf = new Float64Array(sorted.length);
  let count = 0;
  for (let start = 0; start < sorted.length; count++) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    different[count] = sorted[start];
    rankOf[count] = (start + end - 1) / 2;
    start = end;
  }
  const ranks = new Float64Array(sorted.length);
  for (let i = 0; i < ranks.length; i++) {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (different[middle] < values[i]) low = middle + 1;
      else high = middle;
    }
    ranks[i] = rankOf[low];
  }
  return ranks;
}

/** Spearman's rank correlation, −1 to 1; null where one of the two is constant or holds NaN. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if ([a, b].some((values) => Array.from(values).some(Number.isNaN))) return null;
  return ofRanks(ranksOf(a), ranksOf(b));
}

/** The same of what `ranksOf` made. */
export function ofRanks(x: Float64Array, y: Float64Array): number | null {
  const mean = (x.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) ** 2;
    yy += (y[i] - mean) ** 2;
  }
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}
