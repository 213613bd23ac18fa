import { factsOf, type MapFacts } from "../shared/mapFacts.ts";
import type { MapMeaning } from "../shared/mapMeaning.ts";
import type { ViewMap } from "./viewMaps.ts";

export interface Scale {
  /** What the maps of one group share. */
  group: string;
  /** Of all maps of the group. */
  meaning: MapMeaning;
  /** |value| at which a color is full. */
  range: number;
}

/** What each map is like at a percentile, and the color range of each group: the largest of its maps'. */
export function scalesOf(maps: readonly ViewMap[], clip: number): { facts: MapFacts[]; scales: Map<string, Scale> } {
  const facts = maps.map(({ map }) => factsOf(map.values, clip));
  const scales = new Map<string, Scale>();
  for (const [i, { told, meaning }] of maps.entries()) {
    const { group } = told;
    const range = Math.max(scales.get(group)?.range ?? 0, facts[i].range);
    scales.set(group, { group, meaning, range });
  }
  for (const scale of scales.values()) scale.range ||= 1;
  return { facts, scales };
}
