import { UnsupportedLayerError } from "../errors.ts";
import { CamMethod, type FeatureMaps, perChannel, weightedSum } from "./CamMethod.ts";

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
  protected readonly method = "Cam";

  protected map(maps: FeatureMaps): Float32Array {
    const { gradients, channels, places } = maps;
    const weights = perChannel(maps, (i) => gradients[i]);
    // Behind a global average every place of a channel has the same gradient.
    const isMean = gradients.every(
      (g, i) => Math.abs(g * places - weights[i % channels]) <= 1e-4 * Math.abs(g * places) + 1e-9,
    );
    if (!isMean) {
      throw new UnsupportedLayerError(
        `there is no global average pooling behind the layer ${this.layer}, so there is no class activation map: use GradCam`,
      );
    }
    return weightedSum(maps, weights);
  }
}
