import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom, type Random } from "../../math/random.ts";
import type { Design } from "../../math/ridge.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { About } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions, SeededOptions } from "../call/options.ts";
import {
  absentRules,
  anyWhole,
  maskRule,
  plain,
  probabilityRules,
  type Rules,
  seedRule,
  targetRules,
} from "../call/rules.ts";
import { type AbsentOptions, backgroundSize, readAbsent } from "../perturbation/absent.ts";
import { askCoalitions } from "../perturbation/perturb.ts";
import { checkFits } from "../segments/checkFits.ts";
import { rowByRow } from "../segments/rowByRow.ts";
import { type MaskOfAll, readSegments, type Segments, spread } from "../segments/segments.ts";
import { withParts } from "../segments/withParts.ts";
import { aboutShapley } from "./aboutShapley.ts";
import { CoalitionSampler, type Coalitions } from "./coalitions.ts";
import { type ShapleyFit, shapleyRegression } from "./shapleyRegression.ts";
import { autoNote, larger, type SamplingOptions, type Spent, samplingRules, untilSure } from "./untilSure.ts";

/** Coalitions of your own, without the empty and the full one, and how much each counts. */
export interface WeightedSamples {
  /** 1 where a segment is there, `[samples, segments]`. */
  readonly values: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

export interface KernelShapOptions extends AttributeOptions, AbsentOptions, SeededOptions, SamplingOptions {
  /** Segments that come and go together (default: about 50 superpixels of a photograph or cubes of a volume, else each number). */
  featureMask?: MaskOfAll;
  /**
   * Coalitions asked for each input (default 2048 + 2 × segments, as SHAP); all of them where there are no more. `"auto"`
   * asks until every standard error is under `tolerance`.
   */
  nSamples?: number | "auto";
  /** Coalitions to use instead of chosen ones. */
  samples?: WeightedSamples;
}

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...seedRule,
  ...absentRules,
  ...maskRule,
  ...samplingRules,
  nSamples: { ...anyWhole(), choices: ["auto"] },
  samples: plain("record"),
} as const satisfies Rules;

/**
 * Shapley values of segments by weighted least squares: what each segment adds to the answer, averaged over all orders
 * in which segments could come in. They sum to f(x) − f(baseline) exactly.
 *
 * Coalitions are drawn by leverage (all sizes alike), in pairs of complements and without repeats, and weighed by what
 * they stand for: of as many coalitions they make more than SHAP's choice does. With `nSamples` ≥ 2^M − 2 the values are
 * exact. `standardError` estimates how far another seed would move each value: 0 where all coalitions were enumerated,
 * infinite where there were too few to tell.
 *
 * Lundberg, Lee 2017, "A Unified Approach to Interpreting Model Predictions", theorem 2; SHAP's `KernelExplainer`; Musco,
 * Witter 2025, "Provably Accurate Shapley Value Estimation via Leverage Score Sampling".
 *
 * @example
 * const map = await new KernelShap(model, { seed: 42 }).attribute(image, { featureMask: gridSegments([28, 28], 4) });
 * const sure = await new KernelShap(model).attribute(image, { featureMask, nSamples: "auto", tolerance: 0.005 });
 */
export class KernelShap extends Method<KernelShapOptions> {
  static readonly about: About = {
    name: "KernelShap",
    label: "Kernel SHAP",
    ...aboutShapley,
    options: rules,
  };

