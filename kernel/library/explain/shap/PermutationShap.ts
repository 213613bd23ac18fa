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

export interface PermutationShapOptions extends AttributeOptions, AbsentOptions, SeededOptions, SamplingOptions {
  /** Segments that come and go together (default: about 50 superpixels of a photograph or cubes of a volume, else each number). */
  featureMask?: MaskOfAll;
  /**
   * Random orders in which the segments come in, each also backwards (default 10, as SHAP); `"auto"`: as many as bring every
   * standard error under `tolerance`. */
  npermutations?: number | "auto";
}

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...seedRule,
  ...absentRules,
  ...maskRule,
  ...samplingRules,
  npermutations: wholeOrAuto(10),
} as const satisfies Rules;

/**
 * Shapley values from random orders, each taken forwards and backwards (antithetic sampling): a model whose segments act
 * alone or in pairs is explained exactly by a single order. The values sum to F(x) − F(baseline), whatever the number of
 * orders; `standardError` says how far others would move each value (there is none for a single order and its reverse).
 *
 * Mitchell, Cooper, Frank, Holmes 2022, "Sampling Permutations for Shapley Value Estimation", section 4.1; SHAP's
 * `PermutationExplainer`.
 *
 * @example
 * const shap = new PermutationShap(model, { seed: 42 });
 * const map = await shap.attribute(image, { featureMask: gridSegments([28, 28], 4), npermutations: 20 });
 */
export class PermutationShap extends Method<PermutationShapOptions> {
  static readonly about: About = {
    name: "PermutationShap",
    label: "Permutation SHAP",
    ...aboutShapley,
    options: rules,
  };

  /**
   * Values have the shape of the inputs: each position has its segment's value, which `coefficients` holds once. In units
   * of the output, of the probability by default. Cost: 2 × `npermutations` forward passes for each segment of each input,
   * whatever the number of targets, one more for each input, and one prediction.
   *
   * @throws ShapeError, DataError, TargetError, OptionError.
   */
  async attribute(inputs: Inputs, options: PermutationShapOptions = {}): Promise<Explanation> {
    const settings = await withParts(this.model, inputs, this.settle(options, rules));
    const eachAlone = await rowByRow(this, inputs, settings);
    if (eachAlone) return eachAlone;
    const { npermutations } = settings;
    const call = await this.begin(inputs, settings);
    const segments = await readSegments(settings.featureMask, call.rows);
    const from = await readAbsent(settings, call.rows);
    const random = createRandom(settings.seed);
    const orders = { draws: npermutations, random, isAntithetic: true };
    const { finding, spent, drawn } = await shapleyFromOrders(call, segments, from, orders, settings);
    const noted = { npermutations: drawn, ...backgroundSize(from), ...autoNote(settings, spent) };
    return call.explanation({ ...finding, seed: settings.seed, options: noted });
  }
}
