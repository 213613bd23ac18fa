import type { Explanation } from "../../explanation/Explanation.ts";
import { joined, joinedErrors, Samples } from "../../math/sampling.ts";
import type { BaselineName, Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { logitRules, type Rules, sample, targetRules } from "../call/rules.ts";
import { answersAt, deltaFrom, readBackgrounds } from "./backgrounds.ts";

export interface DeepLiftShapOptions extends AttributeOptions {
  /** The backgrounds, `[m, ...]`: some tens of typical inputs. */
  baselines: BaselineName | Inputs;
}

const rules = { ...logitRules, ...targetRules, baselines: sample } as const satisfies Rules;

/**
 * The mean of `DeepLift` over a sample of baselines: Shapley values as nearly as DeepLIFT gives them, against "an image
 * of this kind" instead of against black.
 *
 * Lundberg, Lee 2017, "A Unified Approach to Interpreting Model Predictions", section 4.2; Captum's `DeepLiftShap`, SHAP's
 * `DeepExplainer`.
 *
 * @example
 * const map = await new DeepLiftShap(model).attribute(image, { baselines: test.images.slice(100, 20), target: 7 });
 */
export class DeepLiftShap extends Method<DeepLiftShapOptions> {
  static readonly about: About = {
    name: "DeepLiftShap",
    label: "DeepLIFT SHAP",
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
   * Values have the shape of the inputs, in units of the output; they sum to f(x) − the mean of f over the backgrounds
   * (`convergenceDelta`). `standardError` is what another sample of backgrounds would change. Cost: 2 m forward passes and
   * m backward passes per input and target, one prediction per input and one per background.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: Partial<DeepLiftShapOptions> = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings);
    const { size, count, values: x } = call.rows;
    const backgrounds = await readBackgrounds(settings.baselines, call.rows);
    const { values: from, count: m } = backgrounds;
    const pairs = pairCount(call);
    const samples = Array.from({ length: pairs }, () => new Samples(size));
    const row = new Float64Array(size);
    const startOf = (index: number) => (Math.floor(index / m) % count) * size;
    await call.gradients(
      pairs * m,
      (index, buffer, offset) => {
        buffer.set(x.subarray(startOf(index), startOf(index) + size), offset);
        return startOf(index) / size;
      },
      (index) => call.targets.classes[Math.floor(index / m)],
      (first, rows, { input }) => {
        for (let at = 0; at < rows; at++) {
          const index = first + at;
          const own = startOf(index);
          const base = (index % m) * size;
          for (let i = 0; i < size; i++) row[i] = input[at * size + i] * (x[own + i] - from[base + i]);
          samples[Math.floor(index / m)].addValues(row);
        }
      },
      {
        references: (index, buffer, offset) =>
          buffer.set(from.subarray((index % m) * size, ((index % m) + 1) * size), offset),
      },
    );
    const values = joined(samples.map(({ mean }) => mean));
    const answers = await answersAt(call, backgrounds);
    const meanAnswer = (pair: number) => answers.subarray(pair * m, (pair + 1) * m).reduce((a, b) => a + b, 0) / m;
    const errors = joinedErrors(samples);
    return call.explanation({
      values,
      convergenceDelta: deltaFrom(call, values, meanAnswer),
      ...(errors && { standardError: errors }),
      options: { backgrounds: m },
    });
  }
}
