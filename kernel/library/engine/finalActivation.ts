/** What turns a model's last logits into probabilities. */
export type FinalActivation = "softmax" | "sigmoid";

/** Which numbers of a row a softmax is over: so many, `step` apart (1 for the last axis). */
export interface SoftmaxAxis {
  readonly classes: number;
  readonly step: number;
}

/** @param axis of `shape`, which is one example's. */
export const softmaxAxis = (shape: readonly number[], axis = shape.length - 1): SoftmaxAxis => ({
  classes: shape[axis] ?? 1,
  step: shape.slice(axis + 1).reduce((all, size) => all * size, 1),
});

/** The probabilities that belong to logits; the logits themselves where no activation ends the model. */
export function activated(
  logits: Float32Array,
  kind: FinalActivation | undefined,
  classes: number,
  step = 1,
): Float32Array {
  if (kind === undefined) return logits;
  if (kind === "sigmoid") return logits.map((z) => 1 / (1 + Math.exp(-z)));
  const probabilities = new Float32Array(logits.length);
  const span = classes * step;
  for (let block = 0; block < logits.length; block += span) {
    for (let start = block; start < block + step; start++) {
      let largest = Number.NEGATIVE_INFINITY;
      for (let i = start; i < block + span; i += step) largest = Math.max(largest, logits[i]);
      let sum = 0;
      for (let i = start; i < block + span; i += step) {
        const power = Math.exp(logits[i] - largest);
        probabilities[i] = power;
        sum += power;
      }
      for (let i = start; i < block + span; i += step) probabilities[i] /= sum;
    }
  }
  return probabilities;
}
