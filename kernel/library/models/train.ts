import type * as tf from "@tensorflow/tfjs";
import type { EngineChoice } from "../engine/runner.ts";
import type { OptimizerName } from "../engine/tfjsOptimizer.ts";
import { currentCell } from "../ground/cell.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { breather } from "./breather.ts";
import { type CheckpointOptions, openCheckpoint } from "./checkpoint.node.ts";
import { createTrainer } from "./createTrainer.ts";
import { type History, type TrainCallbacks, TrainingInterrupted } from "./history.ts";
import { type Lesson, learn, theBeginning } from "./learn.ts";
import { checkExamples, examplesOf, type TrainingData } from "./trainingData.ts";

export interface TrainOptions {
  /** Times through the training set. Default 5. */
  epochs?: number;
  /** Examples per step, at most the set's size. Default 128. The last step of an epoch takes what is left. */
  batchSize?: number;
  /** Default 0.001. */
  learningRate?: number;
  /** Default `"adam"` (β 0.9 and 0.999, ε 1e-7). */
  optimizer?: OptimizerName;
  /** Of the order of the examples, new in each epoch. A whole number, default 42. */
  seed?: number;
  /** Measured after each epoch; learns nothing. An empty set counts as none. */
  validationData?: TrainingData | undefined;
  callbacks?: TrainCallbacks | readonly TrainCallbacks[] | undefined;
  /** Ends the training after the step being done; see `train`. */
  signal?: AbortSignal | undefined;
  /** Where to save what is needed to go on after the process has died, and to go on from if it is there. */
  checkpoint?: CheckpointOptions | undefined;
  /** Default `"auto"`: the compiled engine where the model compiles, else the session's tfjs. */
  engine?: EngineChoice;
}

/**
 * Trains a classifier: sparse cross-entropy, a seeded order, whole epochs. It prints nothing; `callbacks` hear of it.
 *
 * The same seed, data and engine give the same weights, also by way of a checkpoint. A model that ends in a softmax is
 * trained on the logarithm of its outputs; other outputs are taken as logits.
 *
 * Stopping: when the cell is interrupted, the model keeps the weights of the last full step, a checkpoint is written if
 * there is a folder for one, and `TrainingInterrupted` ends the cell. When your own `signal` is aborted, or the
 * Stop button of `progress()` is pressed, the same, but the history is returned, with `stopped: "aborted"`.
 *
 * @param model one input `[n, ...]`, one output `[n, classes]`; its weights are changed in place.
 * @param data a dataset, or tensors `{ images: [n, ...] float32, labels: [n] }`.
 * @returns loss and accuracy of each epoch, which engine ran, and how long.
 * @throws ShapeError where examples and model do not fit; DataError for an empty set, labels without an output, numbers
 * that are not finite, or a checkpoint of another model; OptionError for options out of range.
 * @example
 * const digits = await mnist.load();
 * const model = mnistCnn({ seed: 42 });
 * await train(model, digits.train, {
 *   validationData: digits.validation,
 *   callbacks: { onEpochEnd: (epoch, { loss, accuracy }) => console.log(`Epoch ${epoch}`, loss, accuracy) },
 * });
 */
