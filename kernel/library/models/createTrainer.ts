import * as tf from "@tensorflow/tfjs";
import type { EngineChoice } from "../engine/runner.ts";
import { onGpu } from "../engine/runnerFor.ts";
import type { OptimizerOptions } from "../engine/tfjsOptimizer.ts";
import { TfjsTrainer } from "../engine/tfjsTrainer.ts";
import { trainerFor } from "../engine/train/index.ts";
import type { Trainer } from "../engine/trainer.ts";
import { GradientNotFoundError, UnsupportedLayerError } from "../ground/errors.ts";

export interface TrainerOptions extends OptimizerOptions {
  engine: EngineChoice;
}

/** Chooses what does the steps: the compiled graph where the model compiles, else the session's tfjs, saying why. */
export async function createTrainer(model: tf.LayersModel, options: TrainerOptions): Promise<Trainer> {
  const { engine, optimizer, learningRate } = options;
  if (engine === "tfjs") return new TfjsTrainer(model, options);
  if (engine === "auto" && onGpu()) {
    return new TfjsTrainer(model, { ...options, reason: `the session computes on a GPU (${tf.getBackend()})` });
  }
  try {
    return await trainerFor(model, { optimizer: { name: optimizer, learningRate } });
  } catch (error) {
    const compiles = !(error instanceof UnsupportedLayerError || error instanceof GradientNotFoundError);
    if (engine === "onnx" || compiles) throw error;
    return new TfjsTrainer(model, { ...options, reason: error.message });
  }
}
