import type * as tf from "@tensorflow/tfjs";
import { outputNames } from "../../engine/runnerFor.ts";
import { layersSignature } from "../../engine/signature/ofModel.ts";
import { optimizerNames } from "../../engine/tfjsOptimizer.ts";
import { DataError, OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { OutputSpec } from "../../signature/Signature.ts";
import { nearestNames } from "../../text/nearestNames.ts";
import type { MetricKey } from "../history.ts";
import type { Examples, Lesson } from "../learn.ts";
import type { Loss, TrainOptions } from "../train.ts";
import type { TrainingData } from "../trainingData.ts";
import { inOrderOf } from "./classOrder.ts";
import { checkEarlyStopping } from "./earlyStopping.ts";
import { checkTargets, encoded } from "./encode.ts";
import { exampleWeights } from "./exampleWeights.ts";
import { type Objective, objectiveOf } from "./objective.ts";

import { remember } from "./remember.ts";
import { type Rows, rowsOf } from "./rows.ts";
import { checkMetrics } from "./validationMetrics.ts";

/** All that a training needs, read and checked. */
export interface Prepared {
  readonly lesson: Lesson;
  /** One for each output. */
  readonly objectives: readonly Objective[];
  /** Whether each example comes with a weight. */
  readonly weighted: boolean;
  readonly inputShapes: readonly (readonly number[])[];
  /** Lets the model know what it has learnt. */
  remember(): void;
}

/** Reads and checks everything before the first step. */
export async function prepare(model: tf.LayersModel, data: TrainingData, options: TrainOptions): Promise<Prepared> {
  const { epochs = 5, learningRate = 0.001, seed = 42, earlyStopping, optimizer = "adam" } = options;
  wholeNumber("epochs", epochs, 1);
  if (options.batchSize !== undefined) wholeNumber("batchSize", options.batchSize, 1);
  wholeNumber("seed", seed, 0);
  if (!optimizerNames.includes(optimizer)) {
    const [near] = nearestNames(String(optimizer), optimizerNames);
    const meant = near === undefined ? "" : say` (did you mean ${near}?)`;
    throw new OptionError(
      say`optimizer is ${String(optimizer)}${meant}: expected one of ${optimizerNames.join(", ")}.`,
    );
  }
  if (typeof learningRate !== "function" && !(learningRate > 0 && learningRate < Number.POSITIVE_INFINITY)) {
    throw new OptionError(say`learningRate is ${learningRate}: expected a number above 0, such as 0.001.`);
  }
  if (earlyStopping) checkEarlyStopping(earlyStopping);
  checkMetrics(options);
  const signature = layersSignature(model);
  const ends = { inputs: signature.inputs.map(({ name }) => name), outputs: outputNames(model) ?? [] };

  const read = async (what: string, given: TrainingData) => {
    const rows = inOrderOf(signature.outputs[0], await rowsOf(given, what, signature, ends), what);
    return { rows, objectives: objectivesOf(signature.outputs, ends.outputs, rows, options, what) };
  };
  const { rows, objectives } = await read(say`training`, data);
  check(rows, objectives, model, say`training`);
  const batchSize = options.batchSize ?? Math.min(128, rows.size);
  if (batchSize > rows.size) {
    throw new OptionError(say`batchSize is ${batchSize}: the training set has only ${rows.size} examples.`);
  }
  const weights = await exampleWeights(rows, objectives, options);
  const held = options.validationData && (await read(say`validation`, options.validationData));
  if (held?.rows.size) check(held.rows, held.objectives, model, say`validation`);
  const weighted = weights !== undefined;
  const ones = (count: number) => (weighted ? new Float32Array(count).fill(1) : undefined);
  return {
    lesson: {
      examples: fed(rows, objectives, weights && ((indices) => Float32Array.from(indices, (i) => weights[i] ?? 1))),
      validation: held?.rows.size ? fed(held.rows, held.objectives, ({ length }) => ones(length)) : undefined,
      metric: metricOf(objectives),
      earlyStopping,
      epochs,
      batchSize,
      seed,
    },
    objectives,
    weighted,
    inputShapes: rows.inputShapes,
    remember: () => remember(model, signature, rows, objectives),
  };
}

function wholeNumber(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new OptionError(say`${name} is ${value}: expected a whole number of at least ${least}.`);
}

function objectivesOf(
  specs: readonly OutputSpec[],
  names: readonly string[],
  rows: Rows,
  options: TrainOptions,
  what: string,
): Objective[] {
  if (rows.targets.length !== specs.length) {
    throw new ShapeError(
      say`The ${what} data has targets for ${rows.targets.length} outputs: the model has ${specs.length} (${names.join(", ")}).`,
    );
  }
  const losses = ofEach<Loss>(options.loss, names, "loss");
  const weights = ofEach<number>(options.lossWeights, names, "lossWeights");
  return specs.map((spec, i) => {
    const given = rows.targets[i] ?? { shape: [], as: "numbers" };
    return objectiveOf(spec, given, { loss: losses[i], weight: weights[i], what });
  });
}

/** An option for each output: one for all, a list, or by name. */
function ofEach<T extends Loss | number>(
  given: T | readonly T[] | Readonly<Record<string, T>> | undefined,
  names: readonly string[],
  option: string,
): readonly (T | undefined)[] {
  if (given === undefined || typeof given !== "object") return names.map(() => given as T | undefined);
  if (Array.isArray(given)) {
    if (given.length === names.length) return given;
    throw new OptionError(
      say`${option} lists ${given.length}: the model has ${names.length} outputs (${names.join(", ")}).`,
    );
  }
  const byName = given as Readonly<Record<string, T>>;
  const unknown = Object.keys(byName).find((name) => !names.includes(name));
  if (unknown === undefined) return names.map((name) => byName[name]);
  throw new OptionError(say`${option} names the output ${unknown}: the model has ${names.join(", ")}.`);
}

function check(rows: Rows, objectives: readonly Objective[], model: tf.LayersModel, what: string): void {
  const list = (shape: readonly (number | null)[]) => `[${shape.map((n) => n ?? "n").join(", ")}]`;
  if (rows.inputShapes.length !== model.inputs.length) {
    throw new ShapeError(
      say`The ${what} data has ${rows.inputShapes.length} inputs: the model takes ${model.inputs.length} (${model.inputNames.join(", ")}), as a list or by name.`,
    );
  }
  for (const [i, shape] of rows.inputShapes.entries()) {
    const input = model.inputs[i]?.shape.slice(1) ?? [];
    const fits = input.length === shape.length && input.every((n, axis) => n === null || n === shape[axis]);
    if (!fits) throw new ShapeError(say`The ${what} examples are ${list(shape)}: the model expects ${list(input)}.`);
  }
  if (rows.size === 0) throw new DataError(say`The ${what} set is empty: expected at least one example.`);
  checkTargets(objectives, rows, what);
}

function fed(
  rows: Rows,
  objectives: readonly Objective[],
  weights: ((indices: ArrayLike<number>) => Float32Array | undefined) | undefined,
): Examples {
  return {
    size: rows.size,
    batch(indices) {
      const { inputs, targets } = rows.draw(indices);
      return { inputs, targets: encoded(objectives, targets, indices.length), weights: weights?.(indices) };
    },
  };
}

/** Outputs of one kind have one metric. */
function metricOf(objectives: readonly Objective[]): MetricKey | undefined {
  const kinds = new Set(
    objectives.map(({ metric }): MetricKey => (metric === "meanAbsoluteError" ? "mae" : "accuracy")),
  );
  return kinds.size === 1 ? [...kinds][0] : undefined;
}
