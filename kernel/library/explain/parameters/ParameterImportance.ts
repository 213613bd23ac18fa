import * as tf from "@tensorflow/tfjs";
import type { Model } from "../../engine/model.ts";
import type { RankedChannel } from "../../explanation/channels.ts";
import { currentCell } from "../../ground/cell.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { beginCall } from "../call/call.ts";
import type { CommonOptions, TargetOptions } from "../call/options.ts";
import { weightGradients } from "./weightGradients.ts";

export interface ParameterImportanceOptions
  extends Omit<CommonOptions, "output" | "engine">,
    Pick<TargetOptions, "target"> {
  /** `"weightXGradient"` (default): |w · ∂z/∂w|, what would be lost without it; `"gradient"`: |∂z/∂w|, what a change does. */
  measure?: "weightXGradient" | "gradient";
}

const parameterImportanceNames = {
  internalBatchSize: true,
  signal: true,
  onProgress: true,
  target: true,
  measure: true,
} as const satisfies Names<ParameterImportanceOptions>;

/** How much the answers hang on one weight array. */
export interface ParameterRanking {
  readonly layer: string;
  /** `"kernel"`, `"bias"`, … */
  readonly name: string;
  readonly shape: readonly number[];
  /** The mean over the inputs, row-major in `shape`, at least 0. */
  readonly values: Float32Array;
  /** Filters (units: the last axis) by the sum of their weights' values, largest first. */
  readonly filters: readonly RankedChannel[];
}

/**
 * Which weights and filters carry this answer: the gradient of the target's logit with respect to every weight, by itself
 * or times the weight. Runs on the session's tfjs, as the compiled engine's graphs have the weights as constants.
 *
 * Molchanov et al. 2017, "Pruning Convolutional Neural Networks for Resource Efficient Inference" (first-order Taylor).
 *
 * @example
 * const [kernel] = await new ParameterImportance(model).attribute(image, { target: 7 });
 * kernel.filters.slice(0, 5);
 */
export class ParameterImportance {
  readonly model: Model;

  constructor(model: Model) {
    this.model = model;
  }

  /**
   * Values are one for each weight, the mean over the inputs, in units of the logit (per unit of the weight, or times it).
   * Cost: one forward and one backward pass per input, two predictions.
   *
   * @throws OptionError where the model is no tf.LayersModel; ShapeError, DataError, TargetError.
   */
  async attribute(inputs: Inputs, options: ParameterImportanceOptions = {}): Promise<ParameterRanking[]> {
    checkNames("ParameterImportance.attribute", parameterImportanceNames, options);
    const { measure = "weightXGradient", ...common } = options;
    const signal = options.signal ?? currentCell().signal;
    const call = await beginCall("ParameterImportance", this.model, inputs, {
      ...common,
      engine: "tfjs",
      output: "probability",
    });
    const { rows, targets } = call;
    const sums: { layer: string; name: string; shape: readonly number[]; values: Float64Array }[] = [];
    for (let row = 0; row < rows.count; row++) {
      signal.throwIfAborted();
      const one = {
        values: rows.values.slice(row * rows.size, (row + 1) * rows.size),
        shape: [1, ...rows.shape.slice(1)],
      };
      const found = await weightGradients(this.model, one, (logits) =>
        tf.slice(logits, [0, targets.classes[row]], [1, 1]).asScalar(),
      );
      for (const [i, { layer, name, shape, weight, gradient }] of found.entries()) {
        sums[i] ??= { layer, name, shape, values: new Float64Array(weight.length) };
        for (let at = 0; at < weight.length; at++) {
          const value = measure === "gradient" ? gradient[at] : weight[at] * gradient[at];
          sums[i].values[at] += Math.abs(value) / rows.count;
        }
      }
      options.onProgress?.((row + 1) / rows.count);
    }
    return sums.map(({ values, ...named }) => ({
      ...named,
      values: Float32Array.from(values),
      filters: ranked(values, named.shape.at(-1) ?? 1),
    }));
  }
}

function ranked(values: Float64Array, channels: number): RankedChannel[] {
  const sums = new Float64Array(channels);
  for (const [i, value] of values.entries()) sums[i % channels] += value;
  const total = sums.reduce((sum, value) => sum + value, 0);
  return Array.from(sums, (value, channel) => ({ channel, value, share: total === 0 ? 0 : value / total })).sort(
    (a, b) => b.value - a.value || a.channel - b.channel,
  );
}
