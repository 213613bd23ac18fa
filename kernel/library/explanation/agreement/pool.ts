import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { channelsLast } from "../channelsLast.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { type Part, partOf } from "../parts.ts";

/** Maps brought to the same places: one value per place and map. */
export interface Pooled {
  readonly values: readonly Float64Array[];
  readonly count: number;
  /** The place of each position, or undefined where every position is one. */
  readonly mask: Int32Array | undefined;
  readonly shape: readonly number[];
}

/**
 * Maps of one input summed over the segments that the first map with segments has; without any, position by position.
 * A segment's value in another map is spread evenly over its positions first.
 *
 * @throws ShapeError where the maps have different shapes.
 */
export function pool(compared: readonly ExplanationFields[], index: number): Pooled {
  const explanations = compared.map(channelsLast);
  const parts = explanations.map((fields) => partOf(fields, index));
  const { shape } = parts[0];
  for (const [place, part] of parts.entries()) {
    if (part.shape.join() === shape.join()) continue;
    throw new ShapeError(
      say`${explanations[place].method} has a map of shape [${part.shape.join(", ")}], ${explanations[0].method} one of [${shape.join(", ")}]: only maps of the same positions can be compared`,
    );
  }
  const mask = parts.find(({ featureMask, coefficients }) => featureMask && coefficients)?.featureMask;
  if (!mask)
    return { values: parts.map(({ values }) => Float64Array.from(values)), count: parts[0].values.length, mask, shape };
  const count = mask.reduce((most, segment) => Math.max(most, segment), -1) + 1;
  const values = parts.map((part) => {
    const sums = new Float64Array(count);
    for (const [i, value] of perPosition(part).entries()) sums[mask[i]] += value;
    return sums;
  });
  return { values, count, mask, shape };
}

/** What each position got for itself: of a segment's value, its even share. */
export function perPosition({ values, coefficients, featureMask }: Part): Float64Array {
  if (!featureMask || !coefficients) return Float64Array.from(values);
  const sizes = new Float64Array(coefficients.length);
  for (const segment of featureMask) sizes[segment]++;
  return Float64Array.from(featureMask, (segment) => coefficients[segment] / sizes[segment]);
}
