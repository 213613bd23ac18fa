/** Gaussian smoothing along height and width, cut off at four σ; over the edge the picture is mirrored, edge pixel included. */
export function blur(
  values: ArrayLike<number>,
  [height, width, channels]: readonly [number, number, number],
  sigma: number,
): Float64Array {
  const across = blurAlong(values, [1, height, width * channels], sigma);
  return blurAlong(across, [height, width, channels], sigma);
}

/** The same along the middle axis of `[outer, length, inner]`: SciPy's `gaussian_filter1d` with its defaults. */
export function blurAlong(
  values: ArrayLike<number>,
  [outer, length, inner]: readonly [outer: number, length: number, inner: number],
  sigma: number,
): Float64Array {
  const reach = Math.floor(4 * sigma + 0.5);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    sigma === 0 ? 1 : Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const weights = kernel.map((weight) => weight / total);
  /** Places from `reach` before the first to `reach` behind the last, mirrored into the axis. */
  const mirrored = Int32Array.from({ length: length + 2 * reach }, (_, i) => {
    const at = (((i - reach) % (2 * length)) + 2 * length) % (2 * length);
    return (at < length ? at : 2 * length - 1 - at) * inner;
  });
  const smooth = new Float64Array(values.length);
  for (let block = 0; block < outer; block++) {
    const start = block * length * inner;
    for (let place = 0; place < length; place++) {
      for (let column = 0; column < inner; column++) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++) sum += weights[i] * values[start + mirrored[place + i] + column];
        smooth[start + place * inner + column] = sum;
      }
    }
  }
  return smooth;
}
