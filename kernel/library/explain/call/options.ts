import type { EngineChoice, Output } from "../../engine/runner.ts";

/** What every method takes: in its constructor as its defaults, and in each call. */
export interface CommonOptions {
  /** `"logit"`: the number before a final softmax or sigmoid; `"probability"`: the one after it. */
  output?: Output;
  /** Which engine runs the model (default `"auto"`). */
  engine?: EngineChoice;
  /** Rows that the method hands to the engine at a time (default: as many as 16 MB hold, at most 1024, or 1 MB of short ones). */
  internalBatchSize?: number;
  /** Stops the method at its next inner batch (default: the interruption of the running cell). */
  signal?: AbortSignal;
  /** Told how far it is, from 0 to 1, after each batch (default: the running cell's progress, after a second). */
  onProgress?: (fraction: number) => void;
}

/** Options of a method that draws random numbers. */
export interface SeededOptions extends CommonOptions {
  /** Default 0. The same seed gives the same values on the same engine. */
  seed?: number;
}

/** Which outputs of the model are explained. */
export interface TargetOptions {
  /** A class for all inputs, or one for each; left out, the predicted class of each. */
  target?: number | ArrayLike<number>;
  /** Several classes for each input in shared passes: the explanation gets a leading axis. */
  targets?: "all" | readonly number[];
}

export type AttributeOptions = CommonOptions & TargetOptions;
