import type { ViewMap } from "./viewMaps.ts";

/** The maps over one picture, in the order of the payload. */
export interface Group {
  /** Its place among the payload's images. */
  image: number;
  maps: ViewMap[];
}

/** Maps by what they lie over, in the order in which it first appears. */
export function groupsOf(maps: readonly ViewMap[]): Group[] {
  const groups = new Map<number, Group>();
  for (const map of maps) {
    const { image } = map.told;
    const group = groups.get(image) ?? { image, maps: [] };
    groups.set(image, group);
    group.maps.push(map);
  }
  return [...groups.values()];
}
