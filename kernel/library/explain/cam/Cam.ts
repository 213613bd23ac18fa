import { requireFeatureMaps } from "../../engine/classActivation.ts";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
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
    const { shape, activations, gradients } = await layerMaps(call, this.layer);
    const [height, width, channels] = requireFeatureMaps(this.layer, shape);
    const places = height * width;
    const maps = new Float32Array(activations.length / channels);
    for (let from = 0; from < activations.length; from += places * channels) {
      const of = (array: Float32Array) => array.subarray(from, from + places * channels);
      maps.set(this.#map(of(activations), of(gradients), places, channels), from / channels);
    }
    return { size: [height, width], maps };
  }

  #map(activations: Float32Array, gradients: Float32Array, places: number, channels: number): Float32Array {
    const weights = new Float64Array(channels);
    for (let i = 0; i < gradients.length; i++) weights[i % channels] += gradients[i];
    // Behind a global average every place of a channel has the same gradient.
    const isMean = gradients.every(
      (g, i) => Math.abs(g * places - weights[i % channels]) <= 1e-4 * Math.abs(g * places) + 1e-9,
    );
    if (!isMean) {
      throw new UnsupportedLayerError(
        say`there is no global average pooling after the layer ${this.layer}, so there is no class activation map: use GradCam`,
      );
    }
    const map = new Float32Array(places);
    for (let place = 0, i = 0; place < places; place++) {
      let sum = 0;
      for (let k = 0; k < channels; k++, i++) sum += weights[k] * activations[i];
      map[place] = sum;
    }
    return map;
  }
}
