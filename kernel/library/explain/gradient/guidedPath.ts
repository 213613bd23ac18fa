import { select } from "../../math/select.ts";

export interface GuidedPathOptions {
  readonly nSteps: number;
  /** The share of numbers that move at a time: those with the smallest gradients. */
  readonly fraction: number;
  /** How far from the straight line a number may be, as a share of the way. */
  readonly maxDist: number;
}

/** Distances that differ by less, of the larger or at all, are the same: PAIR's `EPSILON`. */
const epsilon = 1e-9;

/**
 * ∫ ∂f/∂x dx along the path that guided Integrated Gradients takes from a baseline to an input, in float64: at each step
 * the numbers with the smallest gradients move, as far as it takes to come 1 / `nSteps` nearer.
 *
 * @param gradientAt asked `nSteps` times, one point after the other: where the path goes hangs on the answers.
 */
export async function guidedPath(
  input: Float64Array,
  baseline: Float64Array,
  gradientAt: (x: Float64Array, step: number) => Promise<ArrayLike<number>>,
  { nSteps, fraction, maxDist }: GuidedPathOptions,
): Promise<Float64Array> {
  const x = baseline.slice();
  const parts = new Float64Array(input.length);
  const whole = distance(input, baseline);
  if (whole === 0) return parts;
  const between = (alpha: number) => baseline.map((from, i) => from + (input[i] - from) * alpha);
  for (let step = 0; step < nSteps; step++) {
    const gradient = await gradientAt(x, step);
    const alpha = (step + 1) / nSteps;
    const least = Math.max(alpha - maxDist, 0);
    const most = Math.min(alpha + maxDist, 1);
    const [behind, ahead] = [between(least), between(most)];
    const before = x.slice();
    for (let i = 0; i < x.length; i++) {
      const way = input[i] - baseline[i];
      if (way !== 0 && (x[i] - baseline[i]) / way < least) x[i] = behind[i];
    }
    advance(x, input, ahead, gradient, whole * (1 - alpha), fraction);
    for (let i = 0; i < x.length; i++) parts[i] += (x[i] - before[i]) * gradient[i];
  }
  return parts;
}

/** Moves numbers towards `ahead`, those with the smallest gradients first, until `x` is as near to `input` as wanted. */
function advance(
  x: Float64Array,
  input: Float64Array,
  ahead: Float64Array,
  gradient: ArrayLike<number>,
  wanted: number,
  fraction: number,
): void {
  const rank = Math.floor(fraction * (x.length - 1));
  // What has come as far as it may is not chosen again.
  const sizes = new Float64Array(x.length);
  for (;;) {
    const current = distance(x, input);
    if (current - wanted <= epsilon * Math.max(1, current, wanted)) return;
    for (let i = 0; i < x.length; i++) sizes[i] = x[i] === ahead[i] ? Infinity : Math.abs(gradient[i]);
    const threshold = select(sizes.slice(), rank);
    let reach = 0;
    for (let i = 0; i < x.length; i++) {
      if (sizes[i] <= threshold && sizes[i] !== Infinity) reach += Math.abs(x[i] - ahead[i]);
    }
    if (reach === 0) return;
    const share = (current - wanted) / reach;
    for (let i = 0; i < x.length; i++) {
      if (!(sizes[i] <= threshold) || sizes[i] === Infinity) continue;
      x[i] = share > 1 ? ahead[i] : x[i] + (ahead[i] - x[i]) * share;
    }
    if (share <= 1) return;
  }
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
  return sum;
}
