import { ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { remember } from "../signature/remembered.ts";
import type { Signature } from "../signature/Signature.ts";
import { type SignatureOptions, signatureNames } from "../signature/SignatureOptions.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { type Ask, arrayRunner, type Schedule } from "./arrayRunner.ts";
import { arraysModel, hintsOfSeveral } from "./arraysModel.ts";
import type { Runner } from "./runner.ts";
import { describedRunner } from "./signature/describedRunner.ts";

export interface ArrayModelOptions extends SignatureOptions {
  /** How many numbers the model answers to a row (default: found by asking about one row of zeros). */
  outputSize?: number;
  /** Rows handed over at a time (default 1024). */
  batchSize?: number;
}

const arrayModelNames = {
  ...signatureNames,
  outputSize: true,
  batchSize: true,
} as const satisfies Names<ArrayModelOptions>;

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
 * are values of which nothing is known. Several inputs are told by name with their shapes, `{ picture: { shape: [28, 28, 1] },
 * age: { shape: [1] } }` (or in a list: `input0`, `input1`, …); `ask` then gets each as `inputs.picture`, `inputs.age`.
 * @example
 * const model = arrayModel(
 *   ({ values, shape }) => Array.from({ length: shape[0] }, (_, row) => [1 - values[row], values[row]]),
 *   { classNames: ["no", "yes"] },
 * );
 */
export function arrayModel(ask: Ask, options: ArrayModelOptions = {}): RunnableModel {
  checkNames("arrayModel()", arrayModelNames, options);
  const { outputSize, batchSize = 1024, classNames, inputs, outputs } = options;
  const schedule: Schedule = (batch, answer) => inTurn(batch.count, batchSize, answer);
  const several = hintsOfSeveral(inputs);
  if (several) return arraysModel(ask, several, outputSize, schedule, { classNames, outputs });
  const model: RunnableModel = {
    async runner(inputShape = []) {
      if (inputShape.length === 0) throw new ShapeError(say`a function used as a model needs the shape of its input`);
      return describedRunner(model, await arrayRunner(ask, inputShape, outputSize, schedule));
    },
  };
  remember(model, { classNames, inputs, outputs }, "user");
  return model;
}

async function inTurn(count: number, batchSize: number, answer: (start: number, end: number) => Promise<void>) {
  for (let start = 0; start < count; start += batchSize) await answer(start, Math.min(start + batchSize, count));
}
