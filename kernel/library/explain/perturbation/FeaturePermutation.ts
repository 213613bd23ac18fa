import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import { joinedErrors, Samples } from "../../math/sampling.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import { type About, anything, bySegments } from "../call/about.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions, SeededOptions } from "../call/options.ts";
import { maskRule, plain, probabilityRules, type Rules, seedRule, targetRules, whole } from "../call/rules.ts";
import { isOfEachRow, type MaskOfAll, readSegments, spread } from "../segments/segments.ts";
import { ablate, positionsOf } from "./ablate.ts";

/** Permutations of your own: entry `[k, i]` is the input whose segment k stands in for that of input i. */
export interface Permutations {
  readonly values: ArrayLike<number>;
  /** `[segments, n]`, or `[repeats, segments, n]`. */
  readonly shape: readonly number[];
}

export interface FeaturePermutationOptions extends AttributeOptions, SeededOptions {
  /** Segments that are exchanged together (default: every number of the input by itself). */
  featureMask?: MaskOfAll;
  /** How often each segment is shuffled (default 5, as scikit-learn; Captum does it once). */
  nRepeats?: number;
  /** Permutations to use instead of drawn ones. */
  permutations?: Permutations;
}

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...seedRule,
  ...maskRule,
  nRepeats: whole(5),
  permutations: plain("array"),
} as const satisfies Rules;

/**
 * Shuffles one segment among the inputs of the batch, one segment at a time: a value is how far the input's answer drops
 * when it gets the segment of another input. Nothing artificial stands in for what is taken away, but the values depend
 * on the other inputs. What several segments do only together is not seen.
 *
 * Breiman 2001, "Random Forests", section 10; Captum's `FeaturePermutation`.
 *
 * @example
 * const map = await new FeaturePermutation(model, { seed: 42 }).attribute(rows, { target: 1, nRepeats: 10 });
 */
export class FeaturePermutation extends Method<FeaturePermutationOptions> {
  static readonly about: About = {
    name: "FeaturePermutation",
    label: "Feature Permutation",
    family: "perturbation",
    role: "contribution",
    signed: true,
    extent: bySegments,
    removal: "others",
    explains: anything,
    needs: {},
    options: rules,
  };

  /**
   * Values have the shape of the inputs: each position has its segment's mean drop, which `coefficients` holds once. In
   * units of the output, of the probability by default. `standardError` is over the repeats; there is none for one. Their mean
   * over many inputs is the permutation importance of a segment. Cost: `nRepeats` forward passes for each segment of each
   * input, whatever the number of targets, less those that change nothing; and one prediction.
   *
   * @throws ShapeError, DataError, TargetError; OptionError for a single input, which has none to exchange with.
   */
  async attribute(inputs: Inputs, options: FeaturePermutationOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings);
    const { rows } = call;
    if (rows.count < 2) {
      throw new OptionError(
        say`FeaturePermutation shuffles segments between inputs, but there is only one: give a batch of at least 2`,
      );
    }
    const { featureMask } = settings;
    if (isInputArray(featureMask) && isOfEachRow(featureMask, rows.shape)) {
      throw new ShapeError(
        say`FeaturePermutation shuffles segments between inputs: give one featureMask for all of them`,
      );
    }
    const segments = await readSegments(featureMask, rows);
    const { count } = segments;
    const from = settings.permutations
      ? given(settings.permutations, count, rows.count)
      : draw(settings.nRepeats ?? 5, count, rows.count, settings.seed);
    const repeats = from.length / count / rows.count;
    const once = positionsOf(segments);
    const features = Array.from({ length: repeats }, () => once).flat();
    const drops = await ablate(call, features, {
      values: rows.values,
      turns: 1,
      start: (input, _, feature) => from[feature * rows.count + input] * rows.size,
    });

    // Of each pair: repeats one after the other, each with a drop for every segment.
    const pairs = drops.length / features.length;
    const found = Array.from({ length: pairs }, (_, pair) => {
      const samples = new Samples(count);
      for (let repeat = 0; repeat < repeats; repeat++) {
        samples.add((segment) => drops[(pair * repeats + repeat) * count + segment]);
      }
      return samples;
    });
    const coefficients = Float32Array.from(found.flatMap(({ mean }) => [...mean]));
    const errors = joinedErrors(found);
    return call.explanation({
      values: spread(coefficients, segments),
      coefficients,
      ...(errors && { standardError: spread(errors, segments) }),
      featureMask: segments.of,
      seed: settings.seed,
      options: { nRepeats: repeats },
    });
  }
}

/** Not the identity, which would exchange nothing. */
function draw(nRepeats: number, segments: number, inputs: number, seed: number): Int32Array {
  const random = createRandom(seed);
  const all = new Int32Array(nRepeats * segments * inputs);
  for (let start = 0; start < all.length; start += inputs) {
    let order = random.permutation(inputs);
    while (order.every((other, i) => other === i)) order = random.permutation(inputs);
    all.set(order, start);
  }
  return all;
}

function given({ values, shape }: Permutations, segments: number, inputs: number): Int32Array {
  const [repeats, ...rest] = shape.length === 2 ? [1, ...shape] : shape;
  if (rest.join() !== `${segments},${inputs}` || values.length !== repeats * segments * inputs || repeats < 1) {
    throw new ShapeError(
      say`permutations of shape [${shape.join(", ")}]: expected [${segments}, ${inputs}], an input for each segment of each input, or [repeats, ${segments}, ${inputs}]`,
    );
  }
  const from = Int32Array.from(values);
  const wrong = from.findIndex((other, i) => other !== values[i] || other < 0 || other >= inputs);
  if (wrong >= 0) throw new OptionError(say`permutations uses input ${values[wrong]}: there are 0 to ${inputs - 1}`);
  return from;
}
