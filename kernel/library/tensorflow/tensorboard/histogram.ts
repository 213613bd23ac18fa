/**
 * Equal buckets from the least to the greatest value, as `tf.summary.histogram` makes them: none without values, one of
 * width 1 around a value that is the only one. Values that are no numbers are left out.
 */
export function histogramBuckets(values: ArrayLike<number>, count: number): [number, number, number][] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const finite = Array.from(values).filter(Number.isFinite);
  for (const value of finite) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (finite.length === 0 || count === 0) return [];
  if (least === greatest) return [[least - 0.5, least + 0.5, finite.length]];
  const width = (greatest - least) / count;
  const buckets = Array.from({ length: count }, (_, i): [number, number, number] => [
    least + i * width,
    i === count - 1 ? greatest : least + (i + 1) * width,
    0,
  ]);
  for (const value of finite) {
    const bucket = buckets[Math.min(count - 1, Math.floor((value - least) / width))];
    if (bucket) bucket[2]++;
  }
  return buckets;
}
