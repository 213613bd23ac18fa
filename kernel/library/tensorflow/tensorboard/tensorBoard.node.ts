import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { TrainCallbacks } from "../../models/history.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { type SummaryFileWriter, summaryFileWriter } from "./SummaryFileWriter.node.ts";

export interface TensorBoardOptions {
  /** Whether each step is written too. Default `"epoch"`. */
  updateFreq?: "batch" | "epoch";
  /** Every how many epochs the weights' histograms are written; 0 is never. Default 0. Needs `model`, but in `model.fit`. */
  histogramFreq?: number;
  /** Whose weights `histogramFreq` writes; `model.fit` gives its own. */
  model?: tf.LayersModel;
}

const tensorBoardNames = {
  updateFreq: true,
  histogramFreq: true,
  model: true,
} as const satisfies Names<TensorBoardOptions>;

type Logs = Readonly<Record<string, number | undefined>>;

/**
 * Writes a training's losses and metrics for TensorBoard, into the runs `train` and `val` of a folder: for
 * glassbook's `train` and for tfjs's `model.fit`. The tags are tfjs-node's: `epoch_loss`, `batch_loss`, …
 *
 * @param logdir default `"./logs"`.
 * @example
 * await train(model, digits.train, { epochs: 5, callbacks: tensorBoard("logs/first") });
 */
export function tensorBoard(logdir = "./logs", options: TensorBoardOptions = {}): TrainCallbacks & tf.CustomCallback {
  checkNames("tensorBoard()", tensorBoardNames, options);
  const { updateFreq = "epoch", histogramFreq = 0 } = options;
  if (updateFreq !== "epoch" && updateFreq !== "batch") {
    throw new OptionError(say`updateFreq is ${String(updateFreq)}: expected "epoch" or "batch"`);
  }
  if (!Number.isInteger(histogramFreq) || histogramFreq < 0) {
    throw new OptionError(say`histogramFreq is ${histogramFreq}: expected an integer of at least 0`);
  }
  // One object serves both, though their logs have different types.
  const callback: tf.CustomCallback = new TensorBoard(logdir, { ...options, updateFreq, histogramFreq });
  return callback as TrainCallbacks & tf.CustomCallback;
}

class TensorBoard extends tf.CustomCallback {
  readonly #logdir: string;
  #model: tf.LayersModel | undefined;
  #steps = 0;

  constructor(logdir: string, options: TensorBoardOptions & { updateFreq: "batch" | "epoch"; histogramFreq: number }) {
    super({
      onBatchEnd: async (_, logs) => {
        this.#steps++;
        if (options.updateFreq === "batch") this.#metrics("batch", logs, this.#steps);
      },
      onEpochEnd: async (epoch, logs) => {
        // tfjs counts epochs from 0, glassbook from 1; both are written from 1.
        const done = logs && "epoch" in logs ? epoch : epoch + 1;
        this.#metrics("epoch", logs, done);
        if (options.histogramFreq > 0 && (done - 1) % options.histogramFreq === 0) this.#histograms(done);
      },
    });
    this.#logdir = logdir;
    this.#model = options.model;
  }

  override setModel(model: Parameters<tf.CustomCallback["setModel"]>[0]): void {
    this.#model = model as tf.LayersModel;
  }

  // tfjs takes what these get for numbers and tensors; a plan and a history are neither.
  override async onTrainBegin(): Promise<void> {}
  override async onTrainEnd(): Promise<void> {}

  #metrics(prefix: "batch" | "epoch", logs: Logs | undefined, step: number): void {
    for (const [key, value] of Object.entries(logs ?? {})) {
      if (typeof value !== "number" || notMetrics.has(key)) continue;
      const validation = /^val_?(.*)$/.exec(key)?.[1];
      const name = validation ? `${validation[0]?.toLowerCase()}${validation.slice(1)}` : key;
      this.#writer(validation ? "val" : "train").scalar(`${prefix}_${name}`, value, step);
    }
  }

  #histograms(step: number): void {
    if (!this.#model)
      throw new OptionError(say`histogramFreq needs the model: pass it as tensorBoard's option \`model\``);
    // Two layers' weights may have one name in tfjs (`kernel`); its full name tells them apart.
    for (const weight of this.#model.weights) {
      const { originalName, name } = weight;
      this.#writer("train").histogram(name || originalName, weight.read(), step);
    }
  }

  #writer(run: "train" | "val"): SummaryFileWriter {
    return summaryFileWriter(join(this.#logdir, run));
  }
}

/** What the logs hold besides losses and metrics. */
const notMetrics = new Set(["batch", "size", "num_steps", "epoch", "step", "stepsPerEpoch", "seconds"]);
