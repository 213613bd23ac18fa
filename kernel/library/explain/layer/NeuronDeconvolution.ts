import type { About } from "../call/about.ts";
import { aboutNeuronGradient, NeuronGradientMethod } from "./NeuronGradientMethod.ts";

/**
 * What an inner neuron answers to, as `Deconvolution` sees it: clear outlines of the pattern it detects in this input.
 *
 * Zeiler, Fergus 2013; Captum's `NeuronDeconvolution`.
 *
 * @example
 * const map = await new NeuronDeconvolution(model, "conv").attribute(image, { neuron: [12, 12, 5] });
 */
export class NeuronDeconvolution extends NeuronGradientMethod {
  static readonly about: About = {
    ...aboutNeuronGradient,
    name: "NeuronDeconvolution",
    label: "Neuron Deconvolution",
    role: "modifiedGradient",
  };

  protected override readonly passesBack = { kind: "deconvolution" } as const;
}
