import type { Design } from "../../math/ridge.ts";
import type { Segments } from "../segments/segments.ts";

export type DistanceMode = "cosine" | "euclidean";

/** exp(−d² / 2w²): how much a sample at distance d counts. */
const closeness = (distance: number, width: number) => Math.exp(-(distance ** 2) / (2 * width ** 2));

/**
 * lime's weights: the cosine distance between the coalition and the full one, 1 − √(k/M) for k of M segments.
 * Its kernel √exp(−d²/w²) is the same as exp(−d²/2w²).
 */
export function maskWeights({ values, count, columns }: Design, width: number): Float64Array {
  return Float64Array.from({ length: count }, (_, row) => {
    let present = 0;
    for (let column = 0; column < columns; column++) present += values[row * columns + column];
    return closeness(1 - Math.sqrt(present / columns), width);
  });
}

/** Captum's weights: the distance between the input and the perturbed input, both as one long vector. */
export function inputWeights(
  input: Float32Array,
  from: Float32Array,
  segments: Segments,
  { values, count, columns }: Design,
  mode: DistanceMode,
  width: number,
): Float64Array {
  // The sums of a perturbed input are those of its segments: present, x·x and x·x; absent, x·b and b·b.
  const xx = new Float64Array(columns);
  const xb = new Float64Array(columns);
  const bb = new Float64Array(columns);
  const apart = new Float64Array(columns);
  for (let i = 0; i < input.length; i++) {
    const segment = segments.of[i];
    xx[segment] += input[i] ** 2;
    xb[segment] += input[i] * from[i];
    bb[segment] += from[i] ** 2;
    apart[segment] += (input[i] - from[i]) ** 2;
  }
  const norm = Math.sqrt(xx.reduce((sum, value) => sum + value, 0));
  return Float64Array.from({ length: count }, (_, row) => {
    let dot = 0;
    let square = 0;
    let moved = 0;
    for (let column = 0; column < columns; column++) {
      const present = values[row * columns + column];
      dot += present ? xx[column] : xb[column];
      square += present ? xx[column] : bb[column];
      moved += present ? 0 : apart[column];
    }
    // As in PyTorch's CosineSimilarity, a vector of zeros is at right angles to everything.
    const distance = mode === "cosine" ? 1 - dot / Math.max(norm * Math.sqrt(square), 1e-8) : Math.sqrt(moved);
    return closeness(distance, width);
  });
}
