import type * as tf from "@tensorflow/tfjs";
import { scalar } from "@tensorflow/tfjs";
import { classActivation, type MapArithmetic, requireFeatureMaps } from "../classActivation.ts";
import type { CamQuestion } from "../runner.ts";

const arithmetic: MapArithmetic<tf.Tensor> = {
  number: (value) => scalar(value),
  add: (a, b) => a.add(b),
  multiply: (a, b) => a.mul(b),
  divide: (a, b) => a.div(b),
  relu: (a) => a.relu(),
  overPlaces: (a) => a.sum([1, 2], true),
  overChannels: (a) => a.sum(3, true),
};

/**
 * The map of a layer's tensors, `[n, height, width, 1]`. To be called within `tf.tidy`.
 *
 * @throws UnsupportedLayerError for a layer that gives no feature maps.
 */
export function camTensor({ layer, kind }: CamQuestion, activation: tf.Tensor, gradient: tf.Tensor): tf.Tensor {
  const [height, width] = requireFeatureMaps(layer, activation.shape.slice(1));
  const [map] = classActivation(kind, [{ activation, gradient }], height * width, arithmetic);
  return map as tf.Tensor;
}
