import type { About } from "../call/about.ts";
import { aboutNeuronGradient, NeuronGradientMethod } from "./NeuronGradientMethod.ts";

/**
 * What an inner neuron answers to: ∂neuron/∂x.
 *
 * Captum's `NeuronGradient`.
 *
 * @example
 * const map = await new NeuronGradient(model, "conv").attribute(image, { neuron: [12, 12, 5] });
 */
export class NeuronGradient extends NeuronGradientMethod {
  static readonly about: About = {
    ...aboutNeuronGradient,
    name: "NeuronGradient",
    label: "Neuron Gradient",
    role: "sensitivity",
  };
}
