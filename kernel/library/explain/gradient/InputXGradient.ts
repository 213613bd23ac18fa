import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { logitRules, type Rules, targetRules } from "../call/rules.ts";
import { inputGradients } from "./inputGradients.ts";

const rules = { ...logitRules, ...targetRules } as const satisfies Rules;

/**
 * Gradient times input, x · ∂f_c/∂x: what each pixel adds to the answer if the model were linear from zero to here.
 * Where a pixel is 0 so is its value.
 *
 * Shrikumar et al. 2016, "Not Just a Black Box"; Captum's `InputXGradient`.
 *
 * @example
 * const map = await new InputXGradient(model).attribute(image, { target: 7 });
 */
export class InputXGradient extends Method<AttributeOptions> {
  static readonly about: About = {
    name: "InputXGradient",
    label: "Input × Gradient",
    family: "gradient",
    role: "contribution",
    signed: true,
    extent: "input",
    explains: smooth,
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output; of the logit by default. Cost: one forward and one
   * backward pass per input and target; one prediction more per input where the predicted class is explained.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: AttributeOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings, { asksInputs: true });
    const values = await inputGradients(call);
    const { values: x } = call.rows;
    for (let i = 0; i < values.length; i++) values[i] = values[i] * x[i % x.length];
    return call.explanation({ values });
  }
}
