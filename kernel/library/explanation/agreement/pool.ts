import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { byPlace } from "../../signature/places.ts";
import { channelsLast } from "../channelsLast.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { isGrouping } from "../isGrouping.ts";
import { type Part, partOf } from "../parts.ts";
import { atBaseline, evenPlaces } from "./atBaseline.ts";
import { type ComparedPlaces, comparedPlaces } from "./places.ts";

/** Maps brought to the same places: one value per place and map. */
export interface Pooled {
  /** Values of the places that are compared, by map. */
  readonly values: readonly Float64Array[];
  /** The place of each of them, among all there are. */
  readonly compared: Int32Array;
  /** How many places are left out, since the input equals its baseline there. */
  readonly leftOut: number;
  /** The segment of each of `places`, or undefined where each is compared by itself. */
  readonly mask: Int32Array | undefined;
  readonly places: ComparedPlaces;
  /** Each map's values of `places`, segments spread evenly over theirs. */
  readonly spread: readonly Float64Array[];
  /** What more than half of `places` have in common: the baseline's value, or any one value; undefined where nothing. */
  readonly even: { readonly places: number; readonly of: "baseline" | "value" } | undefined;
}

/**
 * Maps of one input, channel values of one place added up, summed over the segments that the first map with segments has.
 * A segment's value in another map is spread evenly over its positions first. Places where the input equals the baseline
 * of a map are left out: there is nothing that the map could have told of them.
 *
 * @throws ShapeError where the maps have different positions.
 */
export function pool(compared: readonly ExplanationFields[], index: number): Pooled {
  const explanations = compared.map(channelsLast);
  const parts = explanations.map((fields) => partOf(fields, index));
  const all = explanations.map((fields, i) => comparedPlaces(fields, parts[i]));
  const [places] = all;
  const spread = explanations.map((fields, i) => {
    if (all[i].shape.join() === places.shape.join()) return byPlace(perPosition(parts[i]), all[i]);
    throw new ShapeError(
      say`the map of ${fields.method} has shape [${parts[i].shape.join(", ")}], that of ${explanations[0].method} [${parts[0].shape.join(", ")}]: only maps of the same positions can be compared`,
    );
  });
  const nothing = atBaseline(explanations, parts, places, index);
  const baselines = nothing.reduce((sum, at) => sum + at, 0);
  const same = places.inInput ? evenPlaces(parts[0].input, places.inInput) : 0;
  const even =
    2 * baselines > places.count
      ? { places: baselines, of: "baseline" as const }
      : same > 0
        ? { places: same, of: "value" as const }
        : undefined;
  const at = parts.findIndex(({ featureMask, coefficients }) => isGrouping(featureMask) && coefficients);
  if (at < 0) return { ...chosen(spread, nothing), mask: undefined, places, spread, even };
  const positions = parts[at].featureMask ?? new Int32Array();
  const mask = Int32Array.from({ length: places.count }, (_, place) => positions[all[at].indexOf(place, 0)]);
  const count = mask.reduce((most, segment) => Math.max(most, segment), -1) + 1;
  const empty = new Uint8Array(count).fill(1);
  for (const [place, segment] of mask.entries()) if (!nothing[place]) empty[segment] = 0;
  return { ...chosen(bySegment(spread, mask, count), empty), mask, places, spread, even };
}

/** Sums over the segments. */
export const bySegment = (maps: readonly Float64Array[], mask: Int32Array, count: number): Float64Array[] =>
  maps.map((map) => {
    const sums = new Float64Array(count);
    for (let place = 0; place < map.length; place++) sums[mask[place]] += map[place];
    return sums;
  });

function chosen(values: readonly Float64Array[], nothing: Uint8Array) {
  const compared = Int32Array.from(nothing.keys()).filter((place) => !nothing[place]);
  return {
    values: values.map((map) => map.filter((_, place) => !nothing[place])),
    compared,
    leftOut: nothing.length - compared.length,
  };
}

/** What each position got for itself: of a segment's value, its even share. */
export function perPosition({ values, coefficients, featureMask }: Part): Float64Array {
  if (!featureMask || !coefficients) return Float64Array.from(values);
  const sizes = new Float64Array(coefficients.length);
  for (const segment of featureMask) sizes[segment]++;
  return Float64Array.from(featureMask, (segment) => coefficients[segment] / sizes[segment]);
}
