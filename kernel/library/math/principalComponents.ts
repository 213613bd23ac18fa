/** Where rows lie along the two directions in which they spread most, and back. */
export interface Plane {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  /** Two directions of length 1 in units of `scale`, and their shares of the variance. */
  readonly axes: readonly [Float64Array, Float64Array];
  readonly shares: readonly [number, number];
}

/** The two first principal components of the standardized columns, by power iteration on their correlations. */
export function principalPlane(values: ArrayLike<number>, count: number, size: number): Plane {
  const mean = new Float64Array(size);
  const scale = new Float64Array(size);
  for (let row = 0; row < count; row++) for (let i = 0; i < size; i++) mean[i] += values[row * size + i] / count;
  for (let row = 0; row < count; row++)
    for (let i = 0; i < size; i++) scale[i] += (values[row * size + i] - mean[i]) ** 2 / count;
  for (let i = 0; i < size; i++) scale[i] = Math.sqrt(scale[i]) || 1;
  const matrix = new Float64Array(size * size);
  const row = new Float64Array(size);
  for (let at = 0; at < count; at++) {
    for (let i = 0; i < size; i++) row[i] = (values[at * size + i] - mean[i]) / scale[i];
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) matrix[i * size + j] += (row[i] * row[j]) / count;
  }
  const all = Array.from({ length: size }, (_, i) => matrix[i * size + i]).reduce((sum, value) => sum + value, 0) || 1;
  const first = strongest(matrix, size, 0);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) matrix[i * size + j] -= first.value * first.axis[i] * first.axis[j];
  const second = strongest(matrix, size, 1);
  return { mean, scale, axes: [first.axis, second.axis], shares: [first.value / all, second.value / all] };
}

function strongest(matrix: Float64Array, size: number, begin: number): { axis: Float64Array; value: number } {
  let axis = Float64Array.from({ length: size }, (_, i) => 1 / (1 + Math.abs(i - begin)));
  let value = 0;
  for (let step = 0; step < 500; step++) {
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) next[i] += matrix[i * size + j] * axis[j];
    value = Math.sqrt(next.reduce((sum, part) => sum + part * part, 0));
    if (value < 1e-12) return { axis: new Float64Array(size), value: 0 };
    const turned = next.map((part) => part / value);
    const moved = turned.some((part, i) => Math.abs(part - axis[i]) > 1e-12);
    axis = turned;
    if (!moved) break;
  }
  // The largest weight is positive, so that the picture does not flip from run to run.
  const largest = axis.reduce((best, part) => (Math.abs(part) > Math.abs(best) ? part : best), 0);
  return { axis: largest < 0 ? axis.map((part) => -part) : axis, value };
}
