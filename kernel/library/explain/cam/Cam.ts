import { featureMapsOf } from "../../engine/classActivation.ts";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { type Places, placesOf } from "../../signature/places.ts";
import type { About } from "../call/about.ts";
import type { Call } from "../call/call.ts";
import { layerMaps, type SmallMaps } from "../layer/layerPasses.ts";
import { CamMethod, camRules } from "./CamMethod.ts";

/**
 * Class activation mapping in the original sense, for a model that ends in global average pooling and one dense layer:
 * the last feature maps, each weighted with the dense layer's weight for the class. The mean of the map over the places
 * plus the dense layer's bias is the logit.
 *
 * Values: `[n, height, width, 1]` of the input, or of the layer with `upsample: "none"`; in units of the logit.
 * Cost: one forward and one backward pass (from which the weights are read) per input and target; one prediction
 * more per input where the predicted class is explained.
 *
 * Zhou et al. 2016, "Learning Deep Features for Discriminative Localization", equation 2.
 *
 * @example
 * const map = await new Cam(mnistGapCnn({ seed: 42 }), "conv2").attribute(image, { target: 7, relu: false });
 */
export class Cam extends CamMethod {
  static readonly about: About = {
    name: "Cam",
    label: "CAM",
    family: "cam",
    role: "localization",
    signed: ({ relu = true }) => !relu,
    extent: "place",
    explains: ["image"],
    needs: { gradients: true, layer: true },
    options: camRules,
  };

  protected async read(call: Call): Promise<SmallMaps> {
    const { shape, axes, activations, gradients } = await layerMaps(call, this.layer);
    const { size } = featureMapsOf(this.layer, shape, axes);
    const { of, channelOf, count, channels } = placesOf(shape, axes ?? []);
    const maps = new Float64Array(activations.length / channels);
    for (let from = 0; from < activations.length; from += of.length) {
      const own = gradients.subarray(from, from + of.length);
      if (!areMeans(own, { count, channels, channelOf })) {
        throw new UnsupportedLayerError(
          say`there is no global average pooling after the layer ${this.layer}, so there is no class activation map: use GradCam`,
        );
      }
      const first = from / channels;
      for (const [i, gradient] of own.entries()) maps[first + of[i]] += count * gradient * activations[from + i];
    }
    return { size, maps: Float32Array.from(maps) };
  }
}

/** Behind a global average every place of a channel has the same gradient. */
function areMeans(
  gradients: Float32Array,
  { count, channels, channelOf }: Pick<Places, "count" | "channels" | "channelOf">,
): boolean {
  const sums = new Float64Array(channels);
  for (const [i, gradient] of gradients.entries()) sums[channelOf(i)] += gradient;
  return gradients.every(
    (gradient, i) => Math.abs(gradient * count - sums[channelOf(i)]) <= 1e-4 * Math.abs(gradient * count) + 1e-9,
  );
}
