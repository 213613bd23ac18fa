import type { About } from "../call/about.ts";
import { camRules, EngineCamMethod } from "./CamMethod.ts";

/**
 * Grad-CAM with weights that make it complete on a linear end: the mean gradient, weighted with the activation.
 *
 * Values: `[n, height, width, 1]` of the input, or of the layer with `upsample: "none"`; in units of the output.
 * Cost: one forward and one backward pass per input and target; one prediction more per input where the predicted
 * class is explained.
 *
 * Fu et al. 2020, "Axiom-based Grad-CAM", equation 8; pytorch-grad-cam's `XGradCAM`.
 *
 * @example
 * const map = await new XGradCam(model, "conv").attribute(image, { target: 7 });
 */
export class XGradCam extends EngineCamMethod {
  static readonly about: About = {
    name: "XGradCam",
    label: "XGradCAM",
    family: "cam",
    role: "localization",
    signed: ({ relu = true }) => !relu,
    extent: "place",
    explains: ["image"],
    needs: { gradients: true, layer: true },
    options: camRules,
  };

  protected readonly kind = "xGradCam";
}
