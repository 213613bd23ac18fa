/** Rows that are not all probabilities (not negative, summing to 1) are taken as logits: their softmax. */
export function asProbabilities(outputs: Float32Array, classes: number): Float32Array {
  const rows = outputs.length / classes;
  const row = (i: number) => outputs.subarray(i * classes, (i + 1) * classes);
  const isDistribution = (values: Float32Array) => {
    const sum = values.reduce((total, value) => total + value, 0);
    return values.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3;
  };
  if (Array.from({ length: rows }, (_, i) => row(i)).every(isDistribution)) return outputs;
  const probabilities = new Float32Array(outputs.length);
  for (let i = 0; i < rows; i++) {
    const logits = row(i);
    const largest = logits.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
    const powers = Float64Array.from(logits, (value) => Math.exp(value - largest));
    const sum = powers.reduce((total, value) => total + value, 0);
    for (const [c, value] of powers.entries()) probabilities[i * classes + c] = value / sum;
  }
  return probabilities;
}
