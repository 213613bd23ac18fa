import type { Explanation } from "../../explanation/Explanation.ts";
import { createRandom } from "../../math/random.ts";
import type { BaselineName, Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions, SeededOptions } from "../call/options.ts";
import { logitRules, type Rules, sample, seedRule, targetRules, whole } from "../call/rules.ts";
import { readBackgrounds } from "./backgrounds.ts";
import { explainDraws, sameForEach } from "./explainDraws.ts";

export interface ExpectedGradientsOptions extends AttributeOptions, SeededOptions {
  /** The baselines, `[m, ...]`: some tens of typical inputs. */
  baselines: BaselineName | Inputs;
  /** Samples for each input (default 200); spread evenly over the baselines. */
  nSamples?: number;
}

const rules = {
  ...logitRules,
  ...targetRules,
  ...seedRule,
  baselines: sample,
  nSamples: whole(200),
} as const satisfies Rules;

/**
 * Integrated gradients, averaged over a sample of baselines: E over x′ and α of (x − x′) · ∂f_c/∂x (x′ + α (x − x′)).
 * Every baseline is drawn equally often and the α lie one in each of `nSamples` equal parts of [0, 1], so that the spread
 * is smaller than with free draws (`GradientShap`); `standardError` is computed as for free draws and errs on the safe
 * side.
 *
 * Erion et al. 2021, equation 2; SHAP's `GradientExplainer`.
 *
 * @example
 * const map = await new ExpectedGradients(model).attribute(image, { baselines: background, nSamples: 200, seed: 1 });
 */
export class ExpectedGradients extends Method<ExpectedGradientsOptions> {
  static readonly about: About = {
    name: "ExpectedGradients",
    label: "Expected Gradients",
    family: "gradient",
    role: "contribution",
    signed: true,
    extent: "input",
    sumsTo: "f(x) − E f(background)",
    removal: "marginal",
    explains: smooth,
    needs: { gradients: true, background: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output; on average they sum to f(x) − the mean of f over the
   * baselines. Cost: `nSamples` forward and backward passes per input and target, one prediction per input and one per
   * baseline.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError, OptionError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: Partial<ExpectedGradientsOptions> = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { nSamples, seed } = settings;
    const call = await this.begin(inputs, settings);
    const backgrounds = await readBackgrounds(settings.baselines, call.rows);
    const random = createRandom(seed);
    const order = random.permutation(nSamples);
    const places = order.map((_, sample) => sample % backgrounds.count);
    const draws = {
      baselines: sameForEach(call.rows.count, Float32Array.from(places)),
      alphas: sameForEach(
        call.rows.count,
        Float32Array.from(order, (stratum) => (stratum + random.uniform()) / nSamples),
      ),
    };
    return explainDraws(call, backgrounds, draws, { fields: { seed, options: { nSamples } } });
  }
}
