import type { Explanation } from "../../explanation/Explanation.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import type { About } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
import { readBaselines, shortBaseline } from "../call/inputs.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { pictureRows } from "../call/pictureRows.ts";
import { baselineRule, logitRules, type Rules, targetRules, whole } from "../call/rules.ts";
import { guidedPath } from "./guidedPath.ts";
import { convergenceDelta } from "./IntegratedGradients.ts";

export interface GuidedIntegratedGradientsOptions extends AttributeOptions {
  /** Where the path starts: a number (default 0), one row, or one row for each input. */
  baselines?: Baseline;
  /** Points on the path, one gradient each (default 200, as PAIR). */
  nSteps?: number;
  /** The share of the numbers that move at a time, those with the smallest gradients: above 0, at most 1 (default 0.25). */
  fraction?: number;
  /**
   * How far from the straight line a number may be, as a share of the way: 0 (plain Integrated Gradients) to 1 (anywhere
   * between baseline and input); default 0.02.
   */
  maxDist?: number;
}

const rules = {
  ...logitRules,
  ...targetRules,
  ...baselineRule,
  nSteps: whole(200),
  fraction: { kind: "number", above: 0, most: 1, default: 0.25 },
  maxDist: { kind: "number", least: 0, most: 1, default: 0.02 },
} as const satisfies Rules;

/**
 * Integrated Gradients along a path that goes around high gradients: at each step the pixels with the smallest gradients
 * come nearer to the picture first, so less of the map is noise from gradients far off the object. People call it GuidedIG.
 *
 * It is chaotic: the path chooses pixels by comparing gradients, so gradients that differ by rounding, as between machines
 * or numbers of threads, lead along another path. Of a photograph under EfficientNet-Lite0, maps whose gradients differed
 * by a millionth of the largest were 46 % of Σ|value| apart (so were those of float32 and float64): trust only what maps
 * with other `nSteps` have in common.
 *
 * Kapishnikov et al. 2021, "Guided Integrated Gradients: An Adaptive Path Method for Removing Noise", section 4; PAIR's
 * `GuidedIG`.
 *
 * @example
 * const map = await new GuidedIntegratedGradients(model).attribute(photo, { target: 285 });
 */
export class GuidedIntegratedGradients extends Method<GuidedIntegratedGradientsOptions> {
  static readonly about: About = {
    name: "GuidedIntegratedGradients",
    label: "Guided Integrated Gradients",
    family: "gradient",
    role: "contribution",
    signed: true,
    extent: "input",
    sumsTo: "f(x) − f(baseline)",
    removal: "baseline",
    isChaotic: true,
    explains: ["image"],
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the pictures, in units of the output; of the logit by default. They sum to f(x) − f(baseline)
   * up to the error that `convergenceDelta` reports. Cost: `nSteps` forward and backward passes per input and target, one
   * after the other, and two predictions per input.
   *
   * @param inputs pictures as the model takes them, `[n, ...]`, float32. Other inputs of the model stay as they are.
   * @throws ShapeError where they are no pictures; DataError, TargetError, OptionError; GradientNotFoundError where an
   * operation has no gradient.
   */
  async attribute(inputs: Inputs, options: GuidedIntegratedGradientsOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { baselines, nSteps, fraction, maxDist } = settings;
    const call = await this.begin(inputs, settings);
    const pictures = pictureRows(this.about.name, call);
    const { values: own, size, count, shape } = pictures.rows;
    const from = await readBaselines(baselines, pictures.rows);
    const pairs = pairCount(call);
    const values = new Float32Array(pairs * size);
    for (let pair = 0; pair < pairs; pair++) {
      const row = pair % count;
      const [to, start] = [own, from].map((all) => Float64Array.from(all.subarray(row * size, (row + 1) * size)));
      // One input at a time, so that no path hangs on its neighbors in the batch.
      const gradientAt = async (x: Float64Array, step: number) => {
        const done = pair * nSteps + step;
        call.stage(done / (pairs * nSteps), (done + 1) / (pairs * nSteps));
        let gradient = new Float32Array();
        await call.gradients(
          1,
          (_, buffer, offset) => pictures.write(row, x, buffer, offset),
          () => call.targets.classes[pair],
          (_, __, { input }) => {
            gradient = pictures.part(input, 0).slice();
          },
        );
        return gradient;
      };
      values.set(await guidedPath(to, start, gradientAt, { nSteps, fraction, maxDist }), pair * size);
    }
    return call.explanation({
      ...pictures.finding,
      values,
      shape: [...call.targets.leading, ...shape],
      baseline: shortBaseline(from),
      convergenceDelta: await convergenceDelta(call, [pictures.rowsWith(from)], values),
      options: { nSteps, fraction, maxDist },
    });
  }
}
