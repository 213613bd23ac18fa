import type { RelevanceRule } from "../../engine/runner.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { choice, commonRules, type Rules, targetRules } from "../call/rules.ts";
import { inputGradients } from "./inputGradients.ts";

/** How a layer shares its relevance out among its inputs. */
export type LrpRule =
  /** In proportion to the contributions, divided by z + ε·sign(z): a large ε (default 1e-9) drops weak ones. */
  | { rule: "epsilon"; epsilon?: number }
  /** Positive weights count (1 + γ)-fold (default γ = 0.25); the bias counts as it is. */
  | { rule: "gamma"; gamma?: number }
  /** α times the positive contributions less β times the negative ones, α − β = 1 (default 2 and 1); so do the bias's.
   * Where a neuron has contributions of one sign only, it does not keep what it got. */
  | { rule: "alphaBeta"; alpha?: number; beta?: number }
  /** Positive contributions only, the bias as it is: Captum's `Alpha1_Beta0_Rule`. */
  | { rule: "zPlus" };

export interface LrpOptions extends Omit<AttributeOptions, "output"> {
  /** The rule of every layer with weights (default ε = 1e-9). */
  rule?: LrpRule;
  /** Other rules for single layers, by name: a composite. */
  layers?: Readonly<Record<string, LrpRule>>;
}

const rules = {
  ...commonRules,
  ...targetRules,
  output: choice(["logit"], "logit"),
  rule: { kind: "record", default: { rule: "epsilon" } },
  layers: { kind: "record", default: {} },
} as const satisfies Rules;

/**
 * Layer-wise relevance propagation: the logit is handed back from layer to layer, each sharing what it got out among its
 * inputs. ReLUs pass it on, max pools give it to the winner, biases keep their share.
 *
 * Bach et al. 2015, "On Pixel-Wise Explanations"; Montavon et al. 2019, "Layer-Wise Relevance Propagation: An Overview",
 * table 10.1; Captum's `LRP`.
 *
 * @example
 * const map = await new Lrp(model).attribute(image, { rule: { rule: "epsilon" }, layers: { conv: { rule: "gamma" } } });
 */
export class Lrp extends Method<LrpOptions> {
  static readonly about: About = {
    name: "Lrp",
    label: "LRP",
    family: "gradient",
    role: "contribution",
    signed: true,
    extent: "input",
    sumsTo: "f(x)",
    explains: smooth,
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the logit. `convergenceDelta` is Σ values − f(x): what biases
   * and ε kept. With the default ε a network of ReLUs gives exactly `InputXGradient`; γ and αβ are what makes it
   * different. Cost: one forward and one backward pass per input and target (one to three forward and backward passes
   * more in each layer for γ and αβ); one prediction more per input where the predicted class is explained.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError, OptionError; UnsupportedLayerError for a model without layers (a function,
   * a tf.GraphModel) and for a name in `layers` that is no layer with weights.
   */
  async attribute(inputs: Inputs, options: LrpOptions = {}): Promise<Explanation> {
    if ((options as AttributeOptions).output === "probability") {
      throw new OptionError(
        say`Lrp propagates the logit: a softmax has no relevance rule. Leave out output: "probability"`,
      );
    }
    const settings = this.settle(options, rules);
    const { rule, layers } = settings;
    const completed = {
      rule: complete(rule),
      layers: Object.fromEntries(Object.entries(layers).map(([name, each]) => [name, complete(each)])),
    };
    const call = await this.begin(inputs, { ...settings, output: "logit" }, { asksInputs: true });
    const values = await inputGradients(call, { rules: { kind: "lrp", ...completed } });
    const { values: x, size, count } = call.rows;
    for (let i = 0; i < values.length; i++) values[i] = values[i] * x[i % x.length];
    const convergenceDelta = Float32Array.from({ length: pairCount(call) }, (_, pair) => {
      const sum = values.subarray(pair * size, (pair + 1) * size).reduce((total, value) => total + value, 0);
      return sum - call.outputs[(pair % count) * call.runner.outputSize + call.targets.classes[pair]];
    });
    return call.explanation({ values, convergenceDelta, options: completed });
  }
}

function complete(rule: LrpRule): RelevanceRule {
  switch (rule.rule) {
    case "epsilon": {
      const { epsilon = 1e-9 } = rule;
      if (epsilon > 0) return { rule: "epsilon", epsilon };
      throw new OptionError(say`epsilon is ${epsilon}: give a number above 0`);
    }
    case "gamma": {
      const { gamma = 0.25 } = rule;
      if (gamma >= 0) return { rule: "gamma", gamma };
      throw new OptionError(say`gamma is ${gamma}: give a number, at least 0`);
    }
    case "alphaBeta": {
      const { alpha = 2, beta = alpha - 1 } = rule;
      if (beta >= 0 && Math.abs(alpha - beta - 1) < 1e-6) return { rule: "alphaBeta", alpha, beta };
      throw new OptionError(
        say`alpha is ${alpha} and beta is ${beta}: α − β must be 1 and β at least 0, or relevance is lost`,
      );
    }
    case "zPlus":
      return { rule: "zPlus" };
    default:
      throw new OptionError(
        say`the LRP rule cannot be ${JSON.stringify(rule)}: expected epsilon, gamma, alphaBeta or zPlus`,
      );
  }
}
