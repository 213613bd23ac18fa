import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { LayerMethod } from "../call/Method.ts";
import { logitRules, type Rules } from "../call/rules.ts";
import { inputGradients } from "../gradient/inputGradients.ts";
import { findNeuron, type NeuronOptions, neuronRule } from "./neurons.ts";

const rules = { ...logitRules, ...neuronRule } as const satisfies Rules;

/**
 * What an inner neuron answers to, as `Deconvolution` sees it: clear outlines of the pattern it detects in this input.
 *
 * Zeiler, Fergus 2013; Captum's `NeuronDeconvolution`.
 *
 * @example
 * const map = await new NeuronDeconvolution(model, "conv").attribute(image, { neuron: [12, 12, 5] });
 */
export class NeuronDeconvolution extends LayerMethod<NeuronOptions> {
  static readonly about: About = {
    name: "NeuronDeconvolution",
    label: "Neuron Deconvolution",
    family: "layer",
    role: "modifiedGradient",
    signed: true,
    extent: "input",
    of: "neuron",
    explains: smooth,
    needs: { gradients: true, layer: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs. Cost: one forward and one backward pass and two predictions per input.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; OptionError where it has no such neuron; ShapeError,
   * DataError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: Partial<NeuronOptions> = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings);
    const { index } = await findNeuron(call, this.layer, settings.neuron);
    const asked = { neuronsOf: this.layer, rules: { kind: "deconvolution" } } as const;
    const values = await inputGradients(call, asked, () => index);
    return call.explanation({ values, options: { layer: this.layer, neuron: settings.neuron } });
  }
}
