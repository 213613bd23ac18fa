import type { About } from "../call/about.ts";
import { camRules, EngineCamMethod } from "./CamMethod.ts";

/**
 * Activation times gradient at every place, summed over channels. Unlike Grad-CAM it never shows a place that the model
 * did not use, where the layers after this one are linear.
 *
 * Values: `[n, height, width, 1]` of the input, or of the layer with `upsample: "none"`; in units of the output.
 * Cost: one forward and one backward pass per input and target; one prediction more per input where the predicted
 * class is explained.
 *
 * Draelos, Carin 2020, "Use HiResCAM instead of Grad-CAM", equation 4; pytorch-grad-cam's `HiResCAM`.
 *
 * @example
 * const map = await new HiResCam(model, "conv").attribute(image, { target: 7 });
 */
export class HiResCam extends EngineCamMethod {
  static readonly about: About = {
    name: "HiResCam",
    label: "HiResCAM",
    family: "cam",
    role: "localization",
    signed: ({ relu = true }) => !relu,
    extent: "place",
    explains: ["image"],
    needs: { gradients: true, layer: true },
    options: camRules,
  };

  protected readonly kind = "hiResCam";
}
