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

/** The layer that makes an output, looked for inside nested models too. */
export function producerOf(tensor: tf.SymbolicTensor): Layer {
  const { sourceLayer } = tensor;
  if (!(sourceLayer instanceof tf.LayersModel)) return sourceLayer;
  const inner = sourceLayer.outputs[tensor.outputTensorIndex ?? 0] ?? sourceLayer.outputs[0];
  return inner ? producerOf(inner) : sourceLayer;
}
