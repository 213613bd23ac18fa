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
  const sizes = new Float32Array(values.length);
  let [count, first, isConstant] = [0, Number.NaN, true];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (count === 0) first = value;
    if (value !== first) isConstant = false;
    sizes[count++] = Math.abs(value);
  }
  const finite = sizes.subarray(0, count);
  const at = (share: number) => nth(finite, Math.min(count - 1, Math.floor(share * count)));
  return {
    range: count === 0 ? 0 : at(clip / 100) || at(1),
    constant: count > 0 && isConstant ? first : undefined,
    invalid: values.length - count,
  };
}

/** The bits of a positive float32 grow with it: the upper ones, exponent and sixteenths, are enough to sort by first. */
const shift = 19;

/** The `n`th of numbers from 0 on, the smallest being the 0th, without a sort of all of them: there may be millions. */
function nth(sizes: Float32Array, n: number): number {
  const bits = new Uint32Array(sizes.buffer, sizes.byteOffset, sizes.length);
  const counts = new Uint32Array(1 << (32 - shift));
  for (let i = 0; i < bits.length; i++) counts[bits[i] >>> shift]++;
  let [bin, before] = [0, 0];
  while (before + counts[bin] <= n) before += counts[bin++];
  return sizes.filter((_, i) => bits[i] >>> shift === bin).sort()[n - before];
}
