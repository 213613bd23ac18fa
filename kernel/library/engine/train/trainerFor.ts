import * as tf from "@tensorflow/tfjs";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { compileLayers } from "../fromLayers/compileLayers.ts";
import { type CompiledWeight, toModel } from "../fromLayers/weights.ts";
import type { Objective } from "./losses.ts";
import { OnnxTrainer, type OnnxTrainerOptions } from "./OnnxTrainer.ts";
import { updateRule } from "./optimizers.ts";
import { stepGraph, type Trainee } from "./stepGraph.ts";

export interface TrainerForOptions extends OnnxTrainerOptions, Partial<Objective> {
  // `loss` defaults to "sparseCategoricalCrossentropy": labels are class indices.
}

/**
 * A trainer that runs a layers model compiled. `writeBack` puts the weights into the model.
 *
 * @throws UnsupportedLayerError where a layer does not compile, or works otherwise in training than in prediction
 * (dropout, batch normalization), or a weight has a regularizer or a constraint; GradientNotFoundError where an operator
 * has no gradient.
 * @example
 * const trainer = await trainerFor(model, { optimizer: { name: "adam" } });
 * await trainer.step(images, labels);
 * await trainer.writeBack();
 * await trainer.dispose();
 */
export async function trainerFor(model: tf.LayersModel, options: TrainerForOptions): Promise<OnnxTrainer> {
  for (const layer of layersOf(model)) refuse(layer);
  const { graph, weights } = await compileLayers(model);
  const trainable = new Set(model.trainableWeights);
  const learnt = weights.filter(({ variable }) => trainable.has(variable));
  const { loss = "sparseCategoricalCrossentropy", fromLogits, weighted } = options;
  const trainee = { graph, loss, fromLogits, weighted, weights: learnt.map(({ constant }) => constant) };
  // Written once for one row, so that an operator without a gradient shows now and not in the first step.
  stepGraph(trainee, updateRule(options.optimizer), 1);
  return new LayersTrainer(trainee, options, learnt);
}

class LayersTrainer extends OnnxTrainer {
  readonly #learnt: readonly CompiledWeight[];

  constructor(trainee: Trainee, options: OnnxTrainerOptions, learnt: readonly CompiledWeight[]) {
    super(trainee, options);
    this.#learnt = learnt;
  }

  override async writeBack(): Promise<void> {
    const values = this.weights();
    tf.tidy(() => {
      for (const { constant, variable, ...arrangement } of this.#learnt) {
        const data = toModel(values.get(constant) ?? new Float32Array(), arrangement);
        variable.write(tf.tensor(data, variable.shape as number[]));
      }
    });
  }
}

const layersOf = (model: tf.LayersModel): tf.layers.Layer[] =>
  model.layers.flatMap((layer) => (layer instanceof tf.LayersModel ? layersOf(layer) : [layer]));

/** Layers whose forward pass in training is not the one that the graph has. */
const trainsOtherwise = new Set([
  "AlphaDropout",
  "BatchNormalization",
  "Dropout",
  "GaussianDropout",
  "GaussianNoise",
  "SpatialDropout1D",
]);

function refuse(layer: tf.layers.Layer): void {
  const kind = layer.getClassName();
  const config = layer.getConfig();
  const extras = Object.keys(config).filter((key) => /(Regularizer|Constraint)$/.test(key) && config[key] != null);
  const reason =
    trainsOtherwise.has(kind) && config.rate !== 0
      ? say`it works differently in training and in prediction`
      : extras.length > 0 && say`it has ${extras.join(say` and `)}`;
  if (!reason) return;
  throw new UnsupportedLayerError(
    say`the layer "${layer.name}" (${kind}) cannot be trained compiled: ${reason}. Train with engine: "tfjs".`,
  );
}
