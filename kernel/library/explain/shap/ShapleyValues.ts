import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { About } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { absentRules, maskRule, probabilityRules, type Rules, targetRules } from "../call/rules.ts";
import { type AbsentOptions, backgroundSize, readAbsent } from "../perturbation/absent.ts";
import { streamCoalitions } from "../perturbation/perturb.ts";
import { rowByRow } from "../segments/rowByRow.ts";
import { type MaskOfAll, readSegments, spread } from "../segments/segments.ts";
import { aboutShapley } from "./aboutShapley.ts";

/** More have over a million coalitions. */
const most = 20;

export interface ShapleyValuesOptions extends AttributeOptions, AbsentOptions {
  /** Segments that come and go together, 20 at most (default: every number of the input by itself). */
  featureMask?: MaskOfAll;
}

const rules = { ...probabilityRules, ...targetRules, ...absentRules, ...maskRule } as const satisfies Rules;

/**
 * Shapley values by asking about every coalition of segments: exact, no sampling. What a segment adds to the answer,
 * averaged over all orders in which segments could come in. They sum to F(x) − F(baseline).
 *
 * Shapley 1953, "A Value for n-Person Games"; Captum's `ShapleyValues`.
 *
 * @example
 * const segments = gridSegments([28, 28], 10); // 9 of them
 * const map = await new ShapleyValues(model).attribute(image, { featureMask: segments, targets: "all" });
 */
export class ShapleyValues extends Method<ShapleyValuesOptions> {
  static readonly about: About = {
    name: "ShapleyValues",
    label: "Shapley Values",
    ...aboutShapley,
    options: rules,
  };

  /**
   * Values have the shape of the inputs: each position has its segment's value, which `coefficients` holds once. In units
   * of the output, of the probability by default; `standardError` is 0. Cost: 2^M forward passes for the M segments of
   * each input, whatever the number of targets, and one prediction: 4096 for 12 segments. Memory does not grow with 2^M.
   *
   * @throws ShapeError, DataError, TargetError; OptionError for more than 20 segments.
   */
  async attribute(inputs: Inputs, options: ShapleyValuesOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const eachAlone = await rowByRow(this, inputs, settings);
    if (eachAlone) return eachAlone;
    const call = await this.begin(inputs, settings);
    const segments = await readSegments(settings.featureMask, call.rows);
    const from = await readAbsent(settings, call.rows);
    const { count } = segments;
    if (count > most) {
      throw new OptionError(
        say`${count} segments have 2^${count} coalitions, too many to evaluate all: give a featureMask of at most ${most} segments, or sample with KernelShap or PermutationShap`,
      );
    }
    const whole = 2 ** count - 1;
    const { joining, leaving } = weightsOf(count);
    const values = new Float64Array(pairCount(call) * count);
    const moved = new Float64Array(pairCount(call));
    const expected = new Float32Array(moved.length);
    const write = (coalition: number, present: Uint8Array) => {
      for (let k = 0; k < count; k++) present[k] = (coalition >>> k) & 1;
    };
    await streamCoalitions(call, segments, from, { count: whole + 1, write }, (pair, coalition, answer) => {
      const size = sizeOfCoalition(coalition);
      for (let k = 0; k < count; k++) {
        values[pair * count + k] += answer * ((coalition >>> k) & 1 ? joining[size] : -leaving[size]);
      }
      if (coalition === whole) moved[pair] += answer;
      if (coalition !== 0) return;
      moved[pair] -= answer;
      expected[pair] = answer;
    });
    const delta = moved.map(
      (difference, pair) =>
        values.subarray(pair * count, (pair + 1) * count).reduce((sum, value) => sum + value, 0) - difference,
    );
    const coefficients = Float32Array.from(values);
    return call.explanation({
      values: spread(coefficients, segments),
      coefficients,
      standardError: new Float32Array(pairCount(call) * segments.of.length),
      convergenceDelta: Float32Array.from(delta),
      expectedValue: expected,
      featureMask: segments.of,
      ...from.said,
      options: { enumerated: true, ...backgroundSize(from) },
    });
  }
}

/** What the answer of a coalition of each size counts: for each of its members, and against each of the others. */
function weightsOf(count: number): { joining: Float64Array; leaving: Float64Array } {
  // (s − 1)! (M − s)! / M! for a member of s; s! (M − s − 1)! / M! for one outside, which is that of s + 1.
  const joining = new Float64Array(count + 1);
  let orders = count;
  for (let size = 1; size <= count; size++) {
    joining[size] = 1 / orders;
    orders = (orders * (count - size)) / size;
  }
  return { joining, leaving: Float64Array.from(joining, (_, size) => joining[size + 1] ?? 0) };
}

function sizeOfCoalition(coalition: number): number {
  let size = 0;
  for (let rest = coalition; rest !== 0; rest &= rest - 1) size++;
  return size;
}
