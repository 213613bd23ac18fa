import * as tf from "@tensorflow/tfjs";

type Layer = tf.layers.Layer;

/** A layer that takes a tensor. */
export interface Consumer {
  readonly layer: Layer;
  /** What it gives. */
  readonly outputs: readonly tf.SymbolicTensor[];
}

/** The layers that take a tensor of a model; of a model inside it, those that take it there. */
export function consumersOf(tensor: tf.SymbolicTensor): Consumer[] {
  return tensor.sourceLayer.outboundNodes.flatMap(({ inputTensors, outputTensors, outboundLayer }) => {
    const place = inputTensors.indexOf(tensor);
    if (place < 0) return [];
    if (outboundLayer instanceof tf.LayersModel) {
      const inner = outboundLayer.inputs[place];
      return inner ? consumersOf(inner) : [];
    }
    return [{ layer: outboundLayer, outputs: outputTensors }];
  });
}

/** A tensor of a model, and what the models around it gave where they were called, the outermost first. */
export interface Found {
  readonly tensor: tf.SymbolicTensor;
  readonly within: readonly tf.SymbolicTensor[];
}

/** What makes an output, looked for inside nested models too. */
export function producedBy({ tensor, within }: Found): Found & { readonly layer: Layer } {
  const { sourceLayer } = tensor;
  const inner =
    sourceLayer instanceof tf.LayersModel
      ? (sourceLayer.outputs[tensor.outputTensorIndex ?? 0] ?? sourceLayer.outputs[0])
      : undefined;
  if (!inner) return { tensor, within, layer: sourceLayer };
  return producedBy({ tensor: inner, within: [...within, tensor] });
}

/** What a layer's first input is; at the beginning of a nested model, what that model was called with. */
export function takenBy({ tensor, within }: Found): Found | undefined {
  const before = tensor.sourceLayer.inboundNodes[tensor.nodeIndex]?.inputTensors[0];
  // An input layer is a node that takes what it gives.
  if (before && before !== tensor) return { tensor: before, within };
  const call = within.at(-1);
  if (!call) return undefined;
  const { inputs, inboundNodes } = call.sourceLayer as tf.LayersModel;
  const given = inboundNodes[call.nodeIndex]?.inputTensors[inputs.indexOf(tensor)];
  return given && { tensor: given, within: within.slice(0, -1) };
}
