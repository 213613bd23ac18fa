import { GradientNotFoundError, ShapeError, UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { remember } from "../signature/remembered.ts";
import type { Signature } from "../signature/Signature.ts";
import type { SignatureOptions } from "../signature/SignatureOptions.ts";
import { theOutput } from "../signature/theOutput.ts";
import { unknownSignature } from "../signature/unknown.ts";
import { type Answers, readAnswers } from "./answers.ts";
import type { Batch, PredictOptions, Runner } from "./runner.ts";
import { describedRunner } from "./signature/describedRunner.ts";

/** Rows as numbers: `[n, ...]`, row-major. */
export interface ArrayBatch {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** Answers a batch; `signal` is aborted when nobody wants the answer any more. */
export type Ask = (batch: ArrayBatch, signal: AbortSignal | undefined) => Answers | Promise<Answers>;

export interface ArrayModelOptions extends SignatureOptions {
  /** How many numbers the model answers to a row (default: found by asking about one row of zeros). */
  outputSize?: number;
  /** Rows handed over at a time (default 1024). */
  batchSize?: number;
}

/** A model that brings its own way to run. Every explainer takes it. */
export interface RunnableModel {
  /** What it takes and answers, as far as it is known. */
  readonly signature?: Signature | undefined;
  /**
   * @param inputShape of the data at hand, without the batch dimension; of several inputs `[total]`.
   * @param output which of the model's outputs is answered, by name (default: the first).
   */
  runner(inputShape?: readonly number[], output?: string): Promise<Runner>;
}

/**
 * A function over plain arrays as a model: whatever answers to rows of numbers, at once or later. Perturbation methods
 * explain it; it has no gradients.
 *
 * @param ask gets `{ values, shape: [n, ...] }` and gives rows: `[[0.1, 0.9], …]`, a number for each row, or
 * `{ values, shape }`; probabilities where it tells classes apart.
 * @param options.classNames,inputs,outputs what it takes and answers, as `describeModel` has it: without them its answers
 * are values of which nothing is known.
 * @example
 * const model = arrayModel(
 *   ({ values, shape }) => Array.from({ length: shape[0] }, (_, row) => [1 - values[row], values[row]]),
 *   { classNames: ["no", "yes"] },
 * );
 */
export function arrayModel(ask: Ask, options: ArrayModelOptions = {}): RunnableModel {
  const { outputSize, batchSize = 1024, classNames, inputs, outputs } = options;
  const schedule: Schedule = (batch, answer) => inTurn(batch.count, batchSize, answer);
  const model: RunnableModel = {
    async runner(inputShape = []) {
      if (inputShape.length === 0) throw new ShapeError(say`a function used as a model needs the shape of its input`);
      return describedRunner(model, await arrayRunner(ask, inputShape, outputSize, schedule));
    },
  };
  remember(model, { classNames, inputs, outputs }, "user");
  return model;
}

/** Runs `answer` for the rows from `start` to before `end`, all of them in some order. */
export type Schedule = (batch: Batch, answer: (start: number, end: number) => Promise<void>) => Promise<void>;

export async function arrayRunner(
  ask: Ask,
  inputShape: readonly number[],
  outputSize: number | undefined,
  schedule: Schedule,
): Promise<Runner> {
  const size = inputShape.reduce((all, length) => all * length, 1);
  const answer = async (values: Float32Array, count: number, signal: AbortSignal | undefined) => {
    const given = await readAnswers(await ask({ values, shape: [count, ...inputShape] }, signal), count);
    if (classes !== undefined && given.classes !== classes) {
      throw new ShapeError(say`the model gave ${given.classes} numbers for a row, after ${classes} before`);
    }
    return given;
  };
  let classes = outputSize;
  classes ??= (await answer(new Float32Array(size), 1, undefined)).classes;
  const width = classes;
  const signature = unknownSignature(inputShape, [width]);

  const refuse = (): never => {
    throw new GradientNotFoundError(
      say`a custom function has no gradient: use a perturbation method, such as KernelShap or Lime`,
    );
  };
  return {
    engine: "function",
    signature,
    outputSpec: theOutput(signature),
    reason: "a function of your own runs as it is",
    inputShape,
    outputSize: width,
    hasLogit: false,
    probabilitiesOf: (logits) => logits,
    layerNames: [],
    async predict(batch, { signal, layers = [] }: PredictOptions) {
      if (layers.length > 0)
        throw new UnsupportedLayerError(say`a function has no layers, so there is no ${layers[0]}`);
      const outputs = new Float32Array(batch.count * width);
      await schedule(batch, async (start, end) => {
        signal?.throwIfAborted();
        // A copy: the caller fills its own array anew for the next batch.
        const { values } = await answer(batch.values.slice(start * size, end * size), end - start, signal);
        outputs.set(values, start * width);
      });
      return { outputs, layers: new Map() };
    },
    gradients: async () => refuse(),
  };
}

async function inTurn(count: number, batchSize: number, answer: (start: number, end: number) => Promise<void>) {
  for (let start = 0; start < count; start += batchSize) await answer(start, Math.min(start + batchSize, count));
}
