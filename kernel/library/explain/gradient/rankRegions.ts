import type { Places } from "../segments/masks.ts";

export interface Ranked {
  /** Of each place: the mean attribution of the region that it belongs to. */
  readonly values: Float64Array;
  /** Of each place: the rank of its region, 1 for the one with the largest mean. */
  readonly ranks: Int32Array;
}

export interface RankOptions {
  /** What a mask must have beside the regions before it. */
  readonly minPixelDiff: number;
  /** Whether the order of masks is chosen once, by all of each, and not anew after each. */
  readonly fast: boolean;
}

interface Region {
  readonly places: Places;
  readonly mean: number;
}

/**
 * Covers a picture with masks, each time the one that adds the most attribution for each pixel that it adds: XRAI's
 * regions. What no mask covers is the last region.
 *
 * @param masks they may overlap.
 */
export function rankRegions(attribution: ArrayLike<number>, masks: readonly Places[], options: RankOptions): Ranked {
  const covered = new Uint8Array(attribution.length);
  const free = new Int32Array(attribution.length);
  const added = (mask: Places): Region => {
    let size = 0;
    let sum = 0;
    for (const place of mask) {
      if (covered[place] === 1) continue;
      free[size++] = place;
      sum += attribution[place];
    }
    return { places: size === mask.length ? mask : free.slice(0, size), mean: sum / size };
  };
  const regions: Region[] = [];
  const take = (region: Region) => {
    regions.push(region);
    for (const place of region.places) covered[place] = 1;
  };
  if (options.fast) {
    for (const mask of byMean(masks.map(added))) {
      const region = added(mask.places);
      if (region.places.length >= options.minPixelDiff) take(region);
    }
  } else {
    let left = masks;
    while (left.length > 0) {
      const adding = left.map(added).filter(({ places }) => places.length >= options.minPixelDiff);
      if (adding.length === 0) break;
      const best = adding.reduce((found, each) => (each.mean > found.mean ? each : found));
      take(best);
      // What is covered stays so: a mask goes on as what it still adds.
      left = adding.filter((each) => each !== best).map(({ places }) => places);
    }
  }
  const rest = added(Int32Array.from(covered.keys()));
  const ordered = [...byMean(regions), ...(rest.places.length > 0 ? [rest] : [])];
  const values = new Float64Array(attribution.length);
  const ranks = new Int32Array(attribution.length);
  for (const [i, { places, mean }] of ordered.entries()) {
    for (const place of places) {
      values[place] = mean;
      ranks[place] = i + 1;
    }
  }
  return { values, ranks };
}

/** The largest first; of equal ones the earlier. */
const byMean = (regions: readonly Region[]) => [...regions].sort((a, b) => b.mean - a.mean);
