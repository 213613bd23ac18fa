import * as tf from "@tensorflow/tfjs";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { TokenPlaces } from "../attention/TokenPlaces.ts";
import { layersFacts } from "../axes/layersFacts.ts";
import { declaredInputs, type GivenShape, givenShapeOf, isWhole, portsOf, rowSizeOf } from "../ports.ts";
import { unpackInputs } from "./packInputs.ts";
import { tap } from "./tap.ts";
import { product, type Recording, type TfjsModel } from "./tfjsModel.ts";

type Layer = tf.layers.Layer;
type Activation = { getClassName(): string };
type Undo = () => void;

/** Layers of the model and of the models inside it. */
function allLayers(model: tf.LayersModel): Layer[] {
  return model.layers.flatMap((layer) => (layer instanceof tf.LayersModel ? allLayers(layer) : [layer]));
}

/** The layer that makes one of the model's outputs, looked for inside nested models too. */
function lastLayer(model: tf.LayersModel, output = 0): Layer | undefined {
  const layer = model.outputs[output]?.sourceLayer ?? model.layers.at(-1);
  return layer instanceof tf.LayersModel ? lastLayer(layer, model.outputs[output]?.outputTensorIndex) : layer;
}

const activationOf = (layer: Layer) => layer as unknown as { activation?: Activation };

/** Of a Softmax layer, the batch being 0. */
function axisOf(layer: Layer, rank: number): number {
  const axis = Number(layer.getConfig().axis ?? 1);
  return axis < 0 ? axis + rank : axis;
}

/** Which probability function a layer ends with, if it does; `rank` is its output's. */
function finalActivationOf(layer: Layer | undefined, rank: number): TfjsModel["finalActivation"] {
  if (!layer) return undefined;
  if (layer.getClassName() === "Softmax") return axisOf(layer, rank) > 0 ? "softmax" : undefined;
  const name = activationOf(layer).activation?.getClassName();
  return name === "softmax" || name === "sigmoid" ? name : undefined;
}

/** Numbers that one row has in all layers' outputs together; unknown sizes count as 1. */
function outputFloats(layers: readonly Layer[]): number {
  const shapes = layers.flatMap((layer) =>
    layer.inboundNodes.flatMap((node) => {
      const shape = node.outputShapes;
      return Array.isArray(shape[0]) ? (shape as (number | null)[][]) : [shape as (number | null)[]];
    }),
  );
  return shapes.reduce((total, shape) => total + product(shape.map((size) => size ?? 1)), 0);
}

function withoutActivation(layer: Layer): Undo {
  if (layer.getClassName() === "Softmax") {
    const own = Object.getOwnPropertyDescriptor(layer, "call");
    layer.call = (inputs) => (Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs).clone();
    return () => restore(layer, own);
  }
  const holder = activationOf(layer);
  const kept = holder.activation;
  const linear = activationOf(tf.layers.activation({ activation: "linear" })).activation;
  if (linear) holder.activation = linear;
  return () => {
    if (kept) holder.activation = kept;
  };
}

/** `call` is a method of the class: what a patch leaves behind is no own property. */
function restore(layer: Layer, own: PropertyDescriptor | undefined): void {
  if (own) Object.defineProperty(layer, "call", own);
  else delete (layer as { call?: unknown }).call;
}

function listen(layer: Layer, recording: Recording): Undo {
  const own = Object.getOwnPropertyDescriptor(layer, "call");
  const call = layer.call;
  layer.call = function (this: Layer, inputs, kwargs) {
    const output = call.call(this, inputs, kwargs);
    if (Array.isArray(output) && output.length !== 1) {
      throw new UnsupportedLayerError(
        say`layer ${layer.name} outputs ${output.length} tensors; name a layer that outputs one`,
      );
    }
    if (recording.activation) {
      throw new UnsupportedLayerError(
        say`layer ${layer.name} runs more than once in this model: name a layer after it`,
      );
    }
    return tap(Array.isArray(output) ? (output[0] as tf.Tensor) : output, recording);
  };
  return () => restore(layer, own);
}

/** A layer of ours that gives its attention weights to whoever listens. */
type Attention = Layer & { onScores: ((scores: tf.Tensor) => tf.Tensor) | undefined };
const isAttention = (layer: Layer): layer is Attention => layer.getClassName() === "MultiHeadAttention";

