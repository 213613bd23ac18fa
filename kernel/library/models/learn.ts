import type { LossAndMetric, Targets, Trainer } from "../engine/trainer.ts";
import { createRandom } from "../math/random.ts";
import type { BatchLogs, EpochLogs, MetricKey } from "./history.ts";
import { courseOf, type EarlyStoppingOptions } from "./training/earlyStopping.ts";

/** How far a training is: with the trainer's state, all that is needed to go on. Plain JSON. */
export interface Place {
  /** The epochs that are done. */
  readonly epochs: readonly EpochLogs[];
  /** Steps done of the epoch after them. */
  readonly step: number;
  /** Sums over the examples of those steps. */
  readonly loss: number;
  readonly metric: number;
  readonly examples: number;
}

export const theBeginning: Place = { epochs: [], step: 0, loss: 0, metric: 0, examples: 0 };

/** Examples as a trainer is fed with them. */
export interface Examples {
  readonly size: number;
  batch(indices: ArrayLike<number>): {
    readonly inputs: Float32Array;
    readonly targets: Targets;
    readonly weights?: Float32Array | undefined;
  };
}

export interface Lesson {
  examples: Examples;
  validation: Examples | undefined;
  /** What a trainer's metric is; undefined where it has none. */
  metric: MetricKey | undefined;
  /** More that is measured of the validation examples after each epoch. */
  measureMore?: (() => Promise<Partial<EpochLogs>>) | undefined;
  earlyStopping: EarlyStoppingOptions | undefined;
  epochs: number;
  batchSize: number;
  seed: number;
}

/** One thing that happened: a step (`batch`), or the end of an epoch (`epoch`), and the place after it. */
export interface Advance {
  readonly place: Place;
  readonly batch?: BatchLogs;
  readonly epoch?: EpochLogs;
}

/** Rows per pass of a validation: more leave the processor's cache. */
const validationRows = 128;

/** The training loop: steps and epochs from a place on, told one by one; whoever listens can stop between them. */
export async function* learn(trainer: Trainer, lesson: Lesson, from: Place): AsyncGenerator<Advance, void, void> {
  const { examples, validation, epochs, batchSize, seed, earlyStopping } = lesson;
  const logged = (metric: number) => (lesson.metric ? { [lesson.metric]: metric } : {});
  const stepsPerEpoch = Math.ceil(examples.size / batchSize);
  let place = from;
  while (place.epochs.length < epochs && !courseOf(place.epochs, earlyStopping).isOver) {
    const epoch = place.epochs.length + 1;
    const began = performance.now();
    // Of the epoch's number, not of what came before: so a resumed epoch has the same order.
    const order = createRandom(seed * 1_000_003 + epoch).permutation(examples.size);
    while (place.step < stepsPerEpoch) {
      const indices = order.subarray(place.step * batchSize, (place.step + 1) * batchSize);
      const { inputs, targets, weights } = examples.batch(indices);
      const { loss, metric } = await trainer.step(inputs, targets, weights);
      place = {
        epochs: place.epochs,
        step: place.step + 1,
        loss: place.loss + loss * indices.length,
        metric: place.metric + metric * indices.length,
        examples: place.examples + indices.length,
      };
      yield { place, batch: { epoch, step: place.step, stepsPerEpoch, loss, ...logged(metric) } };
    }
    const measured = validation && (await measure(trainer, validation));
    const logs: EpochLogs = {
      epoch,
      loss: place.loss / place.examples,
      ...logged(place.metric / place.examples),
      ...(measured ? { valLoss: measured.loss, ...validated(lesson.metric, measured.metric) } : {}),
      ...(measured ? await lesson.measureMore?.() : {}),
      seconds: (performance.now() - began) / 1000,
    };
    place = { ...theBeginning, epochs: [...place.epochs, logs] };
    yield { place, epoch: logs };
  }
}

const validated = (key: MetricKey | undefined, metric: number) =>
  key === undefined ? {} : key === "accuracy" ? { valAccuracy: metric } : { valMae: metric };

async function measure(trainer: Trainer, examples: Examples): Promise<LossAndMetric> {
  let [loss, metric] = [0, 0];
  for (let begin = 0; begin < examples.size; begin += validationRows) {
    const count = Math.min(validationRows, examples.size - begin);
    const { inputs, targets, weights } = examples.batch(Uint32Array.from({ length: count }, (_, i) => begin + i));
    const part = await trainer.evaluate(inputs, targets, weights);
    loss += part.loss * count;
    metric += part.metric * count;
  }
  return { loss: loss / examples.size, metric: metric / examples.size };
}