export async function train(model: tf.LayersModel, data: TrainingData, options: TrainOptions = {}): Promise<History> {
  const began = performance.now();
  const { optimizer = "adam", learningRate = 0.001 } = options;
  const lesson = await prepare(model, data, options);
  const { epochs, batchSize, seed } = lesson;
  const examples = lesson.examples.size;
  const stepsPerEpoch = Math.ceil(examples / batchSize);

  const cell = currentCell();
  const callbacks = [options.callbacks ?? []].flat();
  const aborted = () =>
    cell.signal.aborted || options.signal?.aborted === true || callbacks.some(({ signal }) => signal?.aborted === true);
  const breathe = breather();
  const trainer = await createTrainer(model, { optimizer, learningRate, engine: options.engine ?? "auto" });
  try {
    const engine = { engine: trainer.engine, ...(trainer.reason ? { reason: trainer.reason } : {}) };
    const recipe = { engine: trainer.engine, optimizer, learningRate, batchSize, seed, examples };
    const checkpoint = options.checkpoint && (await openCheckpoint(options.checkpoint, recipe));
    const found = checkpoint?.found;
    if (found) await trainer.restore(found.state);
    let place = found?.place ?? theBeginning;
    let steps = found?.state.steps ?? 0;
    const save = async () => checkpoint?.save({ place, state: await trainer.state() });

    const plan = { epochs, batchSize, stepsPerEpoch, examples, ...engine, resumed: place.epochs };
    for (const each of callbacks) await each.onTrainBegin?.(plan);

    const advances = learn(trainer, lesson, place);
    while (!aborted()) {
      const { value, done } = await advances.next();
      if (done) break;
      place = value.place;
      if (value.batch) {
        const { epoch, step, loss } = value.batch;
        steps++;
        if (!Number.isFinite(loss)) throw diverged(loss, steps, learningRate);
        if (callbacks.some((each) => each.readsWeightsAt?.(step))) await trainer.writeBack();
        for (const each of callbacks) await each.onBatchEnd?.(step, value.batch);
        const fraction = (epoch - 1 + step / stepsPerEpoch) / epochs;
        cell.progress(fraction, `Epoch ${epoch}/${epochs}, step ${step}/${stepsPerEpoch}, loss ${loss.toFixed(4)}`);
        if (checkpoint?.due(steps)) await save();
      }
      if (value.epoch) {
        await trainer.writeBack();
        await save();
        for (const each of callbacks) await each.onEpochEnd?.(value.epoch.epoch, value.epoch);
      }
      await breathe();
    }
    await trainer.writeBack();
    const stopped = place.epochs.length < epochs;
    if (stopped) await save();
    const history: History = {
      epochs: place.epochs,
      steps,
      ...engine,
      ...(stopped ? { stopped: "aborted" } : {}),
      ...(found ? { resumedFrom: found.state.steps } : {}),
      seconds: (performance.now() - began) / 1000,
    };
    for (const each of callbacks) await each.onTrainEnd?.(history);
    if (stopped && cell.signal.aborted) throw new TrainingInterrupted(history);
    return history;
  } catch (error) {
    // What a callback makes of it must not take the error's place.
    if (!(error instanceof TrainingInterrupted))
      await Promise.allSettled(callbacks.map(async (each) => each.onTrainFailed?.(error)));
    throw error;
  } finally {
    await trainer.dispose();
  }
}

/** Reads and checks everything before the first step. */
async function prepare(model: tf.LayersModel, data: TrainingData, options: TrainOptions): Promise<Lesson> {
  const { epochs = 5, batchSize = 128, learningRate = 0.001, seed = 42 } = options;
  const wholeNumber = (name: string, value: number, least: number) => {
    if (Number.isInteger(value) && value >= least) return;
    throw new OptionError(say`${name} is ${value}: expected a whole number of at least ${least}.`);
  };
  wholeNumber("epochs", epochs, 1);
  wholeNumber("batchSize", batchSize, 1);
  wholeNumber("seed", seed, 0);
  if (!(learningRate > 0 && learningRate < Number.POSITIVE_INFINITY)) {
    throw new OptionError(say`learningRate is ${learningRate}: expected a number above 0, such as 0.001.`);
  }
  const examples = await examplesOf(data, "training");
  checkExamples(examples, model, "training");
  if (batchSize > examples.size) {
    throw new OptionError(say`batchSize is ${batchSize}: the training set has only ${examples.size} examples.`);
  }
  const validation = options.validationData && (await examplesOf(options.validationData, "validation"));
  if (!validation?.size) return { examples, validation: undefined, epochs, batchSize, seed };
  checkExamples(validation, model, "validation");
  return { examples, validation, epochs, batchSize, seed };
}

function diverged(loss: number, steps: number, learningRate: number): Error {
  return new OptionError(
    say`The loss became ${loss} at step ${steps}: the model no longer learns. Make it anew and use a learningRate below ${learningRate}.`,
  );
}
