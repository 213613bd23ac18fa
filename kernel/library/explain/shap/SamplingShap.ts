import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { About } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
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
import { askMasked } from "../perturbation/perturb.ts";
import { rowByRow } from "../segments/rowByRow.ts";
import { type MaskOfAll, readSegments, spread } from "../segments/segments.ts";
import { withParts } from "../segments/withParts.ts";
import { aboutShapley } from "./aboutShapley.ts";
import { autoNote, larger, type SamplingOptions, type Spent, samplingRules, untilSure } from "./untilSure.ts";

/** Samples of each segment in the first round, as SHAP; later ones go where the spread is. */
const firstEach = 100;

export interface SamplingShapOptions extends AttributeOptions, AbsentOptions, SeededOptions, SamplingOptions {
  /** Segments that come and go together (default: about 50 superpixels of a photograph or cubes of a volume, else each number). */
  featureMask?: MaskOfAll;
  /** Samples of all segments of an input together (default 2000, as SHAP), two passes each; `"auto"`: see `tolerance`. */
  nSamples?: number | "auto";
}

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...seedRule,
  ...absentRules,
  ...maskRule,
  ...samplingRules,
  nSamples: wholeOrAuto(2000),
} as const satisfies Rules;

/**
 * Shapley values segment by segment: a sample draws an order and a row of `background`, and asks what the segment adds
 * where it comes. After a first round samples go to the segments whose answers vary most. Unlike that of `KernelShap` its
 * cost does not grow with the background, which may be all of the training data.
 *
 * Štrumbelj, Kononenko 2010, "An Efficient Explanation of Individual Classifications using Game Theory"; SHAP's
 * `SamplingExplainer`.
 *
 * @example
 * const shap = new SamplingShap(model, { seed: 42 });
 * const map = await shap.attribute(row, { background: train, nSamples: 4000 });
 */
export class SamplingShap extends Method<SamplingShapOptions> {
  static readonly about: About = {
    name: "SamplingShap",
    label: "Sampling SHAP",
    ...aboutShapley,
    options: rules,
  };

