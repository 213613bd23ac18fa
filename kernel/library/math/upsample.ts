/** How a small map is brought to the size of the input: not at all, or as Torch's `interpolate` does it. */
export type Upsample = "bilinear" | "nearest" | "none";

/**
 * Bilinear with the corners of pixels aligned (`align_corners=False`), as Torch and OpenCV; or the nearest cell; `"aligned"`: bilinear with the middles of the
 * outer pixels aligned (`align_corners=True`). Of volumes likewise, between eight neighbors.
 *
 * @param size of `map`, one length for each of its axes; @param to as many.
 */
export function upsample(
  map: Float32Array,
  size: readonly number[],
  to: readonly number[],
  mode: Exclude<Upsample, "none"> | "aligned",
): Float32Array {
  // Not rounded in between.
  let now = Float64Array.from(map);
  for (let axis = size.length - 1; axis >= 0; axis--) {
    const behind = to.slice(axis + 1).reduce((all, length) => all * length, 1);
    now = alongAxis(now, size[axis], behind, places(size[axis], to[axis], mode));
  }
  return Float32Array.from(now);
}

/** One axis at another length; `behind` it lie so many numbers for each of its places. */
function alongAxis(
  from: Float64Array,
  length: number,
  behind: number,
  wanted: readonly Place[],
): Float64Array<ArrayBuffer> {
  const before = from.length / (length * behind);
  const larger = new Float64Array(before * wanted.length * behind);
  for (let first = 0; first < before; first++) {
    for (const [at, { from: low, to: high, share }] of wanted.entries()) {
      const target = (first * wanted.length + at) * behind;
      const [a, b] = [(first * length + low) * behind, (first * length + high) * behind];
      for (let i = 0; i < behind; i++) larger[target + i] = from[a + i] * (1 - share) + from[b + i] * share;
    }
  }
  return larger;
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** For each new place the two old ones that it lies between, and how far towards the second. */
function places(size: number, to: number, mode: Exclude<Upsample, "none"> | "aligned"): Place[] {
  return Array.from({ length: to }, (_, place) => {
    if (mode === "nearest") {
      const from = Math.min(Math.floor((place * size) / to), size - 1);
      return { from, to: from, share: 0 };
    }
    const exact =
      mode === "aligned" ? (place * (size - 1)) / Math.max(1, to - 1) : Math.max(((place + 0.5) * size) / to - 0.5, 0);
    const from = Math.min(Math.floor(exact), size - 1);
    return { from, to: Math.min(from + 1, size - 1), share: exact - from };
  });
}
