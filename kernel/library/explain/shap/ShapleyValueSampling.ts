import type { Explanation } from "../../explanation/Explanation.ts";
import { createRandom } from "../../math/random.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { About } from "../call/about.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions, SeededOptions } from "../call/options.ts";
import {
  absentRules,
  maskRule,
  probabilityRules,
  type Rules,
  seedRule,
  targetRules,
  wholeOrAuto,
} from "../call/rules.ts";
import { type AbsentOptions, backgroundSize, readAbsent } from "../perturbation/absent.ts";
import { rowByRow } from "../segments/rowByRow.ts";
import { type MaskOfAll, readSegments } from "../segments/segments.ts";
import { withParts } from "../segments/withParts.ts";
import { aboutShapley } from "./aboutShapley.ts";
import { shapleyFromOrders } from "./orders.ts";
import { autoNote, type SamplingOptions, samplingRules } from "./untilSure.ts";

export interface ShapleyValueSamplingOptions extends AttributeOptions, AbsentOptions, SeededOptions, SamplingOptions {
  /** Segments that come and go together (default: about 50 superpixels of a photograph or cubes of a volume, else each number). */
  featureMask?: MaskOfAll;
  /** Random orders in which the segments come in (default 25, as Captum); `"auto"`: as many as bring every standard error under `tolerance`. */
  nSamples?: number | "auto";
}

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...seedRule,
  ...absentRules,
  ...maskRule,
  ...samplingRules,
  nSamples: wholeOrAuto(25),
} as const satisfies Rules;

/**
 * Shapley values from random orders: the segments come in one after the other, and what each adds when it comes is
 * averaged. The values sum to F(x) − F(baseline), whatever the number of orders; `standardError` says how far others
 * would move each value (there is none for a single order). `PermutationShap` makes more of the same number of passes.
 *
 * Castro, Gómez, Tejada 2009, "Polynomial calculation of the Shapley value based on sampling"; Štrumbelj, Kononenko
 * 2010; Captum's `ShapleyValueSampling`.
 *
 * @example
 * const sampling = new ShapleyValueSampling(model, { seed: 42 });
 * const map = await sampling.attribute(image, { featureMask: gridSegments([28, 28], 4), nSamples: 50 });
 */
export class ShapleyValueSampling extends Method<ShapleyValueSamplingOptions> {
  static readonly about: About = {
    name: "ShapleyValueSampling",
    label: "Shapley Value Sampling",
    ...aboutShapley,
    options: rules,
  };

  /**
   * Values have the shape of the inputs: each position has its segment's value, which `coefficients` holds once. In units
   * of the output, of the probability by default. Cost: `nSamples` forward passes for each segment of each input, whatever
   * the number of targets, one more for each input, and one prediction.
   *
   * @throws ShapeError, DataError, TargetError, OptionError.
   */
  async attribute(inputs: Inputs, options: ShapleyValueSamplingOptions = {}): Promise<Explanation> {
    const settings = await withParts(this.model, inputs, this.settle(options, rules));
    const eachAlone = await rowByRow(this, inputs, settings);
    if (eachAlone) return eachAlone;
    const { nSamples } = settings;
    const call = await this.begin(inputs, settings);
    const segments = await readSegments(settings.featureMask, call.rows);
    const from = await readAbsent(settings, call.rows);
    const random = createRandom(settings.seed);
    const orders = { draws: nSamples, random, isAntithetic: false };
    const { finding, spent, drawn } = await shapleyFromOrders(call, segments, from, orders, settings);
    const noted = { nSamples: drawn, ...backgroundSize(from), ...autoNote(settings, spent) };
    return call.explanation({ ...finding, seed: settings.seed, options: noted });
  }
}
