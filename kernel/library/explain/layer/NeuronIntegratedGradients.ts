import type { Explanation } from "../../explanation/Explanation.ts";
import { type QuadratureMethod, quadrature } from "../../math/quadrature.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { readBaselines, shortBaseline } from "../call/inputs.ts";
import { LayerMethod } from "../call/Method.ts";
import { baselineRule, choice, logitRules, quadratureMethods, type Rules, whole } from "../call/rules.ts";
import { integrate } from "../gradient/path.ts";
import { findNeuron, type NeuronOptions, neuronRule } from "./neurons.ts";

export interface NeuronPathOptions extends NeuronOptions {
  /** Where the path starts: a number (default 0), one row, or one row for each input. */
  baselines?: Baseline;
  /** Points on the path (default 50). */
  nSteps?: number;
  /** How the points are placed and weighted (default `"gausslegendre"`). */
  method?: QuadratureMethod;
}

const rules = {
  ...logitRules,
  ...neuronRule,
  ...baselineRule,
  nSteps: whole(50),
  method: choice(quadratureMethods, "gausslegendre"),
} as const satisfies Rules;

/**
 * What each pixel adds to an inner neuron's activation on the way from baseline to input: integrated gradients of the
 * neuron.
 *
 * Sundararajan, Taly, Yan 2017; Captum's `NeuronIntegratedGradients`.
 *
 * @example
 * const map = await new NeuronIntegratedGradients(model, "conv").attribute(image, { neuron: [12, 12, 5] });
 */
export class NeuronIntegratedGradients extends LayerMethod<NeuronPathOptions> {
  static readonly about: About = {
    name: "NeuronIntegratedGradients",
    label: "Neuron Integrated Gradients",
    family: "layer",
    role: "contribution",
    signed: true,
    extent: "input",
    of: "neuron",
    sumsTo: "f(x) − f(baseline)",
    removal: "baseline",
    explains: smooth,
    needs: { gradients: true, layer: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the neuron; they sum to neuron(x) − neuron(x′). Cost: `nSteps` forward
   * and backward passes and two predictions per input.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; OptionError where it has no such neuron; ShapeError,
   * DataError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: Partial<NeuronPathOptions> = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { baselines, nSteps, method } = settings;
    const path = quadrature(method, nSteps);
    const call = await this.begin(inputs, settings);
    const from = await readBaselines(baselines, call.rows);
    const { index } = await findNeuron(call, this.layer, settings.neuron);
    const values = await integrate(call, [from], path, { asked: { neuronsOf: this.layer }, targetOf: () => index });
    return call.explanation({
      values,
      baseline: shortBaseline(from),
      options: { layer: this.layer, neuron: settings.neuron, nSteps, method },
    });
  }
}
