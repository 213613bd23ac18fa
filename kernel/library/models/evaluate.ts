import * as tf from "@tensorflow/tfjs";
import type { Model } from "../engine/model.ts";
import type { EngineChoice } from "../engine/runner.ts";
import { runnerFor } from "../engine/runnerFor.ts";
import { readLayers } from "../engine/signature/readLayers.ts";
import { DataError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { Evaluation } from "./evaluation/Evaluation.ts";
import { evaluationOf } from "./evaluation/evaluationOf.ts";
import { predictAll } from "./evaluation/predictAll.ts";
import { SeveralEvaluation } from "./evaluation/SeveralEvaluation.ts";
import { inOrderOf } from "./training/classOrder.ts";
import { checkTargets } from "./training/encode.ts";
import { objectiveOf } from "./training/objective.ts";
import { outputOf } from "./training/outputOf.ts";
import { type Rows, rowsOf } from "./training/rows.ts";
import type { TrainingData } from "./trainingData.ts";

export interface EvaluateOptions {
  signal?: AbortSignal | undefined;
  /** Default `"auto"`: the compiled engine where the model compiles, else the session's tfjs. */
  engine?: EngineChoice;
}

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
  const began = performance.now();
  const parts = outputsOf(model);
  const rows = await rowsOf(data, "test", endsOf(model));
  if (rows.size === 0) throw new DataError(say`The test set is empty: expected at least one example.`);
  if (rows.targets.length !== parts.length) {
    throw new ShapeError(
      say`The test data has targets for ${rows.targets.length} outputs: the model has ${parts.length}.`,
    );
  }
  const evaluations: Evaluation[] = [];
  for (const [i, part] of parts.entries()) evaluations.push(await evaluateOne(part, rows, i, options));
  const [first] = evaluations;
  if (evaluations.length === 1 && first) return first;
  const seconds = (performance.now() - began) / 1000;
  const loss = evaluations.reduce((sum, each) => sum + each.loss, 0);
  return new SeveralEvaluation({ ...(first as Evaluation), loss, seconds }, evaluations);
}

async function evaluateOne(model: Model, given: Rows, output: number, options: EvaluateOptions): Promise<Evaluation> {
  const began = performance.now();
  const [inputShape = []] = given.inputShapes;
  const runner = await runnerFor(model, { engine: options.engine, inputShape });
  const expected = runner.inputShape;
  if (
    given.inputShapes.length === 1 &&
    (expected.length !== inputShape.length || expected.some((n, i) => n !== inputShape[i]))
  ) {
    throw new ShapeError(
      say`The test examples are [${inputShape.join(", ")}]: the model expects [${expected.join(", ")}].`,
    );
  }
  const target = given.targets[output] ?? { shape: [], as: "numbers" };
  const known = runner.outputSpec;
  const spec = model instanceof tf.LayersModel ? outputOf(model, 0, known, target) : known;
  const rows = inOrderOf(spec, { ...given, targets: [target] }, "test");
  const objective = objectiveOf(spec, target, { what: "test" });
  const own: Rows = { ...rows, targetAt: (_, index, place) => rows.targetAt(output, index, place) };
  checkTargets([objective], own, "test");
  const predicted = await predictAll(runner, rows, output, objective, options.signal);
  const seconds = (performance.now() - began) / 1000;
  const { engine, reason } = runner;
  return evaluationOf(
    { spec, rows, objective, predicted, isLayers: model instanceof tf.LayersModel },
    { engine, reason, seconds },
  );
}

/** A model of its own for each output of a layers model, over the same layers. */
const outputsOf = (model: Model): Model[] =>
  model instanceof tf.LayersModel && model.outputs.length > 1
    ? model.outputs.map((output) => tf.model({ inputs: model.inputs, outputs: output }))
    : [model];

function endsOf(model: Model) {
  if (!(model instanceof tf.LayersModel)) return { inputs: ["input"], outputs: ["output"] };
  const { inputs, outputs } = readLayers(model);
  return { inputs: inputs.map(({ name }) => name), outputs: outputs.map(({ name }) => name) };
}
