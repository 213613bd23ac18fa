/** What the values of a map are like: where its colors end, and what is odd about it. */
export interface MapFacts {
  /** |value| at which the color is full: the percentile, or the largest where that is 0; 0 where all values are. */
  range: number;
  /** The one value that all finite values have; undefined where they differ. */
  constant: number | undefined;
  /** How many values are NaN or infinite. */
  invalid: number;
}

/** @param clip percentile of |value|, 0 to 100. */
export function factsOf(values: Float32Array, clip: number): MapFacts {
  const finite = values.filter(Number.isFinite);
  const sorted = finite.map(Math.abs).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const first = finite[0];
  return {
    range: at(clip / 100) || at(1),
    constant: first !== undefined && finite.every((value) => value === first) ? first : undefined,
    invalid: values.length - finite.length,
  };
}
