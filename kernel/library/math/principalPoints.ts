import { createRandom } from "./random.ts";

export interface PrincipalPoints {
  /** Coordinates along the two first principal components, `[n, 2]`. */
  readonly points: Float64Array;
  /** Their shares of the variance. */
  readonly shares: readonly [number, number];
}

/** Directions that are followed together: the first two settle as fast as the last of them falls behind. */
const block = 8;
const mostSteps = 300;
const settled = 1e-12;

/**
 * Where rows of many numbers lie along their two first principal components (not scaled, as scikit-learn's `PCA`), by
 * subspace iteration on the rows themselves: 4 n d × 8 operations a step, and no matrix of d².
 *
 * @param values `[n, d]`.
 * @param breathe waited for after each step.
 */
export async function principalPoints(
  values: Float32Array,
  count: number,
  breathe: () => Promise<void>,
): Promise<PrincipalPoints> {
  const size = values.length / count;
  const wide = Math.min(block, size, count);
  const mean = new Float64Array(size);
  for (let at = 0; at < values.length; at++) mean[at % size] += values[at] / count;
  let variance = 0;
  for (let at = 0; at < values.length; at++) variance += (values[at] - mean[at % size]) ** 2;

  const random = createRandom(0);
  let axes = orthonormal(
    Array.from({ length: wide }, () => Float64Array.from({ length: size }, () => random.normal())),
  );
  let strengths: Float64Array = new Float64Array(wide);
  for (let step = 0; step < mostSteps; step++) {
    const next = axes.map((axis) => back(values, mean, along(values, mean, axis, count)));
    // Rayleigh and Ritz: turned within the subspace to where they do not mix.
    const inner = next.map((image) => Float64Array.from(axes, (axis) => dot(axis, image)));
    const { values: found, vectors } = eigen(inner);
    axes = orthonormal(vectors.map((weights) => mixed(next, weights)));
    const moved = found.slice(0, 2).some((value, i) => Math.abs(value - strengths[i]) > settled * found[0]);
    strengths = found;
    await breathe();
    if (!moved) break;
  }
  const points = new Float64Array(2 * count);
  for (const [side, axis] of axes.slice(0, 2).entries()) {
    // The largest weight is positive, so that the picture does not flip from run to run.
    const largest = axis.reduce((best, part) => (Math.abs(part) > Math.abs(best) ? part : best), 0);
    const own = along(values, mean, axis, count);
    for (let row = 0; row < count; row++) points[2 * row + side] = largest < 0 ? -own[row] : own[row];
  }
  const share = (side: number) => (variance > 0 ? (strengths[side] ?? 0) / variance : 0);
  return { points, shares: [share(0), share(1)] };
}

/** Where each row lies along an axis, from the mean. */
function along(values: Float32Array, mean: Float64Array, axis: Float64Array, count: number): Float64Array {
  const size = axis.length;
  const middle = dot(mean, axis);
  return Float64Array.from({ length: count }, (_, row) => {
    let sum = -middle;
    for (let i = 0, at = row * size; i < size; i++, at++) sum += values[at] * axis[i];
    return sum;
  });
}

/** The rows, each times its weight, added up. */
function back(values: Float32Array, mean: Float64Array, weights: Float64Array): Float64Array {
  const size = mean.length;
  const sum = new Float64Array(size);
  let all = 0;
  for (let row = 0, at = 0; row < weights.length; row++) {
    const weight = weights[row];
    all += weight;
    for (let i = 0; i < size; i++, at++) sum[i] += weight * values[at];
  }
  for (let i = 0; i < size; i++) sum[i] -= all * mean[i];
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function mixed(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  for (const [k, vector] of vectors.entries()) for (let i = 0; i < sum.length; i++) sum[i] += weights[k] * vector[i];
  return sum;
}

/** Gram–Schmidt, twice each against rounding; what depends on those before it becomes zero. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const before = Math.sqrt(dot(vector, vector));
    let own = vector;
    for (const axis of [...done, ...done]) {
      const part = dot(own, axis);
      own = own.map((value, i) => value - part * axis[i]);
    }
    const length = Math.sqrt(dot(own, own));
    done.push(length > 1e-10 * before ? own.map((value) => value / length) : own.fill(0));
  }
  return done;
}

/** Eigenvalues, largest first, and eigenvectors of a small symmetric matrix: Jacobi's rotations. */
function eigen(matrix: readonly Float64Array[]): { values: Float64Array; vectors: Float64Array[] } {
  const size = matrix.length;
  const a = matrix.map((_, i) => Float64Array.from(matrix, (_, j) => (matrix[i][j] + matrix[j][i]) / 2));
  const v = a.map((_, i) => Float64Array.from(a, (_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (a[p][q] === 0) continue;
        const angle = Math.atan2(2 * a[p][q], a[q][q] - a[p][p]) / 2;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < size; k++) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
        for (let k = 0; k < size; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
        for (let k = 0; k < size; k++) [v[p][k], v[q][k]] = [c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k]];
      }
    }
  }
  const order = [...a.keys()].sort((i, j) => a[j][j] - a[i][i]);
  return { values: Float64Array.from(order, (i) => a[i][i]), vectors: order.map((i) => v[i]) };
}
