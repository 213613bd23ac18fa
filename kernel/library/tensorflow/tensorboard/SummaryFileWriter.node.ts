import { appendFileSync, mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type * as tf from "@tensorflow/tfjs";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { record, type Summary, summaryEvent, versionEvent } from "./events.ts";
import { histogramBuckets } from "./histogram.ts";

let written = 0;

/** Writes an event file that TensorBoard reads. Each summary is in the file when its call returns. */
export class SummaryFileWriter {
  readonly #file: string;

  /** @param logdir folder of the run; made where it is missing. */
  constructor(logdir: string) {
    mkdirSync(logdir, { recursive: true });
    const seconds = Math.floor(Date.now() / 1000);
    const name = `events.out.tfevents.${String(seconds).padStart(10, "0")}.${hostname()}.${process.pid}.${written++}.v2`;
    this.#file = join(logdir, name);
    appendFileSync(this.#file, record(versionEvent(Date.now() / 1000)));
  }

  /** One number. @param step of training, an integer from 0. */
  scalar(name: string, value: tf.Scalar | number, step: number, description?: string): void {
    const number = typeof value === "number" ? value : (value.dataSync()[0] ?? Number.NaN);
    this.#write(step, { kind: "scalar", name, value: number, description });
  }

  /** The distribution of a tensor's or an array's values. @param buckets default 30. */
  histogram(name: string, data: tf.Tensor | ArrayLike<number>, step: number, buckets = 30, description?: string): void {
    if (!Number.isInteger(buckets) || buckets < 0) {
      throw new OptionError(say`buckets is ${buckets}: expected an integer of at least 0`);
    }
    const values = "dataSync" in data ? (data.dataSync() as Float32Array) : data;
    this.#write(step, { kind: "histogram", name, buckets: histogramBuckets(values, buckets), description });
  }

  /** Nothing waits here; tfjs-node's writer has it. */
  flush(): void {}

  #write(step: number, summary: Summary): void {
    if (!Number.isSafeInteger(step) || step < 0)
      throw new OptionError(say`step is ${step}: expected an integer of at least 0`);
    appendFileSync(this.#file, record(summaryEvent(Date.now() / 1000, step, summary)));
  }
}

const writers = new Map<string, SummaryFileWriter>();

/**
 * The writer of a run's folder, the same each time, as tfjs-node's `tf.node.summaryFileWriter`, on any backend.
 *
 * @param logdir folder of the run; made where it is missing.
 * @example
 * const writer = summaryFileWriter("logs/lr-0.01");
 * writer.scalar("loss", 0.25, 1);
 * // then, in a terminal: tensorboard --logdir logs
 */
export function summaryFileWriter(logdir: string): SummaryFileWriter {
  if (typeof logdir !== "string" || logdir === "") {
    throw new OptionError(say`logdir is ${JSON.stringify(logdir)}: expected the path of a folder`);
  }
  const known = writers.get(logdir);
  if (known) return known;
  const writer = new SummaryFileWriter(logdir);
  writers.set(logdir, writer);
  return writer;
}