  /**
   * Values have the shape of the inputs: each position has its segment's value, which `coefficients` holds once. In units
   * of the output, of the probability by default. Cost: `nSamples` forward passes per input, whatever the number of
   * targets, and two predictions.
   *
   * @throws ShapeError, DataError, TargetError; OptionError where the coalitions do not determine the values.
   */
  async attribute(inputs: Inputs, options: KernelShapOptions = {}): Promise<Explanation> {
    const settings = await withParts(this.model, inputs, this.settle(options, rules));
    const eachAlone = await rowByRow(this, inputs, settings);
    if (eachAlone) return eachAlone;
    const call = await this.begin(inputs, settings);
    const { rows, targets, outputs } = call;
    const segments = await readSegments(settings.featureMask, rows);
    const { nSamples = 2 * segments.count + 2048 } = settings;
    checkFits("KernelShap", segments.count, nSamples === "auto" ? 4 * segments.count + 32 : nSamples);
    const from = await readAbsent(settings, rows);
    const pairs = pairCount(call);
    const { outputSize } = call.runner;
    const whole = (pair: number) => outputs[(pair % rows.count) * outputSize + targets.classes[pair]];
    const isAuto = settings.nSamples === "auto" && !settings.samples;
    // The empty coalition first: the regression needs its answer.
    const nothing = { values: new Uint8Array(segments.count), count: 1, columns: segments.count };
    let answers: Float64Array = new Float64Array();
    let empty: Float64Array = new Float64Array();
    /** Asks about the coalitions that have no answer yet; together with the empty one the first time. */
    const ask = async ({ values, count, columns }: Coalitions) => {
      const known = answers.length / pairs;
      const isFirst = empty.length === 0;
      const fresh = { values: values.subarray(known * columns), count: count - known, columns };
      const asked = isFirst ? joinDesigns(nothing, fresh) : fresh;
      const found = await askCoalitions(call, segments, from, asked);
      if (isFirst) empty = Float64Array.from({ length: pairs }, (_, pair) => found[pair * asked.count]);
      const all = new Float64Array(pairs * count);
      for (let pair = 0; pair < pairs; pair++) {
        all.set(answers.subarray(pair * known, (pair + 1) * known), pair * count);
        all.set(found.subarray((pair + 1) * asked.count - fresh.count, (pair + 1) * asked.count), pair * count + known);
      }
      answers = all;
    };
    const solve = (chosen: Coalitions): ShapleyFit[] => {
      const regress = shapleyRegression(chosen);
      if (!regress) {
        throw new OptionError(
          say`${chosen.count} coalitions cannot determine the values of ${segments.count} segments: raise nSamples, for example to ${Math.max(4 * segments.count, 2 * chosen.count)}`,
        );
      }
      return Array.from({ length: pairs }, (_, pair) =>
        regress(answers.subarray(pair * chosen.count, (pair + 1) * chosen.count), empty[pair], whole(pair)),
      );
    };

    const random = createRandom(settings.seed);
    let chosen: Coalitions;
    let fits: ShapleyFit[] = [];
    let spent: Spent | undefined;
    if (isAuto) {
      const sampler = new CoalitionSampler(segments.count, random);
      chosen = sampler.grow(0);
      const bounds = settings;
      const first = 4 * segments.count + 32;
      spent = await untilSure(call, bounds, first, async (samples) => {
        chosen = sampler.grow(samples);
        await ask(chosen);
        fits = solve(chosen);
        return fits.reduce((most, fit) => fit.standardError.reduce(larger, most), 0);
      });
    } else {
      chosen = settings.samples ? given(settings.samples, segments) : choose(nSamples, segments, random);
      await ask(chosen);
      fits = solve(chosen);
    }

    const coefficients = Float32Array.from(fits.flatMap(({ phi }) => [...phi]));
    const errors = Float32Array.from(fits.flatMap(({ standardError }) => [...standardError]));
    const delta = fits.map(({ phi }, pair) => phi.reduce((sum, value) => sum + value, 0) - (whole(pair) - empty[pair]));
    const isWhole = chosen.strata.every(({ population, pairs }) => pairs.length === population);
    return call.explanation({
      values: spread(coefficients, segments),
      coefficients,
      ...(settings.samples ? {} : { standardError: spread(errors, segments) }),
      convergenceDelta: Float32Array.from(delta),
      expectedValue: Float32Array.from(empty),
      featureMask: segments.of,
      ...from.said,
      seed: settings.seed,
      options: {
        nSamples: chosen.count,
        ...backgroundSize(from),
        enumerated: !settings.samples && isWhole,
        ...autoNote(settings, spent),
      },
    });
  }
}

function choose(budget: number | "auto", { count }: Segments, random: Random): Coalitions {
  if (budget === "auto" || !Number.isInteger(budget) || budget < 1) {
    throw new OptionError(say`nSamples is ${budget}: give at least 1, or "auto"`);
  }
  return new CoalitionSampler(count, random).grow(budget);
}

function given({ values, weights }: WeightedSamples, { count: columns }: Segments): Coalitions {
  const count = weights.length;
  if (values.length !== count * columns) {
    throw new ShapeError(
      say`${values.length} entries for ${count} weights: expected [${count}, ${columns}], one column for each segment`,
    );
  }
  return { values: Uint8Array.from(values), weights: Float64Array.from(weights), count, columns, strata: [] };
}

function joinDesigns(first: Design, second: Design): Design {
  const values = new Uint8Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { values, count: first.count + second.count, columns: first.columns };
}
