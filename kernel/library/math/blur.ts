/** What stands over the edge: the picture mirrored, edge pixel included, or zeros. */
export type Border = "mirrored" | "zero";

/** Gaussian smoothing along height and width, cut off at four σ. */
export function blur(
  values: ArrayLike<number>,
  [height, width, channels]: readonly [number, number, number],
  sigma: number,
  border: Border = "mirrored",
): Float64Array {
  const across = blurAlong(values, [1, height, width * channels], sigma, border);
  return blurAlong(across, [height, width, channels], sigma, border);
}

/** The same along the middle axis of `[outer, length, inner]`: SciPy's `gaussian_filter1d`, `"reflect"` or `"constant"`. */
export function blurAlong(
  values: ArrayLike<number>,
  [outer, length, inner]: readonly [outer: number, length: number, inner: number],
  sigma: number,
  border: Border = "mirrored",
): Float64Array {
  const reach = Math.floor(4 * sigma + 0.5);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    sigma === 0 ? 1 : Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const weights = kernel.map((weight) => weight / total);
  const smooth = new Float64Array(values.length);
  // One line with what stands over its edges: neighbors in memory.
  const line = new Float64Array(length + 2 * reach);
  const mirrored = Int32Array.from(line, (_, i) => {
    const at = (((i - reach) % (2 * length)) + 2 * length) % (2 * length);
    return at < length ? at : 2 * length - 1 - at;
  });
  for (let block = 0; block < outer; block++) {
    for (let column = 0; column < inner; column++) {
      const start = block * length * inner + column;
      if (border === "mirrored") for (let i = 0; i < line.length; i++) line[i] = values[start + mirrored[i] * inner];
      else for (let i = 0; i < length; i++) line[reach + i] = values[start + i * inner];
      for (let place = 0; place < length; place++) {
        // Zeros over the edge add nothing.
        const first = border === "zero" ? Math.max(0, reach - place) : 0;
        const end = border === "zero" ? Math.min(weights.length, length + reach - place) : weights.length;
        let sum = 0;
        for (let i = first; i < end; i++) sum += weights[i] * line[place + i];
        smooth[start + place * inner] = sum;
      }
    }
  }
  return smooth;
}
