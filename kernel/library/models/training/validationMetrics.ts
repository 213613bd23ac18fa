import type * as tf from "@tensorflow/tfjs";
import type { Trainer } from "../../engine/trainer.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { evaluation } from "../evaluate.ts";
import type { EpochLogs } from "../history.ts";
import type { TrainOptions } from "../train.ts";

const keys = { auc: "valAuc", f1: "valF1", r2: "valR2", rmse: "valRmse" } as const;

/** Of classes and labels AUC and F1, of numbers R² and the root mean squared error. */
export type ValidationMetric = keyof typeof keys;

/** @throws OptionError for a metric that there is not, or without anything to measure it on. */
export function checkMetrics({ metrics = [], validationData }: TrainOptions): void {
  const unknown = metrics.find((metric) => !Object.hasOwn(keys, metric));
  if (unknown !== undefined) {
    throw new OptionError(say`There is no metric "${unknown}": there are ${Object.keys(keys).join(", ")}.`);
  }
  if (metrics.length > 0 && !validationData) {
    throw new OptionError(say`metrics are measured on validation data: give validationData.`);
  }
}

/** What measures them after an epoch; undefined where none are asked for. */
export function validationMetrics(
  model: tf.LayersModel,
  trainer: Trainer,
  { metrics = [], validationData, engine }: TrainOptions,
): (() => Promise<Partial<EpochLogs>>) | undefined {
  if (metrics.length === 0 || !validationData) return undefined;
  return async () => {
    await trainer.writeBack();
    const result = await evaluation(model, validationData, { ...(engine && { engine }), report: false });
    return Object.fromEntries(metrics.map((metric) => [keys[metric], result[metric]]));
  };
}
