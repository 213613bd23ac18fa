import type * as tf from "@tensorflow/tfjs";
import { scalar } from "@tensorflow/tfjs";
import type { Axis } from "../../signature/axes.ts";
import { classActivation, featureMapsOf, type MapArithmetic } from "../classActivation.ts";
import type { CamAnswer, CamQuestion } from "../runner.ts";
import { product } from "./tfjsModel.ts";

/**
 * The map of a layer's tensors, `[n, ...size]`. To be called within `tf.tidy`.
 *
 * @param axes of the layer, without the batch.
 * @throws UnsupportedLayerError for a layer that gives no feature maps, or of which that is not known.
 */
export function camTensor(
  { layer, kind }: CamQuestion,
  activation: tf.Tensor,
  gradient: tf.Tensor,
  axes: readonly Axis[] | undefined,
): { map: tf.Tensor; size: CamAnswer["size"] } {
  const { places, channel, size } = featureMapsOf(layer, activation.shape.slice(1), axes);
  const [over, channels] = [places.map((axis) => axis + 1), channel + 1];
  const arithmetic: MapArithmetic<tf.Tensor> = {
    number: (value) => scalar(value),
    add: (a, b) => a.add(b),
    multiply: (a, b) => a.mul(b),
    divide: (a, b) => a.div(b),
    relu: (a) => a.relu(),
    overPlaces: (a) => a.sum(over, true),
    overChannels: (a) => a.sum(channels, true),
  };
  const [map] = classActivation(kind, [{ activation, gradient }], product(size), arithmetic);
  return { map: (map as tf.Tensor).transpose([0, channels, ...over]), size };
}
