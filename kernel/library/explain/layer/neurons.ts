import { OptionError, UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Call } from "../call/call.ts";
import { ownInput } from "../call/call.ts";
import { sizeOf } from "../call/inputs.ts";
import type { CommonOptions } from "../call/options.ts";
import type { Rules } from "../call/rules.ts";

export interface NeuronOptions extends CommonOptions {
  /** Which neuron of the layer: its place (`[row, column, channel]`), or its number in row-major order. */
  neuron: number | readonly number[];
}

export const neuronRule = {
  neuron: { kind: "any", required: true, example: "[row, column, channel], or its number" },
} as const satisfies Rules;

/** A neuron of a layer: its number in row-major order, and its activation for each input. */
export interface Neuron {
  readonly index: number;
  readonly activations: Float32Array;
}

/** Finds the neuron, by one more prediction of each input. */
export async function findNeuron(call: Call, layer: string, neuron: NeuronOptions["neuron"]): Promise<Neuron> {
  const activations = new Float32Array(call.rows.count);
  let index = -1;
  await call.predict(
    call.rows.count,
    ownInput(call),
    (start, rows, { layers }) => {
      const pass = layers.get(layer);
      if (!pass) throw new UnsupportedLayerError(say`the layer ${layer} takes no part in the model's output`);
      index = numberOf(neuron, pass.shape, layer);
      const size = pass.activation.length / rows;
      for (let row = 0; row < rows; row++) activations[start + row] = pass.activation[row * size + index];
    },
    [layer],
  );
  return { index, activations };
}

function numberOf(neuron: number | readonly number[], shape: readonly number[], layer: string): number {
  const named = `[${shape.join(", ")}]`;
  if (typeof neuron === "number") {
    if (Number.isInteger(neuron) && neuron >= 0 && neuron < sizeOf(shape)) return neuron;
    throw new OptionError(say`neuron ${neuron} is out of range: the layer ${layer} has ${sizeOf(shape)} (${named})`);
  }
  const isInside =
    neuron.length === shape.length && neuron.every((at, axis) => at >= 0 && at < shape[axis] && at % 1 === 0);
  if (isInside) return neuron.reduce((number, at, axis) => number * shape[axis] + at, 0);
  throw new OptionError(say`neuron [${neuron.join(", ")}] is not in the layer ${layer}, whose neurons are ${named}`);
}
