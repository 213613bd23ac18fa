import { factsOf, type MapFacts } from "../shared/colorRange.ts";
import type { MapMeaning } from "../shared/mapMeaning.ts";
import { rangesOf } from "../shared/scaleGroups.ts";
import type { ViewMap } from "./viewMaps.ts";

export interface Scale {
  /** What the maps of one group share. */
  group: string;
  /** Of all maps of the group. */
  meaning: MapMeaning;
  /** |value| at which a color is full; undefined where each map has a scale of its own. */
  range: number | undefined;
  /** Of its maps, each once. */
  titles: readonly string[];
}

export interface Scales {
  /** Of each map as it is drawn. */
  facts: MapFacts[];
  /** |value| at which each map's color is full. */
  ranges: number[];
  /** By what maps share. */
  scales: Map<string, Scale>;
}

/**
 * What each map is like at a percentile, and the color range of each group: the largest of its maps'.
 *
 * @param drawn the values that are drawn of each map. @param own whether each map has a scale of its own.
 */
export function scalesOf(maps: readonly ViewMap[], drawn: readonly Float32Array[], clip: number, own: boolean): Scales {
  const facts = drawn.map((values) => factsOf(values, clip));
  const shared = rangesOf(maps.map(({ told }, i) => ({ group: told.group, range: facts[i].range })));
  const scales = new Map<string, Scale>();
  for (const { told, meaning, title } of maps) {
    const { group } = told;
    const titles = new Set([...(scales.get(group)?.titles ?? []), title]);
    scales.set(group, { group, meaning, range: own ? undefined : (shared.get(group) ?? 1), titles: [...titles] });
  }
  const ranges = maps.map(({ told }, i) => (own ? facts[i].range : shared.get(told.group)) || 1);
  return { facts, ranges, scales };
}
