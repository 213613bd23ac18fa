import type { About } from "../call/about.ts";
import { aboutNeuronGradient, NeuronGradientMethod } from "./NeuronGradientMethod.ts";

/**
 * What an inner neuron answers to, as `GuidedBackprop` sees it: clear outlines of the pattern it detects in this input.
 *
 * Springenberg et al. 2014; Captum's `NeuronGuidedBackprop`.
 *
 * @example
 * const map = await new NeuronGuidedBackprop(model, "conv").attribute(image, { neuron: [12, 12, 5] });
 */
export class NeuronGuidedBackprop extends NeuronGradientMethod {
  static readonly about: About = {
    ...aboutNeuronGradient,
    name: "NeuronGuidedBackprop",
    label: "Neuron Guided Backprop",
    role: "modifiedGradient",
  };

  protected override readonly passesBack = { kind: "guidedBackprop" } as const;
}
