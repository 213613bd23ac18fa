/** What turns a model's last logits into probabilities. */
export type FinalActivation = "softmax" | "sigmoid";

/** The probabilities that belong to logits; the logits themselves where no activation ends the model. */
export function activated(logits: Float32Array, kind: FinalActivation | undefined, classes: number): Float32Array {
  if (kind === undefined) return logits;
  if (kind === "sigmoid") return logits.map((z) => 1 / (1 + Math.exp(-z)));
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = start; i < start + classes; i++) largest = Math.max(largest, logits[i]);
    let sum = 0;
    for (let i = start; i < start + classes; i++) {
      const power = Math.exp(logits[i] - largest);
      probabilities[i] = power;
      sum += power;
    }
    for (let i = start; i < start + classes; i++) probabilities[i] /= sum;
  }
  return probabilities;
}
