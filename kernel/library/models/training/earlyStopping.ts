import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import type { EpochLogs } from "../history.ts";

type Monitor =
  | ("loss" | "accuracy" | "mae")
  | ("valLoss" | "valAccuracy" | "valMae" | "valAuc" | "valF1" | "valR2" | "valRmse");

/** Ends a training that gets no better; names and defaults are Keras's. */
export interface EarlyStoppingOptions {
  /** Default `"valLoss"` where there is validation data, else `"loss"`. Losses and errors are to fall, scores to rise. */
  monitor?: Monitor | undefined;
  /** Epochs without an improvement after which it ends. Default 0: after the first that is no better. */
  patience?: number | undefined;
  /** A change of this much or less is no improvement. Default 0. */
  minDelta?: number | undefined;
  /** Whether the model ends with the weights of its best epoch, not of its last. Default false. */
  restoreBestWeights?: boolean | undefined;
}

const earlyStoppingNames = {
  monitor: true,
  patience: true,
  minDelta: true,
  restoreBestWeights: true,
} as const satisfies Names<EarlyStoppingOptions>;

/** What the epochs so far say. */
export interface Course {
  /** The number of the best epoch, from 1; 0 before the first. */
  readonly best: number;
  readonly isOver: boolean;
}

/** Judges a training by its epochs alone, so that a resumed one ends where the whole one would. */
export function courseOf(epochs: readonly EpochLogs[], options: EarlyStoppingOptions | undefined): Course {
  if (!options) return { best: 0, isOver: false };
  const { patience = 0, minDelta = 0, monitor = epochs[0]?.valLoss === undefined ? "loss" : "valLoss" } = options;
  const sign = /accuracy|auc|f1|r2/i.test(monitor) ? 1 : -1;
  let best = 0;
  let value = Number.NEGATIVE_INFINITY;
  for (const logs of epochs) {
    const now = logs[monitor];
    if (now === undefined) {
      const there = Object.keys(logs).filter((key) => /^(loss|accuracy|mae|val)/.test(key));
      throw new OptionError(say`earlyStopping.monitor is "${monitor}": this training measures ${there.join(", ")}.`);
    }
    if (sign * now - minDelta > value) [best, value] = [logs.epoch, sign * now];
  }
  const waited = epochs.length - best;
  return { best, isOver: epochs.length > 0 && waited > 0 && waited >= patience };
}

/** @throws OptionError for options out of range. */
export function checkEarlyStopping(options: EarlyStoppingOptions): void {
  checkNames("earlyStopping", earlyStoppingNames, options);
  const { patience = 0, minDelta = 0 } = options;
  if (!Number.isInteger(patience) || patience < 0) {
    throw new OptionError(say`earlyStopping.patience is ${patience}: expected a whole number of epochs, at least 0.`);
  }
  if (!(minDelta >= 0))
    throw new OptionError(say`earlyStopping.minDelta is ${minDelta}: expected a number of at least 0.`);
}
