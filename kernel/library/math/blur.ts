/** Gaussian smoothing along height and width, cut off at four σ; over the edge the picture is mirrored, edge pixel included. */
export function blur(
  values: ArrayLike<number>,
  [height, width, channels]: readonly [number, number, number],
  sigma: number,
): Float64Array {
  const across = smooth(Float64Array.from(values), height, width * channels, 1, sigma);
  return smooth(across, width, channels, height, sigma);
}

/** Along the middle axis of `[outer, length, inner]`. */
function smooth(values: Float64Array, length: number, inner: number, outer: number, sigma: number): Float64Array {
  const reach = Math.floor(4 * sigma + 0.5);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    sigma === 0 ? 1 : Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mirrored = (place: number) => {
    const at = ((place % (2 * length)) + 2 * length) % (2 * length);
    return at < length ? at : 2 * length - 1 - at;
  };
  return values.map((_, index) => {
    const column = index % inner;
    const place = Math.floor(index / inner) % length;
    const start = (Math.floor(index / inner / length) % outer) * length * inner;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) {
      sum += (weights[i] / total) * values[start + mirrored(place + i - reach) * inner + column];
    }
    return sum;
  });
}
