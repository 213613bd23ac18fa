import type * as tf from "@tensorflow/tfjs";
import type { OutputSpec } from "../../signature/Signature.ts";
import { producerOf } from "./layersNodes.ts";
import { type End, outputByEnd } from "./outputByEnd.ts";

type Layer = tf.layers.Layer;

const activations: Readonly<Record<string, End["activation"]>> = {
  softmax: "softmax",
  logSoftmax: "logSoftmax",
  sigmoid: "sigmoid",
  linear: "linear",
  relu: "positive",
  softplus: "positive",
};

/** What an output of a layers model is, by the layers that end it. */
export function layersOutput(tensor: tf.SymbolicTensor, inputs: readonly tf.SymbolicTensor[]): OutputSpec {
  const layer = producerOf(tensor);
  const shape = tensor.shape.slice(1);
  return outputByEnd({
    name: layer.name,
    shape,
    activation: activationOf(layer),
    axis: shape.length - 1,
    inputShapes: inputs.map((input) => input.shape.slice(1)),
  });
}

function activationOf(layer: Layer): End["activation"] {
  const { activation } = layer.getConfig();
  const own = typeof activation === "string" ? activations[activation] : undefined;
  switch (layer.getClassName()) {
    case "Dense":
      return own;
    case "Softmax":
      return softmaxOverLast(layer) ? "softmax" : undefined;
    case "ReLU":
      return isBehindDense(layer) ? "positive" : undefined;
    case "Activation":
      return own === "linear" || own === "positive" ? (isBehindDense(layer) ? own : undefined) : own;
    // What follows changes no value at prediction, or no number of values.
    case "Dropout":
    case "Flatten":
    case "Reshape":
      return beforeIt(layer, tensorBefore(layer));
    case "Conv2D":
    case "Conv2DTranspose":
    case "SeparableConv2D":
    case "DepthwiseConv2D":
      return own === "softmax" || own === "sigmoid" ? own : undefined;
    default:
      return undefined;
  }
}

const tensorBefore = (layer: Layer): tf.SymbolicTensor | undefined => layer.inboundNodes[0]?.inputTensors[0];

/** Behind a layer that passes on, what was before still ends the model; axes of one place may come and go. */
function beforeIt(layer: Layer, before: tf.SymbolicTensor | undefined): End["activation"] {
  const after = layer.inboundNodes[0]?.outputTensors[0];
  const places = (tensor: tf.SymbolicTensor) => tensor.shape.filter((size) => size !== 1).join();
  if (!before || !after || places(before) !== places(after)) return undefined;
  return activationOf(producerOf(before));
}

function isBehindDense(layer: Layer): boolean {
  const before = tensorBefore(layer);
  return before !== undefined && activationOf(producerOf(before)) === "linear";
}

/** tfjs computes a softmax over the last axis only; `axis` counts the batch. */
function softmaxOverLast(layer: Layer): boolean {
  const axis = Number(layer.getConfig().axis ?? -1);
  const rank = layer.inboundNodes[0]?.outputShapes;
  const shape = Array.isArray(rank?.[0]) ? rank[0] : rank;
  return axis === -1 || axis === (shape?.length ?? 0) - 1;
}
