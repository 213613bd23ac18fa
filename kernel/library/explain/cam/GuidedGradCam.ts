import type { Explanation } from "../../explanation/Explanation.ts";
import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Upsample } from "../../math/upsample.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { placesOf } from "../../signature/places.ts";
import type { About } from "../call/about.ts";
import { readPort } from "../call/inputs.ts";
import type { AttributeOptions } from "../call/options.ts";
import { pictureOf } from "../call/pictureOf.ts";
import { choice, logitRules, type Rules, targetRules } from "../call/rules.ts";
import { inputGradients } from "../gradient/inputGradients.ts";
import { GradCam } from "./GradCam.ts";

export interface GuidedGradCamOptions extends AttributeOptions {
  /** How Grad-CAM's map is brought to the input's size (default `"nearest"`, as Captum). */
  upsample?: Exclude<Upsample, "none">;
}

const rules = {
  ...logitRules,
  ...targetRules,
  upsample: choice(["bilinear", "nearest"], "nearest"),
} as const satisfies Rules;

/**
 * Guided backprop times Grad-CAM: the first's fine lines, where the second finds evidence for the class.
 *
 * Selvaraju et al. 2017, "Grad-CAM", section 3.2; Captum's `GuidedGradCam`.
 *
 * @example
 * const map = await new GuidedGradCam(model, "conv").attribute(image, { target: 7 });
 */
export class GuidedGradCam extends GradCam {
  static override readonly about: About = {
    name: "GuidedGradCam",
    label: "Guided Grad-CAM",
    family: "cam",
    role: "modifiedGradient",
    signed: true,
    extent: "input",
    explains: ["image"],
    needs: { gradients: true, layer: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs. Cost: two forward and two backward passes per input and target; one
   * prediction more per input where the predicted class is explained.
   *
   * @param inputs pictures or volumes, channels last or first, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer, or it gives no feature maps; ShapeError, DataError,
   * TargetError, OptionError, GradientNotFoundError.
   */
  override async attribute(inputs: Inputs, options: GuidedGradCamOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { upsample } = settings;
    const call = await this.begin(inputs, settings, { asksInputs: true });
    const { values: cam, size: mapped } = await this.maps(call, { relu: true, upsample });
    const all = await inputGradients(call, { rules: { kind: "guidedBackprop" } });
    const { shape: picture, axes, finding } = pictureOf(call);
    const port = call.rows.ports?.find(({ name }) => name === finding.inputSpec?.name);
    const values = port ? readPort(all, call.rows.size, port) : all;
    const size = port?.size ?? call.rows.size;
    const places = placesOf(picture, axes);
    if (places.shape.join() !== mapped.join()) {
      throw new ShapeError(
        say`the layer ${this.layer} has maps of ${mapped.length} axes, and which axes of the input [${picture.join(", ")}] these are is not known: give its kind, inputs: { kind: "image", layout: … }`,
      );
    }
    for (let i = 0; i < values.length; i++) {
      const pair = Math.floor(i / size);
      values[i] *= cam[pair * places.count + places.of[i % size]];
    }
    const shape = [...call.targets.leading, call.rows.count, ...picture];
    return call.explanation({ ...finding, values, shape, options: { layer: this.layer, upsample } });
  }
}
