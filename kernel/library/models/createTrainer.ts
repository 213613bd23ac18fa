import * as tf from "@tensorflow/tfjs";
import type { EngineChoice } from "../engine/runner.ts";
import { onGpu } from "../engine/runnerFor.ts";
import type { OptimizerOptions } from "../engine/tfjsOptimizer.ts";
import { TfjsTrainer } from "../engine/tfjsTrainer.ts";
import { trainerFor } from "../engine/train/index.ts";
import type { Trainer } from "../engine/trainer.ts";
import { GradientNotFoundError, UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { isCompiled, type Objective } from "./training/objective.ts";

export interface TrainerOptions extends OptimizerOptions {
  engine: EngineChoice;
  /** One for each output. */
  objectives: readonly Objective[];
  /** Whether each example comes with a weight. */
  weighted: boolean;
  inputShapes: readonly (readonly number[])[];
  seed: number;
}

/** Chooses what does the steps: the compiled graph where the model compiles, else the session's tfjs, saying why. */
export async function createTrainer(model: tf.LayersModel, options: TrainerOptions): Promise<Trainer> {
  const { engine, optimizer, learningRate, objectives, weighted, inputShapes, seed } = options;
  const onTfjs = (reason?: string) =>
    new TfjsTrainer(model, { optimizer, learningRate, heads: objectives, inputShapes, seed, reason });
  if (engine === "tfjs") return onTfjs();
  if (engine === "auto" && onGpu()) return onTfjs(say`the session computes on a GPU (${tf.getBackend()})`);
  try {
    const { loss, fromLogits } = compiledOf(objectives, model);
    return await trainerFor(model, { optimizer: { name: optimizer, learningRate }, loss, fromLogits, weighted });
  } catch (error) {
    const compiles = !(error instanceof UnsupportedLayerError || error instanceof GradientNotFoundError);
    if (engine === "onnx" || compiles) throw error;
    return onTfjs(error.message);
  }
}

/** @throws UnsupportedLayerError where the compiled engine does not have what is to be learnt. */
function compiledOf(objectives: readonly Objective[], { inputs, outputs }: tf.LayersModel) {
  const [objective] = objectives;
  if (inputs.length > 1 || outputs.length > 1 || !objective) {
    throw new UnsupportedLayerError(
      say`a model of ${inputs.length} inputs and ${outputs.length} outputs is trained on tfjs: the compiled engine trains one of each`,
    );
  }
  const { loss, fromLogits, encoding } = objective;
  if (typeof loss === "function") {
    throw new UnsupportedLayerError(say`a custom loss function consists of tfjs operations and runs on tfjs`);
  }
  const isSparseOfPlaces = encoding === "indices" && (outputs[0]?.shape.length ?? 2) > 2;
  if (!isCompiled(objective) || isSparseOfPlaces) {
    throw new UnsupportedLayerError(say`the loss ${loss} is computed on tfjs for such targets`);
  }
  return { loss, fromLogits };
}
