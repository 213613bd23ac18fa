import * as tf from "@tensorflow/tfjs";

interface Tape {
  gradientDepth: number;
  activeTape: { saved: tf.Tensor[] }[] | null;
}

/**
 * Lets go of what a backward pass that threw had kept: tfjs frees a tape's saved tensors only when the pass ends well.
 * A tape that the caller's own gradient is still writing stays.
 */
export function dropTape(): void {
  const { state } = tf.engine() as unknown as { state: Tape };
  if (state.gradientDepth > 0 || !state.activeTape) return;
  for (const { saved } of state.activeTape) tf.dispose(saved);
  state.activeTape = null;
}
