import * as tf from "@tensorflow/tfjs";
import { OptionError } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { EngineChoice, Runner } from "./runner.ts";
import { tfjsRunner } from "./tfjsRunner.ts";

export interface RunnerForOptions {
  engine?: EngineChoice | undefined;
  /** Of the data at hand, without the batch dimension: what a model that leaves sizes open takes. */
  inputShape?: readonly number[] | undefined;
}

/**
 * The runner of a model: the compiled graph where there is one, the session's tfjs otherwise (`reason` says why).
 *
 * @example
 * const runner = await runnerFor(model, { engine: "tfjs" });
 * await runner.predict({ values, count: 1 }, { output: "probability" });
 */
export async function runnerFor(model: Model, options: RunnerForOptions = {}): Promise<Runner> {
  const { engine = "auto", inputShape } = options;
  if (model instanceof tf.LayersModel || model instanceof tf.GraphModel || typeof model === "function") {
    if (engine === "onnx") throw new OptionError('engine "onnx" is not there for this model yet: use "tfjs" or "auto"');
    return tfjsRunner(model, { inputShape, reason: "compiled graphs are not there yet" });
  }
  if (typeof model?.runner === "function") return model.runner();
  throw new OptionError(
    `${model === null ? "null" : typeof model} is no model: give a tf.LayersModel, a tf.GraphModel, an OnnxModel or a function of a tensor`,
  );
}
