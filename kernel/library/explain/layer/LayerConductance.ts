import type { Explanation } from "../../explanation/Explanation.ts";
import { type QuadratureMethod, quadrature } from "../../math/quadrature.ts";
import { joined } from "../../math/sampling.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import { type About, anything } from "../call/about.ts";
import { readBaselines, shortBaseline } from "../call/inputs.ts";
import { LayerMethod } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { baselineRule, choice, logitRules, quadratureMethods, type Rules, targetRules, whole } from "../call/rules.ts";
import { convergenceDelta } from "../gradient/IntegratedGradients.ts";
import { walkLayer } from "./layerPath.ts";

export interface LayerPathOptions extends AttributeOptions {
  /** Where the path starts: a number (default 0), one row, or one row for each input. */
  baselines?: Baseline;
  /** Steps on the path (default 50). */
  nSteps?: number;
  /** How the points are placed. */
  method?: QuadratureMethod;
}

const rules = {
  ...logitRules,
  ...targetRules,
  ...baselineRule,
  nSteps: whole(50),
  method: choice(quadratureMethods, "riemann_trapezoid"),
} as const satisfies Rules;

/**
 * What each neuron of a layer adds to the answer on the way from baseline to input: Σ over steps of ∂f_c/∂neuron times
 * the neuron's change in that step.
 *
 * Dhamdhere, Sundararajan, Yan 2018, "How Important Is a Neuron?"; Shrikumar, Su, Kundaje 2018, "Computationally
 * Efficient Measures of Internal Neuron Importance" (the sum of changes); Captum's `LayerConductance`.
 *
 * @example
 * const map = await new LayerConductance(model, "conv").attribute(image, { target: 7 });
 * map.topChannels(5);
 */
export class LayerConductance extends LayerMethod<LayerPathOptions> {
  static readonly about: About = {
    name: "LayerConductance",
    label: "Layer Conductance",
    family: "layer",
    role: "contribution",
    signed: true,
    extent: "unit",
    sumsTo: "f(x) − f(baseline)",
    removal: "baseline",
    explains: anything,
    needs: { gradients: true, layer: true },
    options: rules,
  };

  /**
   * Values: `[n, ...layer]`, in units of the output; they sum to f(x) − f(x′) as the steps get finer (`convergenceDelta`).
   * Points are placed by `riemann_trapezoid` unless asked otherwise: its ends are baseline and input, so nothing of the way
   * is left out (Captum's default, `gausslegendre`, misses both ends). Cost: `nSteps` + 1 forward and backward passes per
   * input and target, and two predictions per input.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; ShapeError, DataError, TargetError, OptionError,
   * GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: LayerPathOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { baselines, nSteps, method } = settings;
    const { alphas } = quadrature(method, nSteps + 1);
    const call = await this.begin(inputs, settings);
    const from = await readBaselines(baselines, call.rows);
    const sums: Float64Array[] = [];
    let before: { activation: Float32Array; gradient: Float32Array } | undefined;
    const { shape, axes } = await walkLayer(call, this.layer, from, alphas, (pair, step, pass) => {
      const sum = sums[pair] ?? new Float64Array(pass.activation.length);
      sums[pair] = sum;
      const { gradient, activation } = before ?? pass;
      if (step > 0) for (let i = 0; i < sum.length; i++) sum[i] += gradient[i] * (pass.activation[i] - activation[i]);
      before = pass;
    });
    const totals = sums.map((sum) => sum.reduce((total, value) => total + value, 0));
    return call.explanation({
      values: joined(sums),
      shape: [...call.targets.leading, call.rows.count, ...shape],
      layerAxes: axes,
      baseline: shortBaseline(from),
      convergenceDelta: await convergenceDelta(call, [from], totals),
      options: { layer: this.layer, nSteps, method },
    });
  }
}
