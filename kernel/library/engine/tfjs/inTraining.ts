import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../../math/random.ts";

/** What a step's draws follow from. */
export interface Draws {
  readonly seed: number;
  /** Steps done before. */
  readonly step: number;
}

/** Far from what people give as seeds, so that the steps of one training are not those of the next seed's. */
const stride = 0x9e3779b1;

/** The members of tfjs's layers that a step changes for its time. */
interface Changed {
  call: tf.layers.Layer["call"];
  seed?: unknown;
}

/**
 * Runs a model forward as in training, where tfjs itself is not as its documentation or Keras has it:
 *
 * - What layers draw (dropout, noise) follows from seed and step. tfjs draws it with `Math.random`, so that no two
 *   trainings are equal, and a layer that has a seed of its own drops the same units in every step.
 * - A batch normalization that is not trained runs as in prediction and changes nothing, as Keras's.
 *
 * @param forward synchronous: all is put back before this returns.
 */
export function inTraining<T>(model: tf.LayersModel, { seed, step }: Draws, forward: () => T): T {
  const random = createRandom(seed + step * stride);
  const undo: (() => void)[] = [];
  for (const { layer, isFrozen } of layersOf(model, !model.trainable)) {
    const own = layer as unknown as Changed;
    if (typeof own.seed === "number") {
      const given = own.seed;
      // Never 0, which tfjs takes for none.
      own.seed = 1 + Math.floor(createRandom(given + step * stride).uniform() * 0x7fffffff);
      undo.push(() => {
        own.seed = given;
      });
    }
    if (layer.getClassName() === "BatchNormalization" && isFrozen) {
      own.call = (inputs, options) =>
        Object.getPrototypeOf(layer).call.call(layer, inputs, { ...options, training: false });
      undo.push(() => Reflect.deleteProperty(layer, "call"));
    }
  }
  const { random: before } = Math;
  Math.random = () => random.uniform();
  try {
    return forward();
  } finally {
    Math.random = before;
    for (const put of undo) put();
  }
}

/** All layers, those of models within it too, and whether each is frozen, by itself or with a model around it. */
function layersOf({ layers }: tf.LayersModel, frozen = false): { layer: tf.layers.Layer; isFrozen: boolean }[] {
  return layers.flatMap((layer) => {
    const isFrozen = frozen || !layer.trainable;
    return layer instanceof tf.LayersModel ? layersOf(layer, isFrozen) : [{ layer, isFrozen }];
  });
}
