import type { About } from "../call/about.ts";
import { camRules, EngineCamMethod } from "./CamMethod.ts";

/**
 * Where a layer's feature maps speak for the class: each weighted with the mean of its gradient. Coarse, and the one to
 * begin with on deep networks; on a first convolution it says little.
 *
 * Values: `[n, height, width, 1]` of the input, or of the layer with `upsample: "none"`; in units of the output.
 * Cost: one forward and one backward pass per input and target; one prediction more per input where the predicted
 * class is explained.
 *
 * Selvaraju et al. 2017, "Grad-CAM", equations 1 and 2; Captum's `LayerGradCam` (a sum over channels, not a mean).
 *
 * @example
 * const map = await new GradCam(model, "conv").attribute(image, { target: 7 });
 */
export class GradCam extends EngineCamMethod {
  static readonly about: About = {
    name: "GradCam",
    label: "Grad-CAM",
    family: "cam",
    role: "localization",
    signed: ({ relu = true }) => !relu,
    extent: "place",
    explains: ["image"],
    needs: { gradients: true, layer: true },
    options: camRules,
  };

  protected readonly kind = "gradCam";
}
