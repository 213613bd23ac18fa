import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { logitRules, type Rules, targetRules } from "../call/rules.ts";
import { inputGradients } from "./inputGradients.ts";

const rules = { ...logitRules, ...targetRules } as const satisfies Rules;

/**
 * The gradient, with only what is positive passing back through a ReLU that was on: clear outlines of what the network
 * detects, but hardly different from class to class (Adebayo et al. 2018) — look at `GuidedGradCam` for that.
 *
 * Springenberg et al. 2014, "Striving for Simplicity", section 3.4; Captum's `GuidedBackprop`.
 *
 * @example
 * const map = await new GuidedBackprop(model).attribute(image, { target: 7 });
 */
export class GuidedBackprop extends Method<AttributeOptions> {
  static readonly about: About = {
    name: "GuidedBackprop",
    label: "Guided Backprop",
    family: "gradient",
    role: "modifiedGradient",
    signed: true,
    extent: "input",
    explains: smooth,
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output per unit of the input. Layers without a ReLU keep
   * their gradient. Cost: one forward and one backward pass per input and target; one prediction more per input where
   * the predicted class is explained.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: AttributeOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings, { asksInputs: true });
    return call.explanation({ values: await inputGradients(call, { rules: { kind: "guidedBackprop" } }) });
  }
}
