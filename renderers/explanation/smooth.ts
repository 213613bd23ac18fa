import type { Grid } from "./under.ts";

/**
 * A map blurred by a Gaussian: what is drawn when the reader asks for a smoother map. Values that are NaN or infinite stay
 * as they are and count for nothing.
 *
 * @param sigma in pixels of the map; 0 leaves it as it is.
 */
export function smooth({ values, height, width }: Grid, sigma: number): Float32Array {
  if (!(sigma > 0)) return values;
  const radius = Math.ceil(3 * sigma);
  const weights = Float32Array.from({ length: radius + 1 }, (_, i) => Math.exp(-0.5 * (i / sigma) ** 2));
  const finite = values.map((value) => (Number.isFinite(value) ? value : 0));
  const across = blurred(finite, height, width, 1, width, weights);
  const both = blurred(across, width, height, width, 1, weights);
  return both.map((value, i) => (Number.isFinite(values[i]) ? value : values[i]));
}

/** Along lines of `size` values that stand `step` apart; beyond their ends there is nothing. */
function blurred(
  from: Float32Array,
  lines: number,
  size: number,
  step: number,
  next: number,
  weights: Float32Array,
): Float32Array {
  const to = new Float32Array(from.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < size; i++) {
      let total = 0;
      let weight = 0;
      for (let k = 1 - weights.length; k < weights.length; k++) {
        if (i + k < 0 || i + k >= size) continue;
        const w = weights[Math.abs(k)];
        total += w * from[line * next + (i + k) * step];
        weight += w;
      }
      to[line * next + i * step] = total / weight;
    }
  }
  return to;
}
