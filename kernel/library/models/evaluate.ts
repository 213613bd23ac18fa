import * as tf from "@tensorflow/tfjs";
import { describeModel } from "../engine/describeModel.ts";
import type { Model } from "../engine/model.ts";
import { declaredInputs } from "../engine/ports.ts";
import type { EngineChoice } from "../engine/runner.ts";
import { outputNames, runnerFor } from "../engine/runnerFor.ts";
import { DataError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import type { Evaluation } from "./evaluation/Evaluation.ts";
import { evaluationOf } from "./evaluation/evaluationOf.ts";
import { predictAll } from "./evaluation/predictAll.ts";
import { SeveralEvaluation } from "./evaluation/SeveralEvaluation.ts";
import { inOrderOf } from "./training/classOrder.ts";
import { checkTargets } from "./training/encode.ts";
import { objectiveOf } from "./training/objective.ts";
import { type Rows, rowsOf } from "./training/rows.ts";
import type { TrainingData } from "./trainingData.ts";

export interface EvaluateOptions {
  signal?: AbortSignal | undefined;
  /** Default `"auto"`: the compiled engine where the model compiles, else the session's tfjs. */
  engine?: EngineChoice;
}

const evaluateNames = { signal: true, engine: true } as const satisfies Names<EvaluateOptions>;

/**
 * Measures a model on examples whose answers are known, in batches. Changes nothing and leaves no tensor.
 *
 * What is measured follows from what the model answers (its signature) and what the data is: of classes accuracy, F1,
 * AUC and cross-entropy; of labels the same for each; of numbers R², mean absolute and root mean squared error; of several
 * outputs each by itself. A table's classes are known by their names, whatever their order in its file.
 *
 * @param model anything that can be explained.
 * @param data a dataset, a table with a target, or tensors `{ inputs: [n, ...], labels: [n] }`; see `TrainingData`.
 * @throws ShapeError where examples and model do not fit; DataError for an empty set, labels without an output, or classes
 * that the model does not know.
 * Cost: one forward pass per example and output.
 * @example
 * const { accuracy, labels, predictions } = await evaluate(model, digits.test);
 * display(confusionMatrix(labels, predictions));
 * @example
 * const { r2, mae } = await evaluate(regression, houses.test);
 */
export async function evaluate(model: Model, data: TrainingData, options: EvaluateOptions = {}): Promise<Evaluation> {
  checkNames("evaluate()", evaluateNames, options);
  return evaluation(model, data, options);
}

/** The same; within a training (`report` false) it neither tells the cell how far it is nor hears its interrupt. */
export async function evaluation(
  model: Model,
  data: TrainingData,
  options: EvaluateOptions & { report?: boolean },
): Promise<Evaluation> {
  const began = performance.now();
  const outputs = outputNames(model) ?? ["output"];
  const inputs = declaredInputs(model)?.map(({ name }) => name) ?? ["input"];
  const rows = await rowsOf(data, say`test`, describeModel(model), { inputs, outputs });
  if (rows.size === 0) throw new DataError(say`The test set is empty: expected at least one example.`);
  const many = rows.targets.length > 1 || model instanceof tf.LayersModel;
  if (many && rows.targets.length !== outputs.length) {
    throw new ShapeError(
      say`The test data has targets for ${rows.targets.length} outputs: the model has ${outputs.length} (${outputs.join(", ")}).`,
    );
  }
  const evaluations: Evaluation[] = [];
  for (const i of rows.targets.keys()) {
    evaluations.push(await evaluateOne(model, rows, i, many ? outputs[i] : undefined, options));
  }
  const [first] = evaluations;
  if (evaluations.length === 1 && first) return first;
  const seconds = (performance.now() - began) / 1000;
  const loss = evaluations.reduce((sum, each) => sum + each.loss, 0);
  return new SeveralEvaluation({ ...(first as Evaluation), loss, seconds }, evaluations);
}

async function evaluateOne(
  model: Model,
  given: Rows,
  output: number,
  outputName: string | undefined,
  options: EvaluateOptions & { report?: boolean },
): Promise<Evaluation> {
  const began = performance.now();
  const { inputShapes } = given;
  const [inputShape = []] = inputShapes;
  const shapes = inputShapes.length > 1 ? inputShapes : inputShape;
  const runner = await runnerFor(model, { engine: options.engine, inputShape: shapes, outputName });
  const expected = runner.ports?.map(({ shape }) => shape) ?? [runner.inputShape];
  if (expected.join("|") !== inputShapes.join("|")) {
    const list = (each: readonly (readonly number[])[]) => each.map((shape) => `[${shape.join(", ")}]`).join(", ");
    throw new ShapeError(say`The test examples are ${list(inputShapes)}: the model expects ${list(expected)}.`);
  }
  const target = given.targets[output] ?? { shape: [], as: "numbers" };
  const spec = runner.outputSpec;
  const rows = inOrderOf(spec, { ...given, targets: [target] }, say`test`);
  const objective = objectiveOf(spec, target, { what: say`test` });
  const own: Rows = { ...rows, targetAt: (_, index, place) => rows.targetAt(output, index, place) };
  checkTargets([objective], own, "test");
  const predicted = await predictAll(runner, rows, output, objective, options);
  const seconds = (performance.now() - began) / 1000;
  const { engine, reason } = runner;
  return evaluationOf(
    { spec, rows, objective, predicted, isLayers: model instanceof tf.LayersModel },
    { engine, reason, seconds },
  );
}
