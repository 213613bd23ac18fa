import type { About } from "../call/about.ts";
import { camRules, EngineCamMethod } from "./CamMethod.ts";

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
export class GradCamPlusPlus extends EngineCamMethod {
  static readonly about: About = {
    name: "GradCamPlusPlus",
    label: "Grad-CAM++",
    family: "cam",
    role: "localization",
    signed: ({ relu = true }) => !relu,
    extent: "place",
    explains: ["image"],
    needs: { gradients: true, layer: true },
    options: camRules,
  };

  protected readonly kind = "gradCamPlusPlus";
}
