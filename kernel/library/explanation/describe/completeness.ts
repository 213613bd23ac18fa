import type { ExplanationFields } from "../Explanation.ts";
import type { SumsTo } from "../Meaning.ts";
import type { Part } from "../parts.ts";
import { meaningOf } from "./meaning.ts";
import { thresholds } from "./thresholds.ts";

/**
 * How the values of a map add up, judged by their own size and by what they should add up to: where they cancel, a gap that
 * is small beside all of them may be most of the sum.
 */
export interface Completeness {
  readonly sumsTo: SumsTo;
  /** Whether the sum goes over all inputs of a model of several. */
  readonly ofAll: boolean;
  /** Σ values, and what they should add up to. */
  readonly sum: number;
  readonly difference: number;
  /** |sum − difference| relative to Σ|values| (or to the difference, if that is larger), 0 to 1 and above. */
  readonly error: number;
  /** |sum − difference| relative to the difference. */
  readonly apart: number;
  /** `byMethod`: the values are made so that they add up, which is no measure of them. */
  readonly verdict: "byMethod" | "exact" | "close" | "fair" | "off";
}

/** @returns undefined where a method's values add up to nothing in particular. */
export function completenessOf(
  fields: ExplanationFields,
  { delta, answer = 0 }: Pick<Part, "delta" | "answer">,
  found: Float32Array,
  index: number,
): Completeness | undefined {
  const { sumsTo = "f(x) − f(baseline)", sumIsExact } = meaningOf(fields);
  if (delta === undefined || !Number.isFinite(delta)) return undefined;
  let [sum, size] = [0, 0];
  for (const value of found) {
    sum += value;
    size += Math.abs(value);
  }
  const { within } = fields;
  if (within) sum = within.sums[index];
  const difference = sum - delta;
  const gap = Math.abs(delta);
  const scale = Math.max(size, Math.abs(difference));
  const error = gap === 0 ? 0 : gap / scale;
  const apart = gap === 0 ? 0 : gap / Math.abs(difference);
  const { rounding, close, fair, missedClose, missedFair, near } = thresholds;
  const isRounding = gap <= rounding * (scale + Math.abs(answer) + Math.abs(answer - difference));
  // A difference near 0 is no measure: then it is the answers that differ by so little.
  const missed = gap / Math.max(Math.abs(difference), near * (Math.abs(answer) + Math.abs(answer - difference)));
  const isClose = error <= close && !(missed > missedClose);
  const verdict = isClose ? "close" : error <= fair && !(missed > missedFair) ? "fair" : "off";
  return {
    sumsTo,
    ofAll: within !== undefined,
    sum,
    difference,
    error,
    apart,
    verdict: sumIsExact ? "byMethod" : isRounding ? "exact" : verdict,
  };
}
