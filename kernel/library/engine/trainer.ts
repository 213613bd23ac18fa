import type { EngineName } from "./runner.ts";

export interface LossAndMetric {
  /** Mean over the examples, each times its weight; of several outputs the weighted sum. */
  loss: number;
  /**
   * Without weights: the fraction answered rightly, 0 to 1 (classes and labels), or the mean absolute error (numbers);
   * NaN for outputs of both kinds.
   */
  metric: number;
}

/** Weights and optimizer state as plain arrays: what a checkpoint holds. */
export interface TrainerState {
  /** Optimizer steps done. */
  steps: number;
  /** By name: each weight of the model, then each of the optimizer's moments. */
  arrays: Record<string, { shape: number[]; values: Float32Array }>;
}

/** Class indices, one for each example; or numbers, a row for each example: all outputs' one after the other. */
export type Targets = Int32Array | Float32Array;

/**
 * One model being trained, whatever runs it (the compiled graph or the session's tfjs). The loop, the shuffling, the
 * epochs and the checkpoints are `models/train.ts`'s; a trainer only does steps.
 */
export interface Trainer {
  readonly engine: EngineName;
  /** Why `engine` is not the compiled one, in a sentence; undefined where it is. */
  readonly reason?: string;
  /**
   * One optimizer step.
   *
   * @param inputs a row for each example: all inputs one after the other, in the model's order.
   * @param weights how much each example counts, `[n]`; only of a trainer that was made for them.
   */
  step(inputs: Float32Array, targets: Targets, weights?: Float32Array): Promise<LossAndMetric>;
  /** Loss and metric with the weights as they are; learns nothing. */
  evaluate(inputs: Float32Array, targets: Targets, weights?: Float32Array): Promise<LossAndMetric>;
  /** Puts the weights into the model the trainer was made from. */
  writeBack(): Promise<void>;
  state(): Promise<TrainerState>;
  restore(state: TrainerState): Promise<void>;
  dispose(): Promise<void>;
}
