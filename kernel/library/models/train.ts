import type * as tf from "@tensorflow/tfjs";
import { type LearningRateSchedule, rateAt } from "../engine/learningRate.ts";
import type { EngineChoice } from "../engine/runner.ts";
import type { LossFunction } from "../engine/tfjs/losses.ts";
import type { OptimizerName } from "../engine/tfjsOptimizer.ts";
import type { LossName } from "../engine/train/index.ts";
import { currentCell } from "../ground/cell.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { breather } from "./breather.ts";
import { type CheckpointOptions, openCheckpoint } from "./checkpoint.node.ts";
import { createTrainer } from "./createTrainer.ts";
import { type History, type TrainCallbacks, TrainingInterrupted } from "./history.ts";
import { learn, theBeginning } from "./learn.ts";
import { digestOfExamples, digestOfWeights } from "./training/digests.node.ts";
import { courseOf, type EarlyStoppingOptions } from "./training/earlyStopping.ts";
import type { ClassWeight } from "./training/exampleWeights.ts";
import { type Prepared, prepare } from "./training/prepare.ts";
import { type ValidationMetric, validationMetrics } from "./training/validationMetrics.ts";
import type { TrainingData } from "./trainingData.ts";

/** A loss by name, or one of your own. */
export type Loss = LossName | LossFunction;

export interface TrainOptions {
  /** Times through the training set. Default 5. */
  epochs?: number;
  /** Examples per step, at most the set's size. Default 128, or all where there are fewer. The last step of an epoch takes what is left. */
  batchSize?: number;
  /** A number, or a function of the step (from 0): `exponentialDecay`, `cosineDecay`, `piecewiseConstantDecay`. Default 0.001. */
  learningRate?: number | LearningRateSchedule;
  /** Default `"adam"` (β 0.9 and 0.999, ε 1e-7). */
  optimizer?: OptimizerName;
  /**
   * What is made small, where it is not what fits the model and the data; of several outputs a list in the model's order,
   * or one by name. A function of yours, made of tfjs operations, trains on tfjs.
   */
  loss?: Loss | readonly Loss[] | Readonly<Record<string, Loss>> | undefined;
  /** How much the loss of each output counts in the sum. Default 1 each. */
  lossWeights?: readonly number[] | Readonly<Record<string, number>> | undefined;
  /** How much the examples of each class count. Default 1 each. */
  classWeight?: ClassWeight | undefined;
  /** How much each training example counts, `[n]`. Default 1 each. */
  sampleWeight?: tf.Tensor | ArrayLike<number> | undefined;
  /** Measured of the validation data after each epoch, besides: `valAuc`, … in its logs. Cost: one more pass over them. */
  metrics?: readonly ValidationMetric[] | undefined;
  /** Ends the training where it gets no better. Default: it does not. */
  earlyStopping?: EarlyStoppingOptions | undefined;
  /** Of the order of the examples, new in each epoch. A whole number, default 42. */
  seed?: number;
  /** Measured after each epoch; learns nothing. An empty set counts as none. */
  validationData?: TrainingData | undefined;
  callbacks?: TrainCallbacks | readonly TrainCallbacks[] | undefined;
  /** Ends the training after the step being done; see `train`. */
  signal?: AbortSignal | undefined;
  /** Where to save what is needed to go on after the process has died, and to go on from if it is there. */
  checkpoint?: CheckpointOptions | undefined;
  /** Default `"auto"`: the compiled engine where model and loss compile, else the session's tfjs. */
  engine?: EngineChoice;
}

const trainNames = {
  epochs: true,
  batchSize: true,
  learningRate: true,
  optimizer: true,
  loss: true,
  lossWeights: true,
  classWeight: true,
  sampleWeight: true,
  metrics: true,
  earlyStopping: true,
  seed: true,
  validationData: true,
  callbacks: true,
  signal: true,
  checkpoint: true,
  engine: true,
} as const satisfies Names<TrainOptions>;

/**
 * Trains a model: a seeded order, whole epochs. It prints nothing; `callbacks` hear of it.
 *
 * The loss follows from what the model answers (its signature) and what the data is:
 *
 * - classes (a softmax, or a vector of logits) with class indices: sparse cross-entropy; with a share of each class:
 *   categorical cross-entropy;
 * - one unit with two classes, or several sigmoids (labels that do not exclude each other): binary cross-entropy;
 * - one number or several: mean squared error; `loss: "meanAbsoluteError"` and `"huber"` (δ = 1) bend less to outliers;
 * - several outputs: the sum of their losses.
 *
 * Losses are means over the examples, each times its weight (`classWeight`, `sampleWeight`), as Keras's: not divided by
 * the weights' sum. Beside the loss the accuracy is measured, of numbers the mean absolute error. Afterwards the model
 * knows what it has learnt: the names of the data's classes and columns.
 *
 * The same seed, data and engine give the same weights, also by way of a checkpoint.
 *
 * Stopping: when the cell is interrupted, the model keeps the weights of the last full step, a checkpoint is written if
 * there is a folder for one, and `TrainingInterrupted` ends the cell. When your own `signal` is aborted, or the
 * Stop button of `progress()` is pressed, the same, but the history is returned, with `stopped: "aborted"`.
 *
 * @param model its weights are changed in place. Several inputs or outputs train on tfjs.
 * @param data a dataset, a table with a target, or tensors; see `TrainingData`.
 * @returns loss and metric of each epoch, which engine ran, and how long.
 * @throws ShapeError where examples and model do not fit; DataError for an empty set, labels without an output, numbers
 * that are not finite, classes that the model does not know, or a checkpoint of another model, of other data or weights; OptionError for options
 * out of range.
 * @example
 * const digits = await mnist.load();
 * const model = mnistCnn({ seed: 42 });
 * await train(model, digits.train, {
 *   validationData: digits.validation,
 *   callbacks: { onEpochEnd: (epoch, { loss, accuracy }) => console.log(`Epoch ${epoch}`, loss, accuracy) },
 * });
 */
