import type { Model } from "../../engine/model.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { createRandom } from "../../math/random.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, anything, bySegments, removalOf, sumOf } from "../call/about.ts";
import { beginCall } from "../call/call.ts";
import type { AttributeOptions, SeededOptions } from "../call/options.ts";
import { type AbsentOptions, absentIn, backgroundSize, readAbsent } from "../perturbation/absent.ts";
import { rowByRow } from "../segments/rowByRow.ts";
import { type MaskOfAll, readSegments } from "../segments/segments.ts";
import { shapleyFromOrders } from "./orders.ts";
import { autoNote, type SamplingOptions } from "./untilSure.ts";

export interface PermutationShapOptions extends AttributeOptions, AbsentOptions, SeededOptions, SamplingOptions {
  /** Segments that come and go together (default: every number of the input by itself). */
  featureMask?: MaskOfAll;
  /**
   * Random orders in which the segments come in, each also backwards (default 10, as SHAP); `"auto"`: as many as bring every
   * standard error under `tolerance`. */
  npermutations?: number | "auto";
}

/**
 * Shapley values from random orders, each taken forwards and backwards (antithetic sampling): a model whose segments act
 * alone or in pairs is explained exactly by a single order. The values sum to F(x) − F(baseline), whatever the number of
 * orders; `standardError` says how far others would move each value (infinite for a single order and its reverse).
 *
 * Values have the shape of the inputs: each position has its segment's value, which `coefficients` holds once. In units
 * of the output, of the probability by default. Cost: 2 × `npermutations` forward passes for each segment of each input,
 * whatever the number of targets, one more for each input, and one prediction.
 *
 * Mitchell, Cooper, Frank, Holmes 2022, "Sampling Permutations for Shapley Value Estimation", section 4.1; SHAP's
 * `PermutationExplainer`.
 *
 * @example
 * const shap = new PermutationShap(model, { seed: 42 });
 * const map = await shap.attribute(image, { featureMask: gridSegments([28, 28], 4), npermutations: 20 });
 */
export class PermutationShap {
  static readonly about: About = {
    name: "PermutationShap",
    label: "Permutation SHAP",
    family: "shap",
    role: "contribution",
    signed: true,
    extent: bySegments,
    sumsTo: sumOf,
    sumIsExact: true,
    removal: removalOf,
    explains: anything,
    needs: {},
  };

  readonly #model: Model;
  readonly #defaults: SeededOptions & AbsentOptions;

  constructor(model: Model, defaults: SeededOptions & AbsentOptions = {}) {
    this.#model = model;
    this.#defaults = defaults;
  }

  /** @throws ShapeError, DataError, TargetError, OptionError. */
  async attribute(inputs: Inputs, options: PermutationShapOptions = {}): Promise<Explanation> {
    const eachAlone = await rowByRow(this, inputs, options);
    if (eachAlone) return eachAlone;
    const { npermutations = 10 } = options;
    const settings = { output: "probability" as const, seed: 0, ...this.#defaults, ...options };
    const call = await beginCall(PermutationShap.about, this.#model, inputs, settings);
    const segments = await readSegments(options.featureMask, call.rows);
    const from = await readAbsent(absentIn(options, this.#defaults), call.rows);
    const random = createRandom(settings.seed);
    const orders = { name: "npermutations", draws: npermutations, random, isAntithetic: true };
    const { finding, spent, drawn } = await shapleyFromOrders(call, segments, from, orders, options);
    const noted = { npermutations: drawn, ...backgroundSize(from), ...autoNote(options, spent) };
    return call.explanation({ ...finding, seed: settings.seed, options: noted });
  }
}
