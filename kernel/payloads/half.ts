const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The bits of a number in 16-bit floating point (IEEE 754 binary16), rounded to the nearest; beyond 65,504 infinite. */
export function toHalf(value: number): number {
  float[0] = value;
  const [all] = bits;
  const sign = (all >>> 16) & 0x8000;
  const size = all & 0x7fffffff;
  if (size > 0x7f800000) return 0x7e00;
  const exponent = (size >>> 23) - 112;
  // A carry out of the fraction is one more in the exponent, as it should be.
  if (exponent <= 0) return sign | Math.round(Math.abs(value) * 2 ** 24);
  return sign | Math.min(0x7c00, ((exponent << 23) + (size & 0x7fffff) + 0x1000) >>> 13);
}

/** What `toHalf` wrote. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
