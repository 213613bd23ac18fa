import type { ExplanationFields } from "../explanation/Explanation.ts";
import { readPlaces } from "./maps.ts";
import { Scores } from "./Scores.ts";

/**
 * Entropy of the shares |value| / Σ|value| over the places of each map, in nats: 0 for a single place, ln n for n alike;
 * exp of it is over how many places the map is spread. NaN for a map of zeros. No model pass.
 *
 * Bhatt, Weller, Moura 2020, "Evaluating and Aggregating Feature-based Model Explanations", section 3; Quantus's
 * `Complexity`.
 *
 * @throws ShapeError for the map of a layer; DataError for NaN.
 * @example
 * Math.exp(complexity(map).mean); // as if over so many pixels
 */
export function complexity(explanation: ExplanationFields): Scores {
  const scores = Float64Array.from(readPlaces(explanation), entropy);
  return new Scores({ measure: "complexity", method: explanation.method, scores, modelPasses: 0 });
}

export function entropy(map: Float64Array): number {
  const total = map.reduce((sum, value) => sum + Math.abs(value), 0);
  if (total === 0) return Number.NaN;
  return map.reduce((sum, value) => {
    const share = Math.abs(value) / total;
    return share === 0 ? sum : sum - share * Math.log(share);
  }, 0);
}
