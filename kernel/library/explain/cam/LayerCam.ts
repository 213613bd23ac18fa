import type { About } from "../call/about.ts";
import { camRules, EngineCamMethod } from "./CamMethod.ts";

/**
 * Activation times positive gradient at every place, summed over channels: sharper than Grad-CAM on early layers.
 *
 * Values: `[n, height, width, 1]` of the input, or of the layer with `upsample: "none"`; in units of the output.
 * Cost: one forward and one backward pass per input and target; one prediction more per input where the predicted
 * class is explained.
 *
 * Jiang et al. 2021, "LayerCAM", equations 4 and 5; pytorch-grad-cam's `LayerCAM`.
 *
 * @example
 * const map = await new LayerCam(model, "conv").attribute(image, { target: 7 });
 */
export class LayerCam extends EngineCamMethod {
  static readonly about: About = {
    name: "LayerCam",
    label: "LayerCAM",
    family: "cam",
    role: "localization",
    signed: ({ relu = true }) => !relu,
    extent: "place",
    explains: ["image"],
    needs: { gradients: true, layer: true },
    options: camRules,
  };

  protected readonly kind = "layerCam";
}
