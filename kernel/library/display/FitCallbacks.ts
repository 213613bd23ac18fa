import * as tf from "@tensorflow/tfjs";
import { currentCell } from "../ground/cell.ts";
import type { BatchLogs, EpochLogs, History, MetricKey, TrainCallbacks, TrainPlan } from "../models/history.ts";

/** What `fit` hands over: scalars, that are still to be read. */
type Unresolved = Parameters<tf.CustomCallback["onTrainBegin"]>[0];

/** What tfjs's `fit` measured: numbers, once they are read. */
type FitLogs = Readonly<Record<string, number>>;

/** What tfjs says of a `fit` before it begins. */
interface FitParams {
  readonly epochs: number;
  readonly batchSize: number | null;
  readonly samples: number | null;
  /** Of an epoch; of a dataset that does not say its length it is not known. */
  readonly steps: number | null;
  readonly metrics: readonly string[];
}

const accuracies = ["acc", "accuracy"];
const absoluteErrors = ["mae", "meanAbsoluteError"];

/**
 * Callbacks for `train` that tfjs's own `model.fit` and `fitDataset` take too: what `fit` tells, in its own words and
 * counted from 0, is told on as `train` would. An interrupt of the cell, and the callbacks' signal, end it after the step.
 */
export class FitCallbacks extends tf.CustomCallback implements TrainCallbacks {
  readonly #callbacks: TrainCallbacks;
  #model: tf.LayersModel | undefined;
  /** Of the `fit` that runs; undefined where `train` calls. */
  #plan: TrainPlan | undefined;
  #epochs: EpochLogs[] = [];
  #epoch = 0;
  #steps = 0;
  #began = 0;

  constructor(callbacks: TrainCallbacks) {
    super({
      onTrainBegin: async () => this.#callbacks.onTrainBegin?.(this.#begin()),
      onEpochBegin: async (epoch) => {
        this.#epoch = epoch + 1;
        this.#steps = 0;
      },
      onBatchEnd: async (batch, logs) => this.#batch(batch + 1, (logs ?? {}) as FitLogs),
      onEpochEnd: async (epoch, logs) => this.#epochEnded(epoch + 1, (logs ?? {}) as FitLogs),
      onTrainEnd: async () => this.#callbacks.onTrainEnd?.(this.#history()),
    });
    this.#callbacks = callbacks;
  }

  get signal(): AbortSignal | undefined {
    return this.#callbacks.signal;
  }

  override setModel(model: Parameters<tf.CustomCallback["setModel"]>[0]): void {
    this.#model = model as unknown as tf.LayersModel;
  }

  override async onTrainBegin(given?: TrainPlan | Unresolved): Promise<void> {
    if (isPlan(given)) {
      this.#plan = undefined;
      return this.#callbacks.onTrainBegin?.(given);
    }
    await super.onTrainBegin();
  }

  override async onBatchEnd(step: number, logs?: BatchLogs | Unresolved): Promise<void> {
    if (!this.#plan) return this.#callbacks.onBatchEnd?.(step, logs as BatchLogs);
    await super.onBatchEnd(step, logs as Unresolved);
  }

  override async onEpochEnd(epoch: number, logs?: EpochLogs | Unresolved): Promise<void> {
    if (!this.#plan) return this.#callbacks.onEpochEnd?.(epoch, logs as EpochLogs);
    await super.onEpochEnd(epoch, logs as Unresolved);
  }

  override async onTrainEnd(history?: History | Unresolved): Promise<void> {
    if (!this.#plan) return this.#callbacks.onTrainEnd?.(history as History);
    await super.onTrainEnd();
  }

  async onTrainFailed(error: unknown): Promise<void> {
    await this.#callbacks.onTrainFailed?.(error);
  }

  #begin(): TrainPlan {
    const { epochs, batchSize, samples, steps, metrics } = this.params as unknown as FitParams;
    const stepsPerEpoch = steps ?? (samples && batchSize ? Math.ceil(samples / batchSize) : 1);
    const has = (names: readonly string[]) => metrics.some((name) => names.includes(name));
    const metric: MetricKey | "none" = has(accuracies) ? "accuracy" : has(absoluteErrors) ? "mae" : "none";
    const examples = samples ?? stepsPerEpoch * (batchSize ?? 1);
    this.#epochs = [];
    this.#began = performance.now();
    this.#plan = {
      ...{ epochs, stepsPerEpoch, examples, metric },
      batchSize: batchSize ?? Math.ceil(examples / stepsPerEpoch),
      engine: "tfjs",
      resumed: [],
    };
    return this.#plan;
  }

  async #batch(step: number, logs: FitLogs): Promise<void> {
    this.#steps = step;
    const { signal } = currentCell();
    const stepsPerEpoch = Math.max(step, this.#plan?.stepsPerEpoch ?? 1);
    const measured = { loss: logs.loss ?? Number.NaN, ...metricsIn(logs) };
    await this.#callbacks.onBatchEnd?.(step, { epoch: this.#epoch, step, stepsPerEpoch, ...measured });
    signal.throwIfAborted();
    if (this.signal?.aborted && this.#model) this.#model.stopTraining = true;
  }

  async #epochEnded(epoch: number, logs: FitLogs): Promise<void> {
    const { val_loss: valLoss } = logs;
    const { accuracy: valAccuracy, mae: valMae } = metricsIn(logs, "val_");
    const told: EpochLogs = {
      ...{ epoch, loss: logs.loss ?? Number.NaN, ...metricsIn(logs) },
      ...(valLoss === undefined ? {} : { valLoss }),
      ...(valAccuracy === undefined ? {} : { valAccuracy }),
      ...(valMae === undefined ? {} : { valMae }),
      seconds: (performance.now() - this.#began) / 1000 - this.#epochs.reduce((sum, each) => sum + each.seconds, 0),
    };
    this.#epochs.push(told);
    await this.#callbacks.onEpochEnd?.(epoch, told);
  }

  #history(): History {
    const { stepsPerEpoch = 1, epochs = 0 } = this.#plan ?? {};
    const steps = Math.max(0, this.#epoch - 1) * stepsPerEpoch + this.#steps;
    const seconds = (performance.now() - this.#began) / 1000;
    const stopped = this.#epoch < epochs || this.signal?.aborted === true;
    return { epochs: this.#epochs, steps, engine: "tfjs", ...(stopped ? { stopped: "aborted" } : {}), seconds };
  }
}

const isPlan = (given: TrainPlan | Unresolved): given is TrainPlan =>
  given !== undefined && "stepsPerEpoch" in given && "engine" in given;

function metricsIn(logs: FitLogs, prefix = ""): { accuracy?: number; mae?: number } {
  const first = (names: readonly string[]) =>
    names.map((name) => logs[prefix + name]).find((value) => value !== undefined);
  const [accuracy, mae] = [first(accuracies), first(absoluteErrors)];
  return { ...(accuracy === undefined ? {} : { accuracy }), ...(mae === undefined ? {} : { mae }) };
}
