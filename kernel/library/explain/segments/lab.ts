/** sRGB to XYZ (IEC 61966-2-1), as scikit-image rounds it; rows are X, Y, Z. */
const matrix = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
];

/** D65, 2° observer. */
const white = [0.95047, 1, 1.08883];

const linear = (value: number) => (value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92);
const bent = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);

/** sRGB colors from 0 to 1, or grays, as CIE Lab (L from 0 to 100): three numbers a pixel. */
export function toLab(values: ArrayLike<number>, channels: number): Float64Array {
  const pixels = values.length / channels;
  const lab = new Float64Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const rgb = [0, 1, 2].map((channel) => linear(values[pixel * channels + (channels === 1 ? 0 : channel)]));
    const [x, y, z] = matrix.map((row, i) => bent((row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]) / white[i]));
    lab[pixel * 3] = 116 * y - 16;
    lab[pixel * 3 + 1] = 500 * (x - y);
    lab[pixel * 3 + 2] = 200 * (y - z);
  }
  return lab;
}
