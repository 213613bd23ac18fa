import type * as tf from "@tensorflow/tfjs";
import type { EngineChoice } from "../engine/runner.ts";
import type { OptimizerOptions } from "../engine/tfjsOptimizer.ts";
import { TfjsTrainer } from "../engine/tfjsTrainer.ts";
import type { Trainer } from "../engine/trainer.ts";
import { BackendError } from "../errors.ts";

export interface TrainerOptions extends OptimizerOptions {
  engine: EngineChoice;
}

/** Chooses what does the steps: the compiled graph where the model compiles, else the session's tfjs, saying why. */
export async function createTrainer(model: tf.LayersModel, options: TrainerOptions): Promise<Trainer> {
  // The compiled engine's OnnxTrainer goes here.
  const reason = "the compiled engine cannot train yet";
  if (options.engine === "onnx") throw new BackendError(`engine "onnx" was asked for, but ${reason}.`);
  return new TfjsTrainer(model, { ...options, reason: options.engine === "auto" ? reason : undefined });
}
