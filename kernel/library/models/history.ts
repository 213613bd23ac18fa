import type { EngineName } from "../engine/runner.ts";

/** What one epoch came to. */
export interface EpochLogs {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean over the training examples as they were learnt from, each times its weight. */
  readonly loss: number;
  /** Of classes and labels: fraction answered rightly while learning, 0 to 1. */
  readonly accuracy?: number;
  /** Of numbers: mean absolute error while learning. */
  readonly mae?: number;
  /** The same of the validation examples, after the epoch; absent without any. */
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  readonly valMae?: number;
  /** What `metrics` asks for, of the validation examples. */
  readonly valAuc?: number;
  readonly valF1?: number;
  readonly valR2?: number;
  readonly valRmse?: number;
  readonly seconds: number;
}

/** What one optimizer step came to. */
export interface BatchLogs {
  /** Counted from 1. */
  readonly epoch: number;
  /** The step within the epoch, counted from 1. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly loss: number;
  /** Of classes and labels. */
  readonly accuracy?: number;
  /** Of numbers. */
  readonly mae?: number;
}

/** What is measured beside the loss: of classes and labels the accuracy, of numbers the mean absolute error. */
export type MetricKey = "accuracy" | "mae";

/** What is about to be done. */
export interface TrainPlan {
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly examples: number;
  readonly engine: EngineName;
  /** Why the compiled engine is not the one. */
  readonly reason?: string;
  /** What is measured beside the loss (absent: the accuracy); nothing where the outputs are of both kinds. */
  readonly metric?: MetricKey | "none";
  /** The epochs that a checkpoint already holds. */
  readonly resumed: readonly EpochLogs[];
}

/** What a training came to. */
export interface History {
  readonly epochs: readonly EpochLogs[];
  /** Optimizer steps done in all, those before a resume too. */
  readonly steps: number;
  readonly engine: EngineName;
  /** Why the compiled engine was not used. */
  readonly reason?: string;
  /**
   * Present where it ended early: `"aborted"` with the weights of the last full step, `"early"` where `earlyStopping`
   * ended it.
   */
  readonly stopped?: "aborted" | "early";
  /** With `earlyStopping`: the best epoch, from 1; the model has its weights where `restoreBestWeights` asked for them. */
  readonly bestEpoch?: number;
  /** The step that a checkpoint was taken up from. */
  readonly resumedFrom?: number;
  /** Of this call, wall clock. */
  readonly seconds: number;
}

/**
 * Called while a model trains; each may be async, and is waited for. `epoch` and `step` count from 1. The model has its
 * new weights from `onEpochEnd` on; within an epoch the engine may keep them to itself.
 */
export interface TrainCallbacks {
  /** Ends the training after the step being done, as `train`'s own `signal` does. Read before each step. */
  readonly signal?: AbortSignal | undefined;
  /** Whether `onBatchEnd` reads the model after this step: then it has its new weights there too. */
  readsWeightsAt?(step: number): boolean;
  onTrainBegin?(plan: TrainPlan): void | Promise<void>;
  onBatchEnd?(step: number, logs: BatchLogs): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: EpochLogs): void | Promise<void>;
  onTrainEnd?(history: History): void | Promise<void>;
  /** Called where an error ends the training, also one of a callback; `train` then throws it. */
  onTrainFailed?(error: unknown): void | Promise<void>;
}

/** Thrown where the cell that trains is interrupted. The model keeps the weights of the last full step. */
export class TrainingInterrupted extends Error {
  /** What the web calls it, so that a kernel shows it as an interruption. */
  override name = "AbortError";
  readonly history: History;

  constructor(history: History) {
    super(
      `Training was interrupted after ${history.steps} steps (${history.epochs.length} full epochs). ` +
        "The model keeps the weights of the last step.",
    );
    this.history = history;
  }
}
