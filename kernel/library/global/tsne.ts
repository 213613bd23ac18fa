import { breather } from "../models/breather.ts";

export interface TsneOptions {
  /** About how many neighbors a point has: above 0, below the number of points. */
  readonly perplexity: number;
  /** Steps, of which the first 250 exaggerate. */
  readonly maxIterations: number;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/** scikit-learn's: early exaggeration, its steps, and the momentum during and after it. */
const exaggeration = 12;
const exploring = 250;
const momenta = [0.5, 0.8] as const;
/** Its stop: after so many steps without a lower divergence, or under a gradient of this length. */
const patience = 300;
const smallestGradient = 1e-7;
const checkEvery = 50;

/**
 * Exact t-SNE (van der Maaten, Hinton 2008) with the step sizes of scikit-learn's `TSNE(method="exact")`: distances to all
 * others, n² numbers in memory and n² work a step.
 *
 * @param squares squared distances between the rows, `[n, n]`.
 * @param points `[n, 2]`, where they begin; is moved.
 * @returns the Kullback–Leibler divergence between both neighborhoods, in nats.
 */
export async function tsne(squares: Float32Array, points: Float64Array, options: TsneOptions): Promise<number> {
  const { perplexity, maxIterations, signal, onProgress } = options;
  const count = points.length / 2;
  const breathe = breather();
  const joint = await jointProbabilities(squares, count, perplexity, async () => {
    await breathe();
    signal.throwIfAborted();
  });
  const entropy = joint.reduce((sum, p) => (p > 0 ? sum + p * Math.log(p) : sum), 0);
  const rate = Math.max(count / exaggeration / 4, 50);
  const update = new Float64Array(2 * count);
  const gains = new Float64Array(2 * count).fill(1);
  let [best, bestAt, divergence] = [Number.POSITIVE_INFINITY, exploring, 0];
  for (let step = 0; step < maxIterations; step++) {
    signal.throwIfAborted();
    const isEarly = step < exploring;
    if (step === exploring) {
      gains.fill(1);
      update.fill(0);
    }
    const isJudged = (step + 1) % checkEvery === 0 || step + 1 === maxIterations;
    const { gradient, cross, total } = descend(joint, points, isEarly ? exaggeration : 1, isJudged);
    if (isJudged) divergence = entropy + cross + Math.log(total);
    let squared = 0;
    for (let i = 0; i < points.length; i++) {
      gains[i] = Math.max(0.01, update[i] * gradient[i] < 0 ? gains[i] + 0.2 : gains[i] * 0.8);
      update[i] = (isEarly ? momenta[0] : momenta[1]) * update[i] - rate * gains[i] * gradient[i];
      points[i] += update[i];
      squared += gradient[i] ** 2;
    }
    onProgress((step + 1) / maxIterations);
    await breathe();
    if (isEarly || !isJudged) continue;
    if (divergence < best) [best, bestAt] = [divergence, step];
    if (step - bestAt > patience || Math.sqrt(squared) <= smallestGradient) break;
  }
  return divergence;
}

/** Symmetric p of each pair, whose conditional distributions have the perplexity: bandwidths by bisection. */
async function jointProbabilities(
  squares: Float32Array,
  count: number,
  perplexity: number,
  breathe: () => Promise<void>,
): Promise<Float32Array> {
  const wanted = Math.log(perplexity);
  const conditional = new Float32Array(count * count);
  const own = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let [beta, low, high] = [1, 0, Number.POSITIVE_INFINITY];
    let nearest = Number.POSITIVE_INFINITY;
    for (let j = 0; j < count; j++) if (j !== i) nearest = Math.min(nearest, squares[i * count + j]);
    for (let turn = 0; turn < 100; turn++) {
      let [sum, weighted] = [0, 0];
      for (let j = 0; j < count; j++) {
        // Less the nearest: a factor that falls out, and keeps the sum from vanishing.
        const distance = squares[i * count + j] - nearest;
        own[j] = j === i ? 0 : Math.exp(-distance * beta);
        sum += own[j];
        weighted += distance * own[j];
      }
      for (let j = 0; j < count; j++) conditional[i * count + j] = own[j] / sum;
      const surplus = Math.log(sum) + (beta * weighted) / sum - wanted;
      if (Math.abs(surplus) <= 1e-5) break;
      if (surplus > 0) [low, beta] = [beta, high === Number.POSITIVE_INFINITY ? 2 * beta : (beta + high) / 2];
      else [high, beta] = [beta, (beta + low) / 2];
    }
    await breathe();
  }
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const p = (conditional[i * count + j] + conditional[j * count + i]) / (2 * count);
      conditional[i * count + j] = p;
      conditional[j * count + i] = p;
    }
  }
  return conditional;
}

/** The gradient at these points, p exaggerated; Σ p log(1 + d²) of the points where it is asked for. */
function descend(joint: Float32Array, points: Float64Array, factor: number, isJudged: boolean) {
  const count = points.length / 2;
  const gradient = new Float64Array(points.length);
  const repulsion = new Float64Array(points.length);
  let [total, cross] = [0, 0];
  for (let i = 0; i < count; i++) {
    const [x, y] = [points[2 * i], points[2 * i + 1]];
    let [ax, ay, rx, ry] = [0, 0, 0, 0];
    for (let j = 0, pair = i * count; j < count; j++, pair++) {
      const dx = x - points[2 * j];
      const dy = y - points[2 * j + 1];
      const near = 1 / (1 + dx * dx + dy * dy);
      const pull = joint[pair] * near;
      const push = near * near;
      total += near;
      ax += pull * dx;
      ay += pull * dy;
      rx += push * dx;
      ry += push * dy;
      if (isJudged) cross -= joint[pair] * Math.log(near);
    }
    gradient[2 * i] = 4 * factor * ax;
    gradient[2 * i + 1] = 4 * factor * ay;
    repulsion[2 * i] = 4 * rx;
    repulsion[2 * i + 1] = 4 * ry;
  }
  // Each point was its own neighbor once, at distance 0.
  total -= count;
  for (let i = 0; i < points.length; i++) gradient[i] -= repulsion[i] / total;
  return { gradient, cross, total };
}
