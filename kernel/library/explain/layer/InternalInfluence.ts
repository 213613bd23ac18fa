import type { Explanation } from "../../explanation/Explanation.ts";
import { quadrature } from "../../math/quadrature.ts";
import { joined } from "../../math/sampling.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, anything } from "../call/about.ts";
import { readBaselines, shortBaseline } from "../call/inputs.ts";
import { LayerMethod } from "../call/Method.ts";
import { baselineRule, choice, logitRules, quadratureMethods, type Rules, targetRules, whole } from "../call/rules.ts";
import type { LayerPathOptions } from "./LayerConductance.ts";
import { walkLayer } from "./layerPath.ts";

const rules = {
  ...logitRules,
  ...targetRules,
  ...baselineRule,
  nSteps: whole(50),
  method: choice(quadratureMethods, "gausslegendre"),
} as const satisfies Rules;

/**
 * How strongly the answer hangs on each neuron of a layer, on average over the way from baseline to input: the integral of
 * ∂f_c/∂neuron. Unlike conductance it is not multiplied by the neuron's change.
 *
 * Leino et al. 2018, "Influence-Directed Explanations for Deep Convolutional Networks"; Captum's `InternalInfluence`.
 *
 * @example
 * const map = await new InternalInfluence(model, "conv").attribute(image, { target: 7 });
 */
export class InternalInfluence extends LayerMethod<LayerPathOptions> {
  static readonly about: About = {
    name: "InternalInfluence",
    label: "Internal Influence",
    family: "layer",
    role: "sensitivity",
    signed: true,
    extent: "unit",
    explains: anything,
    needs: { gradients: true, layer: true },
    options: rules,
  };

  /**
   * Values: `[n, ...layer]`, in units of the output per unit of the neuron. Cost: `nSteps` (default 50, `gausslegendre`)
   * forward and backward passes per input and target, and one prediction per input.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; ShapeError, DataError, TargetError, OptionError,
   * GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: LayerPathOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { baselines, nSteps, method } = settings;
    const { alphas, weights } = quadrature(method, nSteps);
    const call = await this.begin(inputs, settings);
    const from = await readBaselines(baselines, call.rows);
    const sums: Float64Array[] = [];
    const { shape, axes } = await walkLayer(call, this.layer, from, alphas, (pair, step, { gradient }) => {
      const sum = sums[pair] ?? new Float64Array(gradient.length);
      sums[pair] = sum;
      for (let i = 0; i < sum.length; i++) sum[i] += weights[step] * gradient[i];
    });
    return call.explanation({
      values: joined(sums),
      shape: [...call.targets.leading, call.rows.count, ...shape],
      layerAxes: axes,
      baseline: shortBaseline(from),
      options: { layer: this.layer, nSteps, method },
    });
  }
}
