import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { LayerMethod } from "../gradient/GradientMethod.ts";
import { inputGradients } from "../gradient/inputGradients.ts";
import { findNeuron, type NeuronOptions } from "./neurons.ts";

/**
 * What an inner neuron answers to, as `Deconvolution` sees it: clear outlines of the pattern it detects in this input.
 *
 * Values have the shape of the inputs. Cost: one forward and one backward pass and two predictions per input.
 *
 * Zeiler, Fergus 2013; Captum's `NeuronDeconvolution`.
 *
 * @example
 * const map = await new NeuronDeconvolution(model, "conv").attribute(image, { neuron: [12, 12, 5] });
 */
export class NeuronDeconvolution extends LayerMethod {
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
  };

  /**
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; OptionError where it has no such neuron; ShapeError,
   * DataError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: NeuronOptions): Promise<Explanation> {
    const call = await this.begin(NeuronDeconvolution.about, inputs, options);
    const { index } = await findNeuron(call, this.layer, options.neuron);
    const asked = { neuronsOf: this.layer, rules: { kind: "deconvolution" } } as const;
    const values = await inputGradients(call, asked, () => index);
    return call.explanation({ values, options: { layer: this.layer, neuron: options.neuron } });
  }
}
