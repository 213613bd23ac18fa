/** What the values of a map are like: where its colours end, and what is odd about it. */
export interface MapFacts {
  /** |value| at which the colour is full: the percentile, or the largest where that is 0; 0 where all values are. */
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

/** A number in four significant digits: what is stored of a map. */
export function rounded(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const scale = 10 ** (3 - Math.floor(Math.log10(Math.abs(value))));
  return Number.isFinite(scale) && scale > 0 ? Math.round(value * scale) / scale : value;
}

/** Maps of one output, signed or not, of pixels or of segments (a sum over many pixels), share one colour range. */
export const groupOf = (output: string, signed: boolean, segmented: boolean): string =>
  `${signed ? output : `|${output}|`}${segmented ? " of segments" : ""}`;
