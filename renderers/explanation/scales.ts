import { factsOf, type MapFacts } from "../shared/colorRange.ts";
import type { MapMeaning } from "../shared/mapMeaning.ts";
import { rangesOf } from "../shared/scaleGroups.ts";
import type { ViewMap } from "./viewMaps.ts";

export interface Scale {
  /** What the maps of one group share. */
  group: string;
  /** Of all maps of the group. */
  meaning: MapMeaning;
  /** |value| at which a color is full. */
  range: number;
}

/**
 * What each map is like at a percentile, and the color range of each group: the largest of its maps'.
 *
 * @param drawn the values that are drawn of each map.
 */
export function scalesOf(
  maps: readonly ViewMap[],
  drawn: readonly Float32Array[],
  clip: number,
): { facts: MapFacts[]; scales: Map<string, Scale> } {
  const facts = drawn.map((values) => factsOf(values, clip));
  const ranges = rangesOf(maps.map(({ told }, i) => ({ group: told.group, range: facts[i].range })));
  const scales = new Map(
    maps.map(({ told: { group }, meaning }) => [group, { group, meaning, range: ranges.get(group) ?? 1 }] as const),
  );
  return { facts, scales };
}
