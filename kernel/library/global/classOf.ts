/** The class of an answer that begins at `offset`: the largest output, or of one output whether it is above a half. */
export function classOf(outputs: Float32Array, offset: number, classes: number): number {
  if (classes === 1) return outputs[offset] > 0.5 ? 1 : 0;
  let best = 0;
  for (let i = 1; i < classes; i++) if (outputs[offset + i] > outputs[offset + best]) best = i;
  return best;
}
