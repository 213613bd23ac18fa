import type { ExplanationFields } from "../explanation/Explanation.ts";
import { readPlaces } from "./maps.ts";
import { Scores } from "./Scores.ts";

/**
 * Gini index of |value| over the places of each map: 0 where all are alike, (n − 1)/n where one place has everything.
 * NaN for a map of zeros. No model pass. Channels of a pixel are summed first.
 *
 * Chalasani et al. 2020, "Concise Explanations of Neural Networks using Adversarial Training", section 4; Quantus's
 * `Sparseness` without its normalization.
 *
 * @throws ShapeError for the map of a layer; DataError for NaN.
 * @example
 * sparseness(await new Saliency(model).attribute(image)).mean;
 */
export function sparseness(explanation: ExplanationFields): Scores {
  const scores = Float64Array.from(readPlaces(explanation), gini);
  return new Scores({ measure: "sparseness", method: explanation.method, scores, modelPasses: 0 });
}

export function gini(map: Float64Array): number {
  const sizes = map.map(Math.abs).sort();
  let [sum, weighted] = [0, 0];
  for (const [i, size] of sizes.entries()) {
    sum += size;
    weighted += (2 * i + 1 - sizes.length) * size;
  }
  return weighted / (sizes.length * sum);
}
