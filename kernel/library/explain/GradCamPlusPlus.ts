import { CamMethod, type FeatureMaps, perChannel, weightedSum } from "./CamMethod.ts";

/**
 * Grad-CAM with weights that count positive gradients only, each place by how much it matters: better where several
 * objects of the class are in the image.
 *
 * Values: `[n, height, width, 1]` of the input, or of the layer with `upsample: "none"`; in units of the output.
 * Cost: one forward and one backward pass per input and target; one prediction more per input where the predicted
 * class is explained.
 *
 * Chattopadhay et al. 2018, "Grad-CAM++", equations 10, 11 and 19 for an exponential; pytorch-grad-cam's
 * `GradCAMPlusPlus`.
 *
 * @example
 * const map = await new GradCamPlusPlus(model, "conv").attribute(image, { target: 7 });
 */
export class GradCamPlusPlus extends CamMethod {
  protected readonly method = "GradCamPlusPlus";

  protected map(maps: FeatureMaps): Float32Array {
    const { activations, gradients } = maps;
    const sums = perChannel(maps, (i) => activations[i]);
    const weights = perChannel(maps, (i, k) => {
      const g = gradients[i];
      return g > 0 ? (g * g * g) / (2 * g * g + sums[k] * g * g * g + 1e-6) : 0;
    });
    return weightedSum(maps, weights);
  }
}
