import type * as tf from "@tensorflow/tfjs";
import { OptionError, ShapeError } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { createRandom } from "../random.ts";
import { type AbsentOptions, absentIn, backgroundSize, readAbsent } from "./absent.ts";
import { beginCall, pairCount } from "./call.ts";
import { type Coalitions, shapCoalitions } from "./coalitions.ts";
import type { Explanation } from "./Explanation.ts";
import type { AttributeOptions, Inputs, SeededOptions } from "./options.ts";
import { askCoalitions } from "./perturb.ts";
import { type FeatureMask, readSegments, type Segments, spread } from "./segments.ts";
import { shapleyRegression } from "./shapleyRegression.ts";

/** Coalitions of your own, without the empty and the full one, and how much each counts. */
export interface WeightedSamples {
  /** 1 where a segment is there, `[samples, segments]`. */
  readonly values: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

export interface KernelShapOptions extends AttributeOptions, AbsentOptions, SeededOptions {
  /** Segments that come and go together (default: every number of the input by itself). */
  featureMask?: FeatureMask | tf.Tensor;
  /** Coalitions asked for each input (default 2048 + 2 × segments, as SHAP); all of them where there are no more. */
  nSamples?: number;
  /** Coalitions to use instead of chosen ones. */
  samples?: WeightedSamples;
}

/**
 * Shapley values of segments by weighted least squares: what each segment adds to the answer, averaged over all orders
 * in which segments could come in. They sum to f(x) − f(baseline) exactly.
 *
 * Coalitions are chosen as SHAP does: enumerated while the budget lasts, then drawn in pairs of complements. With
 * `nSamples` ≥ 2^M − 2 the values are exact. `standardError` estimates how far another seed would move each value: 0
 * where all coalitions were enumerated, infinite where there were too few draws to tell.
 *
 * Values have the shape of the inputs: each position has its segment's value, which `coefficients` holds once. In units
 * of the output, of the probability by default. Cost: `nSamples` forward passes per input, whatever the number of
 * targets, and two predictions.
 *
 * Lundberg, Lee 2017, "A Unified Approach to Interpreting Model Predictions", theorem 2; SHAP's `KernelExplainer`.
 *
 * @example
 * const map = await new KernelShap(model, { seed: 42 }).attribute(image, { featureMask: gridSegments([28, 28], 4) });
 */
export class KernelShap {
  readonly #model: Model;
  readonly #defaults: SeededOptions & AbsentOptions;

  constructor(model: Model, defaults: SeededOptions & AbsentOptions = {}) {
    this.#model = model;
    this.#defaults = defaults;
  }

  /** @throws ShapeError, DataError, TargetError; OptionError where the coalitions do not determine the values. */
  async attribute(inputs: Inputs, options: KernelShapOptions = {}): Promise<Explanation> {
    const settings = { output: "probability" as const, seed: 0, ...this.#defaults, ...options };
    const call = await beginCall("KernelShap", this.#model, inputs, settings);
    const { rows, targets, outputs } = call;
    const segments = await readSegments(options.featureMask, rows);
    const from = await readAbsent(absentIn(options, this.#defaults), rows);
    const chosen = options.samples
      ? given(options.samples, segments)
      : choose(options.nSamples, segments, settings.seed);
    const regress = shapleyRegression(chosen);
    if (!regress) {
      throw new OptionError(
        `${chosen.count} coalitions do not determine the values of ${segments.count} segments: ` +
          `raise nSamples, to ${2 * segments.count} at least`,
      );
    }
    const answers = await askCoalitions(call, segments, from, withEmpty(chosen));

    const coefficients = new Float32Array(pairCount(call) * segments.count);
    const errors = new Float32Array(coefficients.length);
    const delta = new Float32Array(pairCount(call));
    const expected = new Float32Array(delta.length);
    for (let pair = 0; pair < delta.length; pair++) {
      const asked = answers.subarray(pair * (chosen.count + 1), (pair + 1) * (chosen.count + 1));
      const empty = asked[chosen.count];
      const whole = outputs[(pair % rows.count) * call.runner.outputSize + targets.classes[pair]];
      const { phi, standardError } = regress(asked, empty, whole);
      coefficients.set(phi, pair * segments.count);
      errors.set(standardError, pair * segments.count);
      expected[pair] = empty;
      delta[pair] = phi.reduce((sum, value) => sum + value, 0) - (whole - empty);
    }
    return call.explanation({
      values: spread(coefficients, segments),
      coefficients,
      ...(options.samples ? {} : { standardError: spread(errors, segments) }),
      convergenceDelta: delta,
      expectedValue: expected,
      featureMask: segments.of,
      ...from.said,
      seed: settings.seed,
      options: {
        nSamples: chosen.count,
        ...backgroundSize(from),
        enumerated: !options.samples && chosen.draws.length === 0,
      },
    });
  }
}

function choose(nSamples: number | undefined, { count }: Segments, seed: number): Coalitions {
  const budget = nSamples ?? 2 * count + 2048;
  if (!Number.isInteger(budget) || budget < 1) throw new OptionError(`nSamples is ${nSamples}: give at least 1`);
  return shapCoalitions(count, budget, createRandom(seed));
}

function given({ values, weights }: WeightedSamples, { count: columns }: Segments): Coalitions {
  const count = weights.length;
  if (values.length !== count * columns) {
    throw new ShapeError(
      `${values.length} entries for ${count} weights: expected [${count}, ${columns}], one column a segment`,
    );
  }
  return { values: Uint8Array.from(values), weights: Float64Array.from(weights), count, columns, draws: [] };
}

/** One row more: the empty coalition, whose answer the regression needs. */
function withEmpty({ values, count, columns }: Coalitions) {
  const more = new Uint8Array((count + 1) * columns);
  more.set(values);
  return { values: more, count: count + 1, columns };
}
