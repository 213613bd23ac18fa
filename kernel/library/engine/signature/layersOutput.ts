import type * as tf from "@tensorflow/tfjs";
import type { OutputSpec } from "../../signature/Signature.ts";
import { type Found, producedBy, takenBy } from "./layersNodes.ts";
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
  const found = producedBy({ tensor, within: [] });
  const shape = tensor.shape.slice(1);
  return outputByEnd({
    name: found.layer.name,
    shape,
    activation: activationOf(found),
    axis: shape.length - 1,
    inputShapes: inputs.map((input) => input.shape.slice(1)),
  });
}

function activationOf(found: Found): End["activation"] {
  const { layer } = producedBy(found);
  const { activation } = layer.getConfig();
  const own = typeof activation === "string" ? activations[activation] : undefined;
  switch (layer.getClassName()) {
    case "Dense":
      return own;
    case "Softmax":
      return softmaxOverLast(layer) ? "softmax" : undefined;
    case "ReLU":
      return isBehindDense(found) ? "positive" : undefined;
    case "Activation":
      if (own === "linear") return beforeIt(found);
      return own === "positive" ? (isBehindDense(found) ? own : undefined) : own;
    // What follows changes no value at prediction, or no number of values.
    case "Dropout":
    case "Flatten":
    case "Reshape":
      return beforeIt(found);
    case "Conv2D":
    case "Conv2DTranspose":
    case "SeparableConv2D":
    case "DepthwiseConv2D":
      return own === "softmax" || own === "sigmoid" ? own : undefined;
    default:
      return undefined;
  }
}

/** What a layer takes. At the beginning of a nested model there is no layer, but what the model was called with. */
function before(found: Found): Found | undefined {
  const taken = takenBy(producedBy(found));
  return taken?.tensor.sourceLayer.getClassName() === "InputLayer" ? takenBy(taken) : taken;
}

/** Behind a layer that passes on, what was before still ends the model; axes of one place may come and go. */
function beforeIt(found: Found): End["activation"] {
  const taken = before(found);
  const places = ({ shape }: tf.SymbolicTensor) => shape.filter((size) => size !== 1).join();
  if (!taken || places(taken.tensor) !== places(producedBy(found).tensor)) return undefined;
  return activationOf(taken);
}

function isBehindDense(found: Found): boolean {
  const taken = before(found);
  return taken !== undefined && activationOf(taken) === "linear";
}

/** tfjs computes a softmax over the last axis only; `axis` counts the batch. */
function softmaxOverLast(layer: Layer): boolean {
  const axis = Number(layer.getConfig().axis ?? -1);
  const rank = layer.inboundNodes[0]?.outputShapes;
  const shape = Array.isArray(rank?.[0]) ? rank[0] : rank;
  return axis === -1 || axis === (shape?.length ?? 0) - 1;
}
