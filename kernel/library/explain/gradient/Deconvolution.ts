import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { logitRules, type Rules, targetRules } from "../call/rules.ts";
import { inputGradients } from "./inputGradients.ts";

const rules = { ...logitRules, ...targetRules } as const satisfies Rules;

/**
 * The gradient, with only what is positive passing back through a ReLU, whether it was on or not: which pattern in the
 * input would call up what the network found. Like `GuidedBackprop`, it shows edges more than classes.
 *
 * Zeiler, Fergus 2013, "Visualizing and Understanding Convolutional Networks"; Captum's `Deconvolution`.
 *
 * @example
 * const map = await new Deconvolution(model).attribute(image, { target: 7 });
 */
export class Deconvolution extends Method<AttributeOptions> {
  static readonly about: About = {
    name: "Deconvolution",
    label: "Deconvolution",
    family: "gradient",
    role: "modifiedGradient",
    signed: true,
    extent: "input",
    explains: smooth,
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output per unit of the input. Cost: one forward and one
   * backward pass per input and target; one prediction more per input where the predicted class is explained.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: AttributeOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings, { asksInputs: true });
    return call.explanation({ values: await inputGradients(call, { rules: { kind: "deconvolution" } }) });
  }
}
