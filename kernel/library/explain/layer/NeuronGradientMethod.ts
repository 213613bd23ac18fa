import type { BackwardRules } from "../../engine/runner.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { LayerMethod } from "../call/Method.ts";
import { logitRules, type Rules } from "../call/rules.ts";
import { inputGradients } from "../gradient/inputGradients.ts";
import { findNeuron, type NeuronOptions, neuronRule } from "./neurons.ts";

const rules = { ...logitRules, ...neuronRule } as const satisfies Rules;

/** What the gradients of a neuron say of themselves, whichever way they pass back. */
export const aboutNeuronGradient = {
  family: "layer",
  signed: true,
  extent: "input",
  of: "neuron",
  explains: smooth,
  needs: { gradients: true, layer: true },
  options: rules,
} as const satisfies Omit<About, "name" | "label" | "role">;

/** What the methods that follow the gradient of one neuron have in common. */
export abstract class NeuronGradientMethod extends LayerMethod<NeuronOptions> {
  /** How the gradient passes back, where it is not the derivative's way. */
  protected readonly passesBack: Exclude<BackwardRules, { kind: "deepLift" }> | undefined;

  /**
   * Values have the shape of the inputs; of the plain gradient in units of the neuron per unit of the input. Cost: one
   * forward and one backward pass and two predictions per input.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; OptionError where it has no such neuron; ShapeError,
   * DataError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: Partial<NeuronOptions> = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings);
    const { index } = await findNeuron(call, this.layer, settings.neuron);
    const values = await inputGradients(call, { neuronsOf: this.layer, rules: this.passesBack }, () => index);
    return call.explanation({ values, options: { layer: this.layer, neuron: settings.neuron } });
  }
}
