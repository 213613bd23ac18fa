import { ofRanks, ranksOf } from "../../math/spearman.ts";

/** How alike two maps are. */
export interface Alike {
  /** Spearman's correlation of the |values|; null where one of the two is constant. */
  readonly rank: number | null;
  /** How many of the strongest places they share. */
  readonly overlap: number;
}

/** A map as it is compared: the ranks of its |values|, and its strongest places, strongest first. */
export interface Ranked {
  readonly ranks: Float64Array;
  readonly top: readonly number[];
}

export function ranked(values: Float64Array, k: number): Ranked {
  const sizes = values.map(Math.abs);
  return { ranks: ranksOf(sizes), top: strongest(sizes, k) };
}

export const alike = (a: Ranked, b: Ranked): Alike => ({
  rank: ofRanks(a.ranks, b.ranks),
  overlap: a.top.filter((place) => b.top.includes(place)).length,
});

/** Where equal, the first in order; a place that got nothing is not strong. */
function strongest(sizes: Float64Array, k: number): number[] {
  const least = sizes.slice().sort()[Math.max(0, sizes.length - k)];
  const found: number[] = [];
  for (let place = 0; place < sizes.length; place++) if (sizes[place] > 0 && sizes[place] >= least) found.push(place);
  return found.sort((a, b) => sizes[b] - sizes[a] || a - b).slice(0, k);
}
