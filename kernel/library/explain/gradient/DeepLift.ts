import type { Explanation } from "../../explanation/Explanation.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { readBaselines, shortBaseline } from "../call/inputs.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { baselineRule, logitRules, type Rules, targetRules } from "../call/rules.ts";
import { convergenceDelta } from "./IntegratedGradients.ts";
import { inputGradients } from "./inputGradients.ts";

export interface DeepLiftOptions extends AttributeOptions {
  /** What each input is compared with: a number (default 0), one row, or one row for each input. */
  baselines?: Baseline;
}

const rules = { ...logitRules, ...targetRules, ...baselineRule } as const satisfies Rules;

/**
 * What each pixel's difference from the baseline adds to the difference of the answer, by one backward pass in which
 * every activation hands on Δout/Δin instead of its slope (rescale rule) and every max pool shares out what the maximum
 * rose and fell by.
 *
 * Two of Captum 0.9's faults are not here: its max-pool rule is lost where a ReLU comes right before the pool, and its
 * softmax rule takes the mean over the whole batch away, so that a map depends on its neighbors and does not add up.
 *
 * Shrikumar, Greenside, Kundaje 2017, "Learning Important Features Through Propagating Activation Differences"; Captum's
 * `DeepLift`.
 *
 * @example
 * const map = await new DeepLift(model).attribute(image, { target: 7, baselines: 0 });
 * map.convergenceDelta;
 */
export class DeepLift extends Method<DeepLiftOptions> {
  static readonly about: About = {
    name: "DeepLift",
    label: "DeepLIFT",
    family: "gradient",
    role: "contribution",
    signed: true,
    extent: "input",
    sumsTo: "f(x) − f(baseline)",
    removal: "baseline",
    explains: smooth,
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output; of the logit by default. They sum to f(x) − f(x′):
   * `convergenceDelta` says how nearly. Cost: two forward passes and one backward pass per input and target, and one
   * prediction of the baseline; one more per input where the predicted class is explained.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: DeepLiftOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings, { asksInputs: true });
    const { size, values: x } = call.rows;
    const from = await readBaselines(settings.baselines ?? 0, call.rows);
    const values = await inputGradients(call, {
      references: (pair, buffer, offset) => {
        const start = (pair % call.rows.count) * size;
        buffer.set(from.subarray(start, start + size), offset);
      },
    });
    for (let i = 0; i < values.length; i++) values[i] = values[i] * (x[i % x.length] - from[i % x.length]);
    return call.explanation({
      values,
      baseline: shortBaseline(from),
      convergenceDelta: await convergenceDelta(call, [from], values),
    });
  }
}
