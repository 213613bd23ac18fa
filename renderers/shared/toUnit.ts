/** Brings values to 0 … 1: as they are where they lie there already, stretched where they do not. */
export function toUnit(values: Float32Array): Float32Array {
  let min = 0;
  let max = 0;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max && value !== Number.POSITIVE_INFINITY) max = value;
  }
  if (min >= 0 && max <= 1) return values;
  return values.map((value) => (value - min) / (max - min || 1));
}
