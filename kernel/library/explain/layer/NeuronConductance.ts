import type { Explanation } from "../../explanation/Explanation.ts";
import { quadrature } from "../../math/quadrature.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
import { readBaselines, shortBaseline } from "../call/inputs.ts";
import { LayerMethod } from "../call/Method.ts";
import type { TargetOptions } from "../call/options.ts";
import { baselineRule, choice, logitRules, quadratureMethods, type Rules, targetRules, whole } from "../call/rules.ts";
import { integrate } from "../gradient/path.ts";
import { walkLayer } from "./layerPath.ts";
import type { NeuronPathOptions } from "./NeuronIntegratedGradients.ts";
import { findNeuron, neuronRule } from "./neurons.ts";

const rules = {
  ...logitRules,
  ...targetRules,
  ...neuronRule,
  ...baselineRule,
  nSteps: whole(50),
  method: choice(quadratureMethods, "gausslegendre"),
} as const satisfies Rules;

/**
 * What each pixel adds to the answer *through* an inner neuron, on the way from baseline to input: the integral of
 * (x − x′) · ∂f_c/∂neuron · ∂neuron/∂x.
 *
 * Dhamdhere, Sundararajan, Yan 2018, "How Important Is a Neuron?", equation 2; Captum's `NeuronConductance`.
 *
 * @example
 * const map = await new NeuronConductance(model, "conv").attribute(image, { neuron: [12, 12, 5], target: 7 });
 */
export class NeuronConductance extends LayerMethod<NeuronPathOptions & TargetOptions> {
  static readonly about: About = {
    name: "NeuronConductance",
    label: "Neuron Conductance",
    family: "layer",
    role: "contribution",
    signed: true,
    extent: "input",
    removal: "baseline",
    explains: smooth,
    needs: { gradients: true, layer: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output. Cost: twice `nSteps` forward and backward passes per input
   * and target, and two predictions per input.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; OptionError where it has no such neuron; ShapeError,
   * DataError, TargetError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: Partial<NeuronPathOptions & TargetOptions> = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { baselines, nSteps, method } = settings;
    const path = quadrature(method, nSteps);
    const call = await this.begin(inputs, settings);
    const from = await readBaselines(baselines, call.rows);
    const { index } = await findNeuron(call, this.layer, settings.neuron);
    const slopes = new Float64Array(pairCount(call) * nSteps);
    await walkLayer(call, this.layer, from, path.alphas, (pair, step, { gradient }) => {
      slopes[pair * nSteps + step] = gradient[index];
    });
    const values = await integrate(call, [from], path, {
      asked: { neuronsOf: this.layer },
      targetOf: () => index,
      factorOf: (pair, step) => slopes[pair * nSteps + step],
    });
    return call.explanation({
      values,
      baseline: shortBaseline(from),
      options: { layer: this.layer, neuron: settings.neuron, nSteps, method },
    });
  }
}
