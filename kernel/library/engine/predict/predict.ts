import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import type { Model } from "../model.ts";
import { declaredInputs } from "../ports.ts";
import type { EngineChoice } from "../runner.ts";
import { outputNames, runnerFor } from "../runnerFor.ts";
import type { Predictions } from "./Predictions.ts";
import { type ModelPredictOptions, modelPredictNames, predictWith } from "./predictWith.ts";
import type { AskedRows } from "./readRows.ts";

export interface PredictModelOptions extends ModelPredictOptions {
  /** Default `"auto"`: the compiled engine where the model compiles, else the session's tfjs. */
  engine?: EngineChoice;
}

const predictModelNames = { ...modelPredictNames, engine: true } as const satisfies Names<PredictModelOptions>;

/**
 * What any kind of model answers: classes by name with their probabilities, numbers in their units, every output. Takes
 * what `attribute` takes: a tensor, numbers with their shape, a `Table`; of several inputs an object by name, or a list.
 * Leaves no tensor. Cost: one forward pass for each example and output.
 *
 * @throws ShapeError where inputs and model do not fit.
 * @example
 * const answers = await predict(model, test.images.slice(0, 3), { topK: 2 });
 * answers.describe(); // "[0] 7 (99.8%), 2 (0.1%)."
 */
export async function predict(model: Model, inputs: Inputs, options: PredictModelOptions = {}): Promise<Predictions> {
  checkNames("predict()", predictModelNames, options);
  const start = ({ shape }: AskedRows, outputName?: string) =>
    runnerFor(model, { engine: options.engine, inputShape: shape, outputName });
  return predictWith({ declared: declaredInputs(model), names: outputNames(model), start }, inputs, options);
}
