import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, anything } from "../call/about.ts";
import { LayerMethod } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { logitRules, type Rules, targetRules } from "../call/rules.ts";
import { layerMaps } from "./layerPasses.ts";

const rules = { ...logitRules, ...targetRules } as const satisfies Rules;

/**
 * Gradient times activation at a layer, a · ∂f_c/∂a: what each unit of the layer adds to the answer, to first order.
 * `topChannels` ranks a convolution's feature maps by it, `featureMap` picks one out.
 *
 * Captum's `LayerGradientXActivation`.
 *
 * @example
 * const map = await new LayerGradientXActivation(model, "conv2d_1").attribute(image, { target: 7 });
 * map.topChannels(4).map(({ channel }) => map.featureMap(channel));
 */
export class LayerGradientXActivation extends LayerMethod<AttributeOptions> {
  static readonly about: About = {
    name: "LayerGradientXActivation",
    label: "Gradient × Activation",
    family: "layer",
    role: "contribution",
    signed: true,
    extent: "unit",
    explains: anything,
    needs: { gradients: true, layer: true },
    options: rules,
  };

  /**
   * Values have the shape of the layer's output, `[n, ...]`, in units of the output; of the logit by default. Cost:
   * one forward and one backward pass per input and target; one prediction more per input where the predicted class
   * is explained.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; ShapeError, DataError, TargetError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: AttributeOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings, { asksInputs: true });
    const { shape, axes, activations, gradients } = await layerMaps(call, this.layer);
    const values = activations.map((activation, i) => activation * gradients[i]);
    return call.explanation({
      values,
      shape: [...call.targets.leading, call.rows.count, ...shape],
      layerAxes: axes,
      options: { layer: this.layer },
    });
  }
}
