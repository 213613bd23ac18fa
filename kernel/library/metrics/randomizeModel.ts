import * as tf from "@tensorflow/tfjs";
import type { Constant } from "../engine/graph/graph.ts";
import type { Model } from "../engine/model.ts";
import { OnnxModel } from "../engine/OnnxModel.ts";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { createRandom, type Random } from "../math/random.ts";

/** Other weights for some layers, by layer: as `layer.getWeights()` orders them; row-major. */
export type LayerWeights = Readonly<Record<string, readonly ArrayLike<number>[]>>;

/** A model whose weights can be replaced layer by layer, in a copy: the model itself is left alone. */
export interface RandomizableModel {
  /** Layers with weights, from the output to the input. */
  readonly layers: readonly string[];
  /** A copy with random weights in these layers, or the given ones. */
  copy(layers: readonly string[], seed: number, given?: LayerWeights): Promise<{ model: Model; dispose(): void }>;
}

/** @throws OptionError for a model without weights, or one whose weights cannot be reached. */
export function randomizable(model: Model): RandomizableModel {
  if (model instanceof tf.LayersModel) return ofLayersModel(model);
  if (model instanceof OnnxModel) return ofOnnxModel(model);
  throw new OptionError(
    typeof model === "function"
      ? say`a function has no weights to randomize: give a tf.LayersModel or a model of loadOnnx`
      : say`the model has no weights that can be randomized: give a tf.LayersModel or a model of loadOnnx`,
  );
}

/**
 * Random values in place of a weight's: a kernel's are drawn from the normal distribution around 0 with the kernel's own
 * root mean square, so that activations keep their size; a vector's (bias, scale, variance) are its own, shuffled.
 */
export function randomValues(values: ArrayLike<number>, rank: number, random: Random): Float32Array {
  if (rank < 2) return random.shuffle(Float32Array.from(values));
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i] ** 2;
  const scale = Math.sqrt(squares / values.length);
  return Float32Array.from({ length: values.length }, () => scale * random.normal());
}

/** The stream of one layer: the same whether it is randomized alone or among others. */
const randomOf = (seed: number, place: number) => createRandom(seed * 1009 + place);

function ofLayersModel(model: tf.LayersModel): RandomizableModel {
  const withWeights = model.layers.filter(({ weights }) => weights.length > 0).reverse();
  const layers = named(withWeights.map(({ name }) => name));
  return {
    layers,
    async copy(chosen, seed, given = {}) {
      const copied = await clone(model);
      try {
        for (const name of chosen) {
          const layer = copied.getLayer(name);
          const random = randomOf(seed, layers.indexOf(name));
          tf.tidy(() => layer.setWeights(newWeights(layer, given[name], random)));
        }
      } catch (error) {
        copied.dispose();
        throw error;
      }
      return { model: copied, dispose: () => void copied.dispose() };
    },
  };
}

/** As saved and loaded, so that layers of one's own work as they do there. */
async function clone(model: tf.LayersModel): Promise<tf.LayersModel> {
  // Without names for the weights, as `save` writes it; the types know only the text form.
  const modelTopology = model.toJSON(null, false) as unknown as Parameters<typeof tf.models.modelFromJSON>[0];
  const copied = await tf.models.modelFromJSON(modelTopology);
  copied.setWeights(model.getWeights());
  return copied;
}

function newWeights(layer: tf.layers.Layer, given: readonly ArrayLike<number>[] | undefined, random: Random) {
  const own = layer.getWeights();
  if (given && given.length !== own.length) {
    throw new ShapeError(say`${given.length} weights for the layer ${layer.name}, which has ${own.length}`);
  }
  return own.map((weight, i) => {
    const values = given ? Float32Array.from(given[i]) : randomValues(weight.dataSync(), weight.rank, random);
    if (values.length !== weight.size) {
      throw new ShapeError(
        say`weight ${i} for the layer ${layer.name} has ${values.length} numbers: expected [${weight.shape}]`,
      );
    }
    return tf.tensor(values, weight.shape, weight.dtype);
  });
}

/** The weights of an ONNX graph: its float32 constants, by the first node that takes them. */
function ofOnnxModel(model: OnnxModel): RandomizableModel {
  const { nodes, constants } = model.graph;
  const byNode = new Map<string, [string, Constant][]>();
  const seen = new Set<string>();
  for (const { name, outputs, inputs } of nodes) {
    for (const input of inputs) {
      const constant = constants.get(input);
      if (!constant || seen.has(input) || !(constant.data instanceof Float32Array) || constant.data.length < 2)
        continue;
      seen.add(input);
      const key = name || outputs[0];
      byNode.set(key, [...(byNode.get(key) ?? []), [input, constant]]);
    }
  }
  const layers = named([...byNode.keys()].reverse());
  return {
    layers,
    async copy(chosen, seed, given = {}) {
      const changed = chosen.flatMap((layer) => {
        const random = randomOf(seed, layers.indexOf(layer));
        return (byNode.get(layer) ?? []).map(([name, constant], i) => {
          const { data, shape } = constant;
          const own = given[layer]?.[i];
          const values = own ? Float32Array.from(own) : randomValues(data as Float32Array, shape.length, random);
          if (values.length !== data.length) {
            throw new ShapeError(say`weight ${i} for ${layer} has ${values.length} numbers: expected ${data.length}`);
          }
          return [name, { ...constant, data: values }] as const;
        });
      });
      return { model: model.withConstants(new Map(changed)), dispose: () => {} };
    },
  };
}

function named(layers: readonly string[]): readonly string[] {
  if (layers.length === 0) throw new OptionError(say`the model has no weights to randomize`);
  return layers;
}
