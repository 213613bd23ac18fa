import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import type { BaselineName, Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import type { Call } from "../call/call.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions, SeededOptions } from "../call/options.ts";
import { logitRules, plain, type Rules, sample, seedRule, targetRules, whole } from "../call/rules.ts";
import { type Backgrounds, readBackgrounds } from "./backgrounds.ts";
import { explainDraws, sameForEach } from "./explainDraws.ts";

/** Where on the way from which baseline each sample lies. */
export interface PathDraws {
  /** 0 (the baseline) to 1 (the input), `[n, nSamples]`. */
  readonly alphas: ArrayLike<number>;
  /** Which baseline, `[n, nSamples]`. */
  readonly baselines: ArrayLike<number>;
}

export interface GradientShapOptions extends AttributeOptions, SeededOptions {
  /** The baselines to draw from: a number, or `[m, ...]`. */
  baselines: number | BaselineName | Inputs;
  /** Samples for each input (default 50; Captum's is 5, which is noise). */
  nSamples?: number;
  /** Standard deviation of the noise that is added to the input in each sample (default 0: none). */
  stdevs?: number;
  /** Samples drawn beforehand, instead of `seed`. */
  draws?: PathDraws;
}

const rules = {
  ...logitRules,
  ...targetRules,
  ...seedRule,
  baselines: sample,
  nSamples: whole(50),
  stdevs: { kind: "number", least: 0, default: 0 },
  draws: plain("record"),
} as const satisfies Rules;

/**
 * Integrated gradients with chance in place of the grid: the mean of (x̃ − x′) · ∂f_c/∂x at a random point between a
 * random baseline x′ and the input with noise x̃.
 *
 * Erion et al. 2021, "Improving performance of deep learning models with axiomatic attribution priors and expected
 * gradients"; Captum's `GradientShap`.
 *
 * @example
 * const map = await new GradientShap(model).attribute(image, { baselines: background, nSamples: 50, seed: 1 });
 */
export class GradientShap extends Method<GradientShapOptions> {
  static readonly about: About = {
    name: "GradientShap",
    label: "Gradient SHAP",
    family: "gradient",
    role: "contribution",
    signed: true,
    extent: "input",
    sumsTo: "f(x) − E f(background)",
    removal: "marginal",
    explains: smooth,
    needs: { gradients: true, background: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output; on average they sum to f(x) − the mean of f over the
   * baselines (`convergenceDelta`, for the baselines that were drawn). `standardError` is that of each value's mean. The
   * spread is large: prefer `ExpectedGradients`, which spaces its draws. Cost: `nSamples` forward and backward passes per
   * input and target, one prediction per input and one per baseline.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError, OptionError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: Partial<GradientShapOptions> = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { nSamples, stdevs, seed, draws } = settings;
    const call = await this.begin(inputs, settings);
    const backgrounds = await readBackgrounds(settings.baselines, call.rows);
    const path = draws ? checked(draws, call, backgrounds) : drawn(call, backgrounds, nSamples, seed);
    const perInput = (path.alphas.length / call.rows.count) * call.rows.size;
    const noise = stdevs === 0 ? undefined : sameForEach(call.rows.count, normal(perInput, stdevs, seed));
    return explainDraws(call, backgrounds, path, {
      noise,
      fields: draws ? { options: { stdevs, draws: "given" } } : { seed, options: { nSamples, stdevs } },
    });
  }
}

/** Every input has the same draws, so that its map does not depend on its neighbors. */
function drawn({ rows }: Call, { count }: Backgrounds, nSamples: number, seed: number): PathDraws {
  const random = createRandom(seed);
  const baselines = Float32Array.from({ length: nSamples }, () => random.integer(count));
  const alphas = Float32Array.from({ length: nSamples }, () => random.uniform());
  return { baselines: sameForEach(rows.count, baselines), alphas: sameForEach(rows.count, alphas) };
}

function normal(length: number, stdevs: number, seed: number): Float32Array {
  const random = createRandom(seed + 1);
  return Float32Array.from({ length }, () => stdevs * random.normal());
}

function checked(draws: PathDraws, { rows }: Call, { count }: Backgrounds): PathDraws {
  const { alphas, baselines } = draws;
  if (alphas.length !== baselines.length || alphas.length === 0 || alphas.length % rows.count !== 0) {
    throw new ShapeError(
      say`draws has ${alphas.length} alphas and ${baselines.length} baselines: expected [n, nSamples] of each, n = ${rows.count}`,
    );
  }
  const wrong = Array.from(baselines).find((baseline) => !(baseline >= 0 && baseline < count));
  if (wrong !== undefined) throw new OptionError(say`draws uses baseline ${wrong}: there are ${count}`);
  return draws;
}
