import { fft, inverseFft, radices } from "./fft.ts";
import { sizeOf } from "./sizeOf.ts";

/**
 * Σ a[p]·b[p + s] over all places p, for every shift s, places beyond the end beginning again: `[0]` is unshifted.
 *
 * @param shape of both; row-major, as is the result.
 */
export function circularCorrelation(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  shape: readonly number[],
): Float64Array {
  const padded = shape.map(paddedLength);
  const [of, size] = [placesIn(shape, padded), sizeOf(padded)];
  // Both are real, so that one transform holds them: a in the real part, b in the imaginary one.
  const both = { re: new Float64Array(size), im: new Float64Array(size) };
  for (let i = 0; i < of.first.length; i++) both.re[of.first[i]] = a[i];
  for (let i = 0; i < size; i++) both.im[i] = of.again[i] < 0 ? 0 : b[of.again[i]];
  const { re, im } = fft(both, padded);
  const product = { re: new Float64Array(size), im: new Float64Array(size) };
  const opposite = oppositesIn(padded);
  for (let i = 0; i < size; i++) {
    const j = opposite[i];
    // A = (z[i] + z̄[j]) / 2 and B = (z[i] − z̄[j]) / 2i; wanted is Ā·B.
    const [aRe, aIm] = [(re[i] + re[j]) / 2, (im[i] - im[j]) / 2];
    const [bRe, bIm] = [(im[i] + im[j]) / 2, (re[j] - re[i]) / 2];
    product.re[i] = aRe * bRe + aIm * bIm;
    product.im[i] = aRe * bIm - aIm * bRe;
  }
  const found = inverseFft(product, padded).re;
  const result = new Float64Array(of.first.length);
  for (let i = 0; i < result.length; i++) result[i] = found[of.first[i]];
  return result;
}

/** The largest prime factor that is transformed as it is: a larger one costs more than a longer axis. */
const largest = 61;

/** A length of small factors: the axis itself, or one that holds it and once more all of it but one. */
function paddedLength(length: number): number {
  let padded = length;
  if (Math.max(1, ...radices(length)) > largest) {
    padded = 2 * length - 1;
    while (Math.max(...radices(padded)) > 7) padded++;
  }
  return padded;
}

/** Where each place lies in the padded array, and which place each number there repeats; −1 where none. */
function placesIn(shape: readonly number[], padded: readonly number[]) {
  const again = new Int32Array(sizeOf(padded));
  const first = new Int32Array(sizeOf(shape));
  let [inner, innerPadded] = [1, 1];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis];
    const end = Math.max(length, 2 * length - 1);
    // From the end, since the beginning is read.
    for (let at = padded[axis] - 1; at >= 0; at--) {
      for (let i = 0; i < innerPadded; i++) {
        again[at * innerPadded + i] = at < end && again[i] >= 0 ? again[i] + (at % length) * inner : -1;
      }
    }
    for (let at = length - 1; at >= 0; at--) {
      for (let i = 0; i < inner; i++) first[at * inner + i] = first[i] + at * innerPadded;
    }
    inner *= length;
    innerPadded *= padded[axis];
  }
  return { first, again };
}

/** The place of −s for each s. */
function oppositesIn(shape: readonly number[]): Int32Array {
  const opposite = new Int32Array(sizeOf(shape));
  let inner = 1;
  for (const length of [...shape].reverse()) {
    for (let at = 1; at < length; at++) {
      for (let i = 0; i < inner; i++) opposite[at * inner + i] = opposite[i] + (length - at) * inner;
    }
    inner *= length;
  }
  return opposite;
}
