import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { logitRules, type Rules, targetRules } from "../call/rules.ts";
import { inputGradients } from "./inputGradients.ts";

const rules = { ...logitRules, ...targetRules } as const satisfies Rules;

/**
 * (∂f_c/∂x)²: the gradient heat map of the textbooks. It shows the same places as `Saliency` with the weak ones pressed
 * down, and, like it, not whether a pixel speaks for or against.
 *
 * Montavon, Samek, Müller 2018, "Methods for interpreting and understanding deep neural networks", section 4.1
 * (sensitivity analysis).
 *
 * @example
 * const map = await new SquaredGradient(model).attribute(image, { target: 7 });
 */
export class SquaredGradient extends Method<AttributeOptions> {
  static readonly about: About = {
    name: "SquaredGradient",
    label: "Squared Gradient",
    family: "gradient",
    role: "sensitivity",
    signed: false,
    extent: "input",
    explains: smooth,
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in squared units of the output per unit of the input. Cost: one forward and
   * one backward pass per input and target; one prediction more per input where the predicted class is explained.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: AttributeOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings, { asksInputs: true });
    const gradients = await inputGradients(call);
    return call.explanation({ values: gradients.map((gradient) => gradient * gradient) });
  }
}
