import type { EngineName } from "./runner.ts";

export interface LossAndAccuracy {
  /** Mean over the examples. */
  loss: number;
  /** Fraction answered rightly, 0 to 1. */
  accuracy: number;
}

/** Weights and optimizer state as plain arrays: what a checkpoint holds. */
export interface TrainerState {
  /** Optimizer steps done. */
  steps: number;
  /** By name: each weight of the model, then each of the optimizer's moments. */
  arrays: Record<string, { shape: number[]; values: Float32Array }>;
}

/**
 * One model being trained, whatever runs it (the compiled graph or the session's tfjs). The loop, the shuffling, the
 * epochs and the checkpoints are `models/train.ts`'s; a trainer only does steps.
 */
export interface Trainer {
  readonly engine: EngineName;
  /** Why `engine` is not the compiled one, in a sentence; undefined where it is. */
  readonly reason?: string;
  /** One optimizer step. `inputs` is `[n, ...inputShape]` row-major, `labels` class indices `[n]`. */
  step(inputs: Float32Array, labels: Int32Array): Promise<LossAndAccuracy>;
  /** Loss and accuracy with the weights as they are; learns nothing. */
  evaluate(inputs: Float32Array, labels: Int32Array): Promise<LossAndAccuracy>;
  /** Puts the weights into the model the trainer was made from. */
  writeBack(): Promise<void>;
  state(): Promise<TrainerState>;
  restore(state: TrainerState): Promise<void>;
  dispose(): Promise<void>;
}
