import type { Model } from "../../engine/model.ts";
import { runnerFor } from "../../engine/runnerFor.ts";
import { currentCell } from "../../ground/cell.ts";
import { OptionError, UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import { placesOf } from "../../signature/places.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { sizeOf } from "../call/inputs.ts";
import { type CommonOptions, commonNames } from "../call/options.ts";

export interface ActivationMaximizationOptions extends CommonOptions {
  /** The filter of the layer, or the class where no layer is named. */
  channel: number;
  /** Steps uphill (default 200). */
  nSteps?: number;
  /** Length of a step, in units of the input (default 0.05 for each value on average). */
  stepSize?: number;
  /** How much of the picture each step takes away: small values go first (default 0.01). */
  decay?: number;
  /** The range the input is kept in (default 0 to 1). */
  range?: readonly [number, number];
  /** Of the noise it begins with (default 0). */
  seed?: number;
}

const activationMaximizationNames = {
  ...commonNames,
  channel: true,
  nSteps: true,
  stepSize: true,
  decay: true,
  range: true,
  seed: true,
} as const satisfies Names<ActivationMaximizationOptions>;

/** The input that a filter or class answers to most. */
export interface Maximized {
  /** `[1, ...inputShape]`, row-major. */
  readonly values: Float32Array;
  readonly shape: readonly number[];
  /** What was maximized, at the beginning and at the end. */
  readonly before: number;
  readonly after: number;
  readonly nSteps: number;
}

/**
 * What does this filter look for? Begins with faint noise and walks uphill on the mean activation of one channel, or on a
 * class's logit. A caricature of what the network has learnt, no picture of any digit. Cost: `nSteps` forward and backward
 * passes (for a layer, times the places whose mean is taken: its middle one).
 *
 * Erhan et al. 2009, "Visualizing Higher-Layer Features of a Deep Network"; Simonyan et al. 2013, section 2.
 *
 * @example
 * const { values, shape } = await new ActivationMaximization(model, "conv").maximize({ channel: 5 });
 */
export class ActivationMaximization {
  readonly model: Model;
  readonly layer: string | undefined;

  /** @param layer whose filter is asked about; left out: the model's classes. */
  constructor(model: Model, layer?: string) {
    this.model = model;
    this.layer = layer;
  }

  /** @throws UnsupportedLayerError, OptionError; GradientNotFoundError where an operation has no gradient. */
  async maximize(options: ActivationMaximizationOptions): Promise<Maximized> {
    checkNames("ActivationMaximization.maximize", activationMaximizationNames, options);
    const { channel, nSteps = 200, stepSize = 0.05, decay = 0.01, range = [0, 1], seed = 0, engine } = options;
    const signal = options.signal ?? currentCell().signal;
    if (!Number.isInteger(nSteps) || nSteps < 1) throw new OptionError(say`nSteps is ${nSteps}: give at least 1`);
    const runner = await runnerFor(this.model, { engine });
    const size = sizeOf(runner.inputShape);
    const random = createRandom(seed);
    const [low, high] = range;
    const values = Float32Array.from({ length: size }, () => low + (high - low) * (0.5 + 0.05 * random.normal()));
    const { layer } = this;
    const layers = layer === undefined ? [] : [layer];
    const target =
      layer === undefined ? inRange(channel, runner.outputSize) : await this.#middle(runner, channel, layer);
    let before = Number.NaN;
    let after = Number.NaN;
    for (let step = 0; step <= nSteps; step++) {
      signal.throwIfAborted();
      const asked = { output: "logit" as const, targets: Int32Array.of(target), neuronsOf: layer, layers, signal };
      const { input, outputs, layers: heard } = await runner.gradients({ values, count: 1 }, asked);
      after = layer === undefined ? outputs[target] : (heard.get(layer)?.activation[target] ?? Number.NaN);
      if (step === 0) before = after;
      options.onProgress?.(Math.min(1, (step + 1) / (nSteps + 1)));
      if (step === nSteps) break;
      const length = Math.sqrt(input.reduce((sum, value) => sum + value * value, 0) / size) + 1e-12;
      for (let i = 0; i < size; i++) {
        const moved = values[i] * (1 - decay) + (stepSize * input[i]) / length;
        values[i] = Math.min(Math.max(moved, low), high);
      }
    }
    return { values, shape: [1, ...runner.inputShape], before, after, nSteps };
  }

  /** The channel's neuron in the middle of its map: all see the same pattern, this one sees all of it. */
  async #middle(runner: Awaited<ReturnType<typeof runnerFor>>, channel: number, layer: string): Promise<number> {
    const batch = { values: new Float32Array(sizeOf(runner.inputShape)), count: 1 };
    const pass = (await runner.predict(batch, { output: "logit", layers: [layer] })).layers.get(layer);
    if (!pass) throw new UnsupportedLayerError(say`the layer ${layer} takes no part in the model's output`);
    const { shape, axes = [] } = pass;
    // A layer without places has a unit for each number.
    if (shape.length === 1) return inRange(channel, shape[0]);
    if (!axes.includes("channel")) {
      throw new UnsupportedLayerError(
        say`the layer ${layer} outputs [${shape.join(", ")}], and no operator of the model says which of these axes are channels: name a convolution or a layer next to one`,
      );
    }
    const places = placesOf(shape, axes);
    inRange(channel, places.channels);
    const middle = places.shape.reduce((index, length) => index * length + Math.floor(length / 2), 0);
    return places.indexOf(middle, channel);
  }
}

function inRange(channel: number, count: number): number {
  if (Number.isInteger(channel) && channel >= 0 && channel < count) return channel;
  throw new OptionError(say`channel ${channel} is out of range: there are ${count} (0–${count - 1})`);
}
