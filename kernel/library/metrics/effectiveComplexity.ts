import type { ExplanationFields } from "../explanation/Explanation.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { readPlaces } from "./maps.ts";
import { Scores } from "./Scores.ts";

export interface EffectiveComplexityOptions {
  /** What is negligible, as a part of the map's largest |value| (default 0.01). */
  eps?: number;
  /** What is negligible, in the map's own units, in place of `eps`. */
  threshold?: number;
}

const effectiveComplexityNames = { eps: true, threshold: true } as const satisfies Names<EffectiveComplexityOptions>;

/**
 * How many places of each map are not negligible: |value| above `eps` of the map's largest. No model pass. Quantus
 * measures by the largest of the whole batch; here a map's figure does not hang on its neighbors (`threshold` gives
 * Quantus's).
 *
 * Nguyen, Martínez 2020, "On quantitative aspects of model interpretability", section 3.2, with a threshold in place of
 * the model's loss; Quantus's `EffectiveComplexity`.
 *
 * @throws OptionError for a negative threshold; ShapeError for the map of a layer; DataError for NaN.
 * @example
 * effectiveComplexity(map, { eps: 0.05 }).mean;
 */
export function effectiveComplexity(explanation: ExplanationFields, options: EffectiveComplexityOptions = {}): Scores {
  checkNames("effectiveComplexity()", effectiveComplexityNames, options);
  const { eps = 0.01, threshold } = options;
  if (!(eps >= 0 && eps < 1))
    throw new OptionError(say`eps is ${eps}: give a fraction of the largest |value|, at least 0 and below 1`);
  if (threshold !== undefined && !(threshold >= 0))
    throw new OptionError(say`threshold is ${threshold}: give 0 or more`);
  const scores = Float64Array.from(readPlaces(explanation), (map) => countAbove(map, eps, threshold));
  return new Scores({ measure: "effectiveComplexity", method: explanation.method, scores, modelPasses: 0 });
}

export function countAbove(map: Float64Array, eps: number, threshold?: number): number {
  const sizes = map.map(Math.abs);
  const least = threshold ?? eps * sizes.reduce((most, size) => Math.max(most, size), 0);
  return sizes.reduce((count, size) => count + (size > least ? 1 : 0), 0);
}