export async function train(model: tf.LayersModel, data: TrainingData, options: TrainOptions = {}): Promise<History> {
  checkNames("train()", trainNames, options);
  const began = performance.now();
  const { optimizer = "adam", learningRate = 0.001 } = options;
  const prepared = await prepare(model, data, options);
  const { lesson, objectives } = prepared;
  const { epochs, batchSize, seed, earlyStopping } = lesson;
  const examples = lesson.examples.size;
  const stepsPerEpoch = Math.ceil(examples / batchSize);

  const cell = currentCell();
  const callbacks = [options.callbacks ?? []].flat();
  const aborted = () =>
    cell.signal.aborted || options.signal?.aborted === true || callbacks.some(({ signal }) => signal?.aborted === true);
  const breathe = breather();
  const { weighted, inputShapes } = prepared;
  const engine = options.engine ?? "auto";
  const trainer = await createTrainer(model, {
    optimizer,
    learningRate,
    engine,
    objectives,
    weighted,
    inputShapes,
    seed,
  });
  try {
    const ran = { engine: trainer.engine, ...(trainer.reason ? { reason: trainer.reason } : {}) };
    const rate = typeof learningRate === "number" ? learningRate : told(learningRate);
    const recipe = {
      ...{ engine: trainer.engine, optimizer, learningRate: rate },
      batchSize,
      seed,
      examples,
      loss: lossOf(prepared),
    };
    const checkpoint =
      options.checkpoint &&
      (await openCheckpoint(options.checkpoint, recipe, {
        data: digestOfExamples(lesson.examples),
        weights: digestOfWeights(await trainer.state()),
      }));
    const found = checkpoint?.found;
    if (found) await trainer.restore(found.state);
    let place = found?.place ?? theBeginning;
    let steps = found?.state.steps ?? 0;
    let best = found?.best;
    const save = async () => checkpoint?.save({ place, state: await trainer.state(), best });

    const metric = lesson.metric ?? ("none" as const);
    const plan = {
      epochs,
      batchSize,
      stepsPerEpoch,
      examples,
      ...ran,
      metric,
      resumed: place.epochs,
    };
    for (const each of callbacks) await each.onTrainBegin?.(plan);

    const measureMore = validationMetrics(model, trainer, options);
    const advances = learn(trainer, { ...lesson, measureMore }, place);
    while (!aborted()) {
      const { value, done } = await advances.next();
      if (done) break;
      place = value.place;
      if (value.batch) {
        const { epoch, step, loss } = value.batch;
        steps++;
        if (!Number.isFinite(loss)) throw diverged(loss, steps, rateAt(learningRate, steps - 1));
        if (callbacks.some((each) => each.readsWeightsAt?.(step))) await trainer.writeBack();
        for (const each of callbacks) await each.onBatchEnd?.(step, value.batch);
        const fraction = (epoch - 1 + step / stepsPerEpoch) / epochs;
        cell.progress(fraction, `Epoch ${epoch}/${epochs}, step ${step}/${stepsPerEpoch}, loss ${loss.toFixed(4)}`);
        if (checkpoint?.due(steps)) await save();
      }
      if (value.epoch) {
        await trainer.writeBack();
        const isBest = courseOf(place.epochs, earlyStopping).best === value.epoch.epoch;
        if (earlyStopping?.restoreBestWeights && isBest) best = await trainer.state();
        await save();
        for (const each of callbacks) await each.onEpochEnd?.(value.epoch.epoch, value.epoch);
      }
      await breathe();
    }
    const course = courseOf(place.epochs, earlyStopping);
    const stopped = place.epochs.length < epochs && !course.isOver;
    if (!stopped && best) await trainer.restore(best);
    await trainer.writeBack();
    if (stopped) await save();
    if (steps > 0) prepared.remember();
    const history: History = {
      epochs: place.epochs,
      steps,
      ...ran,
      ...(stopped ? { stopped: "aborted" } : place.epochs.length < epochs ? { stopped: "early" } : {}),
      ...(course.best > 0 ? { bestEpoch: course.best } : {}),
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

function diverged(loss: number, steps: number, learningRate: number): Error {
  return new OptionError(
    say`The loss became ${loss} at step ${steps}: the model no longer learns. Create it again and use a learningRate below ${learningRate}.`,
  );
}

/** A schedule as a checkpoint tells it from another: by its first values and some later ones. */
const told = (schedule: LearningRateSchedule): string =>
  [0, 1, 10, 100, 1000, 10_000, 100_000].map((step) => rateAt(schedule, step)).join(", ");

const lossOf = ({ objectives, weighted }: Prepared): string =>
  objectives.map(({ loss }) => (typeof loss === "string" ? loss : "a function")).join(", ") +
  (weighted ? ", weighted" : "");
