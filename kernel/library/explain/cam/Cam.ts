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
    const layout = layoutsOf(requireFeatureMaps(this.layer, shape)).find((each) => areMeans(gradients, each));
    if (!layout) {
      throw new UnsupportedLayerError(
        say`there is no global average pooling after the layer ${this.layer}, so there is no class activation map: use GradCam`,
      );
    }
    const { size, channels, placeOf } = layout;
    const places = size[0] * size[1];
    const maps = new Float64Array(activations.length / channels);
    for (const [i, activation] of activations.entries()) {
      const pair = Math.floor(i / (places * channels));
      maps[pair * places + placeOf(i - pair * places * channels)] += places * gradients[i] * activation;
    }
    return { size, maps: Float32Array.from(maps) };
  }
}

/** How feature maps lie: where a number of one pair belongs. */
interface Layout {
  readonly size: readonly [height: number, width: number];
  readonly channels: number;
  channelOf(at: number): number;
  placeOf(at: number): number;
}

/** With the channels last, as tfjs has them, or first, as files of PyTorch do. */
const layoutsOf = ([a, b, c]: readonly [number, number, number]): readonly Layout[] => [
  { size: [a, b], channels: c, channelOf: (at) => at % c, placeOf: (at) => Math.floor(at / c) },
  { size: [b, c], channels: a, channelOf: (at) => Math.floor(at / (b * c)), placeOf: (at) => at % (b * c) },
];

/** Behind a global average every place of a channel has the same gradient. */
function areMeans(gradients: Float32Array, { size, channels, channelOf }: Layout): boolean {
  const places = size[0] * size[1];
  for (let from = 0; from < gradients.length; from += places * channels) {
    const own = gradients.subarray(from, from + places * channels);
    const sums = new Float64Array(channels);
    for (const [i, gradient] of own.entries()) sums[channelOf(i)] += gradient;
    const isMean = (gradient: number, i: number) =>
      Math.abs(gradient * places - sums[channelOf(i)]) <= 1e-4 * Math.abs(gradient * places) + 1e-9;
    if (!own.every(isMean)) return false;
  }
  return true;
}
