import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { flag, logitRules, type Rules, targetRules } from "../call/rules.ts";
import { inputGradients } from "./inputGradients.ts";

export interface SaliencyOptions extends AttributeOptions {
  /** The absolute value of the gradient (default true), or its sign too. */
  abs?: boolean;
}

const rules = { ...logitRules, ...targetRules, abs: flag(true) } as const satisfies Rules;

/**
 * How much the answer changes when a pixel changes a little: |∂f_c/∂x|.
 *
 * Simonyan, Vedaldi, Zisserman 2013, "Deep Inside Convolutional Networks", section 3; Captum's `Saliency`.
 *
 * @example
 * const map = await new Saliency(model).attribute(image, { target: 7 });
 */
export class Saliency extends Method<SaliencyOptions> {
  static readonly about: About = {
    name: "Saliency",
    label: "Saliency",
    family: "gradient",
    role: "sensitivity",
    signed: ({ abs = true }) => !abs,
    extent: "input",
    explains: smooth,
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output per unit of the input; of the logit by default
   * (`output: "probability"` for the textbook's form). Cost: one forward and one backward pass per input and target;
   * one prediction more per input where the predicted class is explained.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: SaliencyOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { abs } = settings;
    const call = await this.begin(inputs, settings, { asksInputs: true });
    const values = await inputGradients(call);
    if (abs) for (let i = 0; i < values.length; i++) values[i] = Math.abs(values[i]);
    return call.explanation({ values, options: { abs } });
  }
}
