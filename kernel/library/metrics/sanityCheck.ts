import type { Model } from "../engine/model.ts";
import { runnerFor } from "../engine/runnerFor.ts";
import { readInputs } from "../explain/call/inputs.ts";
import { checkHandedOn, takenBy } from "../explain/call/Method.ts";
import { Saliency } from "../explain/gradient/Saliency.ts";
import { GradientNotFoundError } from "../ground/errors.ts";
import { createRandom } from "../math/random.ts";
import { sizeOf } from "../math/sizeOf.ts";
import type { Inputs } from "../signature/Inputs.ts";
import type { Names } from "../text/checkNames.ts";
import type { Locale } from "../text/words.ts";
import { targetsOf } from "./maps.ts";
import { type MethodOf, methodFor } from "./methodOf.ts";
import {
  parameterRandomization,
  type RandomizationOptions,
  randomizationFrom,
  randomizationNames,
} from "./parameterRandomization.ts";
import type { ParameterRandomization } from "./Randomization.ts";
import { reporter } from "./report.ts";
import { SanityCheck } from "./Sanity.ts";

export interface SanityCheckOptions extends RandomizationOptions {
  /** Some inputs that the model knows, `[n, ...]`: eight say enough (default: eight of random numbers, 0 to 1). */
  inputs?: Inputs;
  /** What the method is called (default: its class name). */
  name?: string;
  /** Of the verdict's words (default: the notebook's language). */
  locale?: Locale;
}

const sanityCheckNames = {
  ...randomizationNames,
  inputs: true,
  name: true,
  locale: true,
} as const satisfies Names<SanityCheckOptions>;

/**
 * Whether a method's maps come from the model: its layers get random weights, from the output on
 * (`parameterRandomization`), and the maps must change. What the plain gradient keeps in the same random networks is the
 * yardstick, where the model has gradients: nothing follows the weights more closely.
 *
 * The verdict, on the worst layer: **fails** where the mean correlation with the trained model's maps is 0.4 or more and
 * at least 0.25 above the gradient's, or where the maps stay the same but for their sign (|ρ| of 0.9 or more); **doubtful**
 * from 0.3 on and 0.15 above; **passes** otherwise. It **cannot tell** where the map stays and so does the plain gradient
 * (0.4 or more, the same but for its sign, or 0.8 of its |values|), the model has no gradient, or the map is constant: then
 * the architecture and the input alone would do. It can only refute: a method that passes may be wrong.
 *
 * Cost: the method's and the gradient's, `1 + nDraws × layers` times.
 *
 * Adebayo et al. 2018, "Sanity Checks for Saliency Maps". The thresholds are ours.
 *
 * @param method a class, `GuidedBackprop`, or a function of a model, `(model) => new GradCam(model, "conv")`.
 * @throws OptionError for a model without weights to randomize; what the method throws.
 * @example
 * const check = await sanityCheck(GuidedBackprop, model, { inputs: test.images.slice(0, 8) });
 * console.log(check.verdict, check.describe());
 */
export async function sanityCheck(
  method: MethodOf,
  model: Model,
  options: SanityCheckOptions = {},
): Promise<SanityCheck> {
  checkHandedOn("sanityCheck()", sanityCheckNames, methodFor(method, model), options);
  const { inputs, name, locale, ...common } = options;
  const report = reporter(options, "sanity check");
  const seed = common.seed ?? 0;
  const given = inputs ?? (await randomInputs(model, seed));
  const half = (from: number) => ({ onProgress: (done: number) => report(from + done / 2) });
  const found = await randomizationFrom(undefined, method, model, await readInputs(given), { ...common, ...half(0) });
  const yardstick = await gradientKept(found, model, given, { ...common, ...half(0.5) });
  return new SanityCheck(found, { yardstick, name, locale, random: inputs === undefined });
}

async function randomInputs(model: Model, seed: number): Promise<Inputs> {
  const { inputShape } = await runnerFor(model);
  const random = createRandom(seed);
  const shape = [8, ...inputShape];
  return { values: Float32Array.from({ length: sizeOf(shape) }, () => random.uniform()), shape };
}

/** The same test of the plain gradient: of the same answers, with its sign where the method's maps have signs. */
async function gradientKept(
  { trained }: ParameterRandomization,
  model: Model,
  inputs: Inputs,
  options: RandomizationOptions,
): Promise<ParameterRandomization | undefined> {
  const { about, output } = trained;
  // A method that says nothing of its values shows it by them.
  const signed = about.role === "unknown" ? trained.values.some((value) => value < 0) : about.signed;
  const gradient: MethodOf = (of) => {
    const saliency = new Saliency(of);
    return { attribute: (x, own = {}) => saliency.attribute(x, { ...takenBy(saliency, own), abs: !signed }) };
  };
  const { target: _, targets: __, ...own } = options;
  try {
    return await parameterRandomization(gradient, model, inputs, { ...own, ...targetsOf(trained), output });
  } catch (error) {
    if (error instanceof GradientNotFoundError) return undefined;
    throw error;
  }
}
