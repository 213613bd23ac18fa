import type { Examples } from "../datasets/imageSet.ts";
import type { LossAndAccuracy, Trainer } from "../engine/trainer.ts";
import { createRandom } from "../math/random.ts";
import type { BatchLogs, EpochLogs } from "./history.ts";

/** How far a training is: with the trainer's state, all that is needed to go on. Plain JSON. */
export interface Place {
  /** The epochs that are done. */
  readonly epochs: readonly EpochLogs[];
  /** Steps done of the epoch after them. */
  readonly step: number;
  /** Sums over the examples of those steps. */
  readonly loss: number;
  readonly accuracy: number;
  readonly examples: number;
}

export const theBeginning: Place = { epochs: [], step: 0, loss: 0, accuracy: 0, examples: 0 };

export interface Lesson {
  examples: Examples;
  validation: Examples | undefined;
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
  const { examples, validation, epochs, batchSize, seed } = lesson;
  const stepsPerEpoch = Math.ceil(examples.size / batchSize);
  let place = from;
  while (place.epochs.length < epochs) {
    const epoch = place.epochs.length + 1;
    const began = performance.now();
    // Of the epoch's number, not of what came before: so a resumed epoch has the same order.
    const order = createRandom(seed * 1_000_003 + epoch).permutation(examples.size);
    while (place.step < stepsPerEpoch) {
      const { inputs, labels } = examples.batch(order.subarray(place.step * batchSize, (place.step + 1) * batchSize));
      const { loss, accuracy } = await trainer.step(inputs, labels);
      place = {
        epochs: place.epochs,
        step: place.step + 1,
        loss: place.loss + loss * labels.length,
        accuracy: place.accuracy + accuracy * labels.length,
        examples: place.examples + labels.length,
      };
      yield { place, batch: { epoch, step: place.step, stepsPerEpoch, loss, accuracy } };
    }
    const measured = validation && (await measure(trainer, validation));
    const logs: EpochLogs = {
      epoch,
      loss: place.loss / place.examples,
      accuracy: place.accuracy / place.examples,
      ...(measured ? { valLoss: measured.loss, valAccuracy: measured.accuracy } : {}),
      seconds: (performance.now() - began) / 1000,
    };
    place = { ...theBeginning, epochs: [...place.epochs, logs] };
    yield { place, epoch: logs };
  }
}

async function measure(trainer: Trainer, examples: Examples): Promise<LossAndAccuracy> {
  let [loss, accuracy] = [0, 0];
  for (let begin = 0; begin < examples.size; begin += validationRows) {
    const count = Math.min(validationRows, examples.size - begin);
    const { inputs, labels } = examples.batch(Uint32Array.from({ length: count }, (_, i) => begin + i));
    const part = await trainer.evaluate(inputs, labels);
    loss += part.loss * count;
    accuracy += part.accuracy * count;
  }
  return { loss: loss / examples.size, accuracy: accuracy / examples.size };
}
