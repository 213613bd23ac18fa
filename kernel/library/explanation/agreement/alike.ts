import { ofRanks, ranksOf } from "../../math/spearman.ts";

/** How alike two maps are. */
export interface Alike {
  /** Spearman's correlation of the |values|; null where one of the two is constant. */
  readonly rank: number | null;
  /** How many of the strongest places they share. */
  readonly overlap: number;
  /** At how many of these the two have opposite signs. */
  readonly opposed: number;
  /** Whether they are the same map: no two values differ by more than a thousandth of the largest. */
  readonly equal: boolean;
}

/** A map as it is compared: its values, the ranks of their sizes, and its strongest places, strongest first. */
export interface Ranked {
  readonly values: Float64Array;
  readonly ranks: Float64Array;
  readonly top: readonly number[];
}

export function ranked(values: Float64Array, k: number): Ranked {
  const sizes = values.map(Math.abs);
  return { values, ranks: ranksOf(sizes), top: strongest(sizes, k) };
}

export function alike(a: Ranked, b: Ranked): Alike {
  const shared = a.top.filter((place) => b.top.includes(place));
  return {
    rank: ofRanks(a.ranks, b.ranks),
    overlap: shared.length,
    opposed: shared.filter((place) => a.values[place] * b.values[place] < 0).length,
    equal: isEqual(a.values, b.values),
  };
}

function isEqual(a: Float64Array, b: Float64Array): boolean {
  let [largest, apart] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs(a[i]), Math.abs(b[i]));
    apart = Math.max(apart, Math.abs(a[i] - b[i]));
  }
  return apart <= 1e-3 * largest;
}

/** Where equal, the first in order; a place that got nothing is not strong. */
function strongest(sizes: Float64Array, k: number): number[] {
  const least = sizes.slice().sort()[Math.max(0, sizes.length - k)];
  const found: number[] = [];
  for (let place = 0; place < sizes.length; place++) if (sizes[place] > 0 && sizes[place] >= least) found.push(place);
  return found.sort((a, b) => sizes[b] - sizes[a] || a - b).slice(0, k);
}
