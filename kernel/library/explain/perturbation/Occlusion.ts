import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { channelAxis, inputAxes } from "../../signature/axes.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import type { InputSpec } from "../../signature/Signature.ts";
import { type About, anything } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
import { eachOf, type Rows, readBaselines, shortBaseline } from "../call/inputs.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { baselineRule, probabilityRules, type Rules, targetRules } from "../call/rules.ts";
import { ablate } from "./ablate.ts";
import { absentAs } from "./absent.ts";
import { windowsOf } from "./windows.ts";

export interface OcclusionOptions extends AttributeOptions {
  /**
   * The window's size on each axis of an input, `[4, 4, 1]`; without the channels, `[4, 4]`, wherever these stand, it covers
   * all of them. Of
   * several inputs a size for each, by name or in order (an input of one axis that is left out: 1).
   */
  slidingWindowShapes: Sizes | Readonly<Record<string, Sizes>> | readonly Sizes[];
  /** How far the window moves at a time, on all axes or on each (default 1), at most the window's size. */
  strides?: number | Sizes | Readonly<Record<string, number | Sizes>> | readonly Sizes[];
  /** What stands in the window: a number (default 0), one row, or one row for each input. */
  baselines?: Baseline;
}

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...baselineRule,
  slidingWindowShapes: { kind: "any", required: true, example: "[4, 4, 1]" },
  strides: { kind: "any", default: 1 },
} as const satisfies Rules;

/**
 * Slides a window over the input and covers what is in it. A position's value is how far the answer drops, F(x) −
 * F(covered), as the mean of the windows that lie over it; at the far edge a window may reach over, and is cut off.
 *
 * Zeiler, Fergus 2014, "Visualizing and Understanding Convolutional Networks", section 4.2; Captum's `Occlusion`.
 *
 * @example
 * const map = await new Occlusion(model).attribute(image, { slidingWindowShapes: [4, 4, 1], strides: [2, 2, 1] });
 */
export class Occlusion extends Method<OcclusionOptions> {
  static readonly about: About = {
    name: "Occlusion",
    label: "Occlusion",
    family: "perturbation",
    role: "contribution",
    signed: true,
    extent: "input",
    removal: "baseline",
    explains: anything,
    needs: {},
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output, of the probability by default. Cost: a forward pass for
   * each window of each input, whatever the number of targets, less those over what looks like the baseline already; and
   * one prediction. Larger strides make it cheaper.
   *
   * @throws ShapeError, DataError, TargetError; OptionError where windows do not fit, or would leave gaps.
   */
  async attribute(inputs: Inputs, options: Partial<OcclusionOptions> = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings);
    const { size } = call.rows;
    const { places: windows, used } = windowsIn(call.rows, settings);
    const from = await readBaselines(settings.baselines, call.rows);
    const drops = await ablate(call, windows, absentAs(from, call.rows));

    const over = new Int32Array(size);
    for (const places of windows) for (const i of places) over[i]++;
    const sums = new Float64Array(pairCount(call) * size);
    for (let pair = 0; pair < pairCount(call); pair++) {
      for (const [index, places] of windows.entries()) {
        for (const i of places) sums[pair * size + i] += drops[pair * windows.length + index];
      }
    }
    return call.explanation({
      values: Float32Array.from(sums, (sum, i) => sum / over[i % size]),
      baseline: shortBaseline(from),
      options: used,
    });
  }
}

type Sizes = readonly number[];

/** The positions of every window; of several inputs those of one after the other. */
function windowsIn(
  { shape, ports, spec }: Rows,
  { slidingWindowShapes, strides = 1 }: OcclusionOptions,
): { places: Int32Array[]; used: Record<string, unknown> } {
  if (!ports) {
    const { window, steps, places } = windowsOver(shape.slice(1), spec, slidingWindowShapes as Sizes, strides as Sizes);
    return { places: [...places], used: { slidingWindowShapes: window, strides: steps } };
  }
  const windowOf = eachOf<Sizes>(slidingWindowShapes, ports, "slidingWindowShapes");
  const stridesOf = typeof strides === "number" ? undefined : eachOf<number | Sizes>(strides, ports, "strides");
  const all = ports.map(({ name, shape, offset, spec }) => {
    const given = windowOf.get(name) ?? (shape.length === 1 ? [1] : undefined);
    if (!given)
      throw new OptionError(say`slidingWindowShapes has no size for ${name}, [${shape.join(", ")}]: give one`);
    const own = windowsOver(shape, spec, given, stridesOf ? (stridesOf.get(name) ?? 1) : (strides as number));
    return { ...own, name, places: own.places.map((window) => window.map((place) => offset + place)) };
  });
  return {
    places: all.flatMap(({ places }) => places),
    used: {
      slidingWindowShapes: Object.fromEntries(all.map(({ name, window }) => [name, window])),
      strides: Object.fromEntries(all.map(({ name, steps }) => [name, steps])),
    },
  };
}

/** The windows over one input. */
function windowsOver(shape: Sizes, spec: InputSpec | undefined, given: Sizes, strides: number | Sizes) {
  const at = channelAxis(inputAxes(spec, shape));
  const window = perAxis("slidingWindowShapes", given, shape, at, shape[at]);
  const steps = typeof strides === "number" ? shape.map(() => strides) : perAxis("strides", strides, shape, at, 1);
  for (const [axis, length] of shape.entries()) {
    if (!isCount(window[axis]) || window[axis] > length) {
      throw new OptionError(say`a window of ${window[axis]} on axis ${axis} of length ${length}: give 1 to ${length}`);
    }
    if (!isCount(steps[axis]) || (steps[axis] > window[axis] && window[axis] < length)) {
      throw new OptionError(
        say`a stride of ${steps[axis]} on axis ${axis} with a window of ${window[axis]}: give 1 to ${window[axis]}, so that the windows leave no gap`,
      );
    }
  }
  return { window, steps, places: windowsOf(shape, window, steps) };
}

const isCount = (value: number) => Number.isInteger(value) && value > 0;

/** One number for each axis; where that of the channels, axis `at`, is left out, `channels` stands for it. */
function perAxis(name: string, given: Sizes, shape: Sizes, at: number, channels: number): Sizes {
  if (given.length === shape.length) return given;
  if (at >= 0 && given.length === shape.length - 1) return [...given.slice(0, at), channels, ...given.slice(at)];
  throw new ShapeError(
    at >= 0
      ? say`${name} has ${given.length} numbers for inputs of [n, ${shape.join(", ")}]: give ${shape.length}, one for each axis, or ${shape.length - 1} for all channels together`
      : say`${name} has ${given.length} numbers for inputs of [n, ${shape.join(", ")}]: give ${shape.length}, one for each axis`,
  );
}
