import type { OutputSum } from "./runner.ts";

/** Rows of weights of the outputs whose gradient is taken: 1 at each row's target, or the weights of the sum that it names. */
export function seedOf(
  targets: Int32Array,
  rows: number,
  outputs: number,
  sums: readonly OutputSum[] | undefined,
): Float32Array {
  const seed = new Float32Array(rows * outputs);
  for (const [row, target] of targets.entries()) {
    const sum = sums?.[target];
    if (!sum) seed[row * outputs + target] = 1;
    else for (const place of sum.places) seed[row * outputs + place] = sum.weight;
  }
  return seed;
}