/** As the compiled engine names them. */
const scoresOf = (layer: Layer) => `${layer.name}/attention_scores`;

function listenToScores(layer: Attention, recording: Recording): Undo {
  layer.onScores = (scores) => tap(scores, recording);
  return () => {
    layer.onScores = undefined;
  };
}

/** With the batch dimension, sizes that the model leaves open following from the inputs'. */
function outputShapeOf(model: tf.LayersModel, inputShapes: readonly (readonly number[])[], output: number): number[] {
  const declared = model.outputs[output].shape;
  if (declared.slice(1).every((size) => size !== null)) return [1, ...(declared.slice(1) as number[])];
  // A Sequential that never ran has no inner model yet to ask.
  if (model instanceof tf.Sequential && !model.built) model.build();
  const shapes = inputShapes.map((shape) => [1, ...shape]);
  const found = model.computeOutputShape(shapes.length === 1 && shapes[0] ? shapes[0] : shapes);
  return (Array.isArray(found[0]) ? found[output] : found) as number[];
}

/** The places of the last convolution before the first attention: the patches, where all tokens are such. */
function gridOf(layers: readonly Layer[]): Pick<TokenPlaces, "grid" | "before"> {
  const before = layers.slice(0, layers.findIndex(isAttention));
  const shape = before.findLast((layer) => layer.getClassName() === "Conv2D")?.outputShape ?? [];
  const [, rows, columns] = shape;
  return typeof rows === "number" && typeof columns === "number" ? { grid: [rows, columns] } : {};
}

/**
 * A `tf.LayersModel` (also `tf.Sequential`); several inputs come as one flat row.
 *
 * @param givenShape of the data at hand, where the model leaves sizes open.
 * @param output which of its outputs is answered.
 */
export function fromLayersModel(model: tf.LayersModel, givenShape?: GivenShape, output = 0): TfjsModel {
  const inputs = (declaredInputs(model) ?? []).map(({ name, shape, dtype }, index) => ({
    name,
    dtype,
    shape: (shape ?? []).map((size, axis) => size ?? givenShapeOf(givenShape, index)?.[axis] ?? 1),
  }));
  const [only] = inputs;
  const shapes = inputs.map(({ shape }) => shape);
  const ports = inputs.length > 1 ? portsOf(inputs) : undefined;
  const inputShape = ports ? [rowSizeOf(ports)] : (shapes[0] ?? []);
  const outputShape = outputShapeOf(model, shapes, output);
  const layers = allLayers(model).filter((layer) => layer.getClassName() !== "InputLayer");
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const attentions = new Map(layers.filter(isAttention).map((layer) => [scoresOf(layer), layer]));
  const last = lastLayer(model, output);
  const finalActivation = finalActivationOf(last, outputShape.length);

  return {
    inputShape,
    ports,
    hasTokens: inputs.some(({ dtype }) => isWhole(dtype)),
    outputSize: product(outputShape.slice(1)),
    outputShape: outputShape.slice(1),
    classes: outputShape.at(-1) ?? 1,
    finalActivation,
    softmaxAxis: last?.getClassName() === "Softmax" ? axisOf(last, outputShape.length) : undefined,
    layerNames: [...byName.keys(), ...attentions.keys()],
    attention: attentions.size > 0 ? { scores: [...attentions.keys()], ...gridOf(layers) } : undefined,
    layerFacts: () => layersFacts(model, output),
    layers: byName,
    floatsPerRow: product(inputShape) + outputFloats(layers),
    forward(inputs, recordings, given) {
      const undo: Undo[] = [];
      try {
        if (last && finalActivation) undo.push(withoutActivation(last));
        for (const [name, recording] of recordings) {
          const layer = byName.get(name);
          const attention = attentions.get(name);
          if (layer) undo.push(listen(layer, recording));
          if (attention) undo.push(listenToScores(attention, recording));
        }
        const rows = ports ? unpackInputs(inputs, ports, given) : isWhole(only.dtype) ? (given ?? inputs) : inputs;
        const answers = model.call(rows, { training: false });
        return Array.isArray(answers) ? (answers[output] as tf.Tensor) : answers;
      } finally {
        for (const step of undo.reverse()) step();
      }
    },
  };
}