  /**
   * What the values lack to F(x) − the background's mean answer is shared out by their variances, so that they sum to it.
   * `standardError` says how far another seed would move each value. Values have the shape of the inputs: each position
   * has its segment's value, which `coefficients` holds once. In units of the output, of the probability by default. Cost:
   * 2 × `nSamples` forward passes for each input, whatever the number of targets, one for each row of background, and one prediction.
   *
   * @throws ShapeError, DataError, TargetError, OptionError.
   */
  async attribute(inputs: Inputs, options: SamplingShapOptions = {}): Promise<Explanation> {
    const settings = await withParts(this.model, inputs, this.settle(options, rules));
    const eachAlone = await rowByRow(this, inputs, settings);
    if (eachAlone) return eachAlone;
    const { nSamples } = settings;
    const call = await this.begin(inputs, settings);
    const { rows, targets, outputs, runner } = call;
    const segments = await readSegments(settings.featureMask, rows);
    const { count } = segments;
    const from = await readAbsent(settings, rows);
    if (nSamples !== "auto" && (!Number.isInteger(nSamples) || nSamples < 2 * count)) {
      throw new OptionError(
        say`nSamples is ${nSamples}: give at least ${2 * count}, two for each of the ${count} segments`,
      );
    }
    const pairs = pairCount(call);
    call.stage(0, 0);
    const expected = new Float32Array(pairs);
    const none = new Uint8Array(count);
    const bare = (input: number) => ({ input, present: none });
    await askMasked(call, segments, from, rows.count, bare, (input, answers) => {
      for (const [t, answer] of answers.entries()) expected[t * rows.count + input] = answer;
    });
    const sums = Array.from({ length: pairs }, () => new Moments(count));
    const moving = Array.from({ length: rows.count }, (_, input) => varying(input));

    /** The segments of an input that differ from some background; the others cannot matter. */
    function varying(input: number): number[] {
      const differs = new Set<number>();
      for (let turn = 0; turn < from.turns; turn++) {
        const start = from.start(input, turn);
        for (let i = 0; i < rows.size; i++) {
          if (rows.values[input * rows.size + i] !== from.values[start + i]) differs.add(segments.of[i]);
        }
      }
      return [...differs].sort((a, b) => a - b);
    }

    // The same draws for an input whatever its neighbors.
    const randoms = Array.from({ length: rows.count }, () => createRandom(settings.seed));
    const taken = new Float64Array(rows.count);
    /** Draws as many samples as asked of each segment of each input, and asks about them. */
    const draw = async (wanted: readonly (readonly number[])[]) => {
      const asked = wanted.flatMap((each, input) =>
        each.flatMap((number, i) => new Array<readonly [number, number]>(number).fill([input, moving[input][i]])),
      );
      // Rows are written in their order: first without the segment, then with it.
      const present = new Uint8Array(count);
      let turn = 0;
      const drawn = { ...from, turns: 1, start: (input: number) => from.start(input, turn) };
      const which = (row: number) => {
        const [input, segment] = asked[row >> 1];
        if ((row & 1) === 1) present[segment] = 1;
        else {
          const order = randoms[input].permutation(count);
          present.fill(0);
          for (let i = 0; order[i] !== segment; i++) present[order[i]] = 1;
          turn = randoms[input].integer(from.turns);
        }
        return { input, present };
      };
      const before = new Float64Array(pairs);
      await askMasked(call, segments, drawn, 2 * asked.length, which, (row, answers) => {
        const [input, segment] = asked[row >> 1];
        for (const [t, answer] of answers.entries()) {
          const pair = t * rows.count + input;
          if ((row & 1) === 0) before[pair] = answer;
          else sums[pair].add(segment, answer - before[pair]);
        }
      });
      for (const [input, each] of wanted.entries()) taken[input] += each.reduce((sum, number) => sum + number, 0);
    };
    /** Shares `number` samples out by the variance of what was found; evenly where nothing was. */
    const share = (input: number, number: number): number[] => {
      if (moving[input].length === 0) return [];
      const variances = moving[input].map((segment) => {
        let sum = 0;
        for (let pair = input; pair < pairs; pair += rows.count) sum += sums[pair].variance(segment);
        return sum;
      });
      const total = variances.reduce((sum, variance) => sum + variance, 0);
      let [given, upTo] = [0, 0];
      return variances.map((variance) => {
        upTo += number * (total > 0 ? variance / total : 1 / variances.length);
        const own = Math.round(upTo) - given;
        given += own;
        return own;
      });
    };
    const bring = async (number: number) => {
      // The first round is shared evenly, as nothing is known yet.
      for (const most of [firstEach, Number.POSITIVE_INFINITY]) {
        await draw(
          moving.map((of, input) => share(input, Math.max(0, Math.min(number, most * of.length) - taken[input]))),
        );
        if (nSamples !== "auto") call.stage(0.5, 1);
      }
    };

    let spent: Spent | undefined;
    if (nSamples === "auto") {
      const bounds = settings;
      const limits = { ...bounds, maxSamples: Math.max(2 * count, Math.floor(bounds.maxSamples / 2)) };
      spent = await untilSure(call, limits, 10 * count, async (number) => {
        await bring(number);
        return sums.reduce((most, { errors }) => errors.reduce(larger, most), 0);
      });
    } else {
      call.stage(0, 0.5);
      await bring(nSamples);
      call.stage(1, 1);
    }

    const coefficients = new Float32Array(pairs * count);
    const errors = new Float32Array(pairs * count);
    const delta = new Float32Array(pairs);
    for (let pair = 0; pair < pairs; pair++) {
      const moved = outputs[(pair % rows.count) * runner.outputSize + targets.classes[pair]] - expected[pair];
      const variances = sums[pair].errors.map((error) => error ** 2);
      const total = variances.reduce((sum, variance) => sum + variance, 0);
      const missing = moved - sums[pair].mean.reduce((sum, value) => sum + value, 0);
      for (let k = 0; k < count; k++) {
        const part = total > 0 ? variances[k] / total : 0;
        coefficients[pair * count + k] = sums[pair].mean[k] + missing * part;
        errors[pair * count + k] = Math.sqrt(variances[k] * (1 - part));
      }
      delta[pair] =
        coefficients.subarray(pair * count, (pair + 1) * count).reduce((sum, value) => sum + value, 0) - moved;
    }
    return call.explanation({
      values: spread(coefficients, segments),
      coefficients,
      standardError: spread(errors, segments),
      convergenceDelta: delta,
      featureMask: segments.of,
      expectedValue: expected,
      ...from.said,
      seed: settings.seed,
      options: { nSamples: Math.max(...taken), ...backgroundSize(from), ...autoNote(settings, spent) },
    });
  }
}

/** Mean and spread of samples that come for one segment at a time. */
class Moments {
  readonly mean: Float64Array;
  readonly #squares: Float64Array;
  readonly #taken: Float64Array;

  constructor(count: number) {
    this.mean = new Float64Array(count);
    this.#squares = new Float64Array(count);
    this.#taken = new Float64Array(count);
  }

  add(segment: number, sample: number): void {
    const before = sample - this.mean[segment];
    this.mean[segment] += before / ++this.#taken[segment];
    this.#squares[segment] += before * (sample - this.mean[segment]);
  }

  variance(segment: number): number {
    return this.#taken[segment] > 1 ? this.#squares[segment] / (this.#taken[segment] - 1) : 0;
  }

  /** Of the means; 0 for a segment that was not asked about, as it cannot matter. */
  get errors(): Float64Array {
    return this.mean.map((_, segment) => Math.sqrt(this.variance(segment) / Math.max(1, this.#taken[segment])));
  }
}
