/** What two maps of nothing in common would still share, as often as it was measured. */
export interface Draws {
  /** Rank correlations; what is not defined is no draw. */
  readonly rank: ArrayLike<number>;
  /** How many of the strongest places were shared. */
  readonly overlap: ArrayLike<number>;
}

/** What a pair of maps is held against: 95 % of its own draws are not above these. */
export interface Yardstick {
  /** One map shifted over the other, or one of the two made of the same network with random weights. */
  readonly kind: "shifts" | "randomizations";
  readonly draws: number;
  readonly rank: number;
  readonly overlap: number;
}

/**
 * Why there is no yardstick: the input is mostly one even area, or its baseline, so that shifted maps show nothing
 * (`even`); its numbers have no neighbors, or none that are known (`neighbors`); there are too few shifts (`few`), or too
 * few maps of random networks that are not constant (`constant`).
 */
export type Unmeasured = "even" | "neighbors" | "few" | "constant";

/**
 * Where a pair lies: above 95 % of its draws (`agree`), not above (`chance`), or not to be told (`unmeasured`). Maps with
 * the same order of all places agree whatever chance does (`same`); of a constant one there is no order (`constant`).
 */
export type Standing = "same" | "agree" | "chance" | "unmeasured" | "constant";

const share = 0.95;

/**
 * The bound that one draw more would exceed at most once in twenty times, were it like the others: the ⌈0.95·(n + 1)⌉th
 * of them in ascending order. Undefined of fewer than 19, the largest of which would be exceeded more often.
 */
export function boundOf(draws: ArrayLike<number>): number | undefined {
  const sorted = Float64Array.from(draws).sort();
  return sorted[Math.ceil(share * (draws.length + 1) - 1e-9) - 1];
}

/** @returns undefined of too few draws. */
export function yardstickOf(kind: Yardstick["kind"], { rank, overlap }: Draws): Yardstick | undefined {
  const [rankBound, overlapBound] = [boundOf(rank), boundOf(overlap)];
  if (rankBound === undefined || overlapBound === undefined) return undefined;
  return { kind, draws: rank.length, rank: rankBound, overlap: overlapBound };
}

export function standingOf(rank: number | null, yardstick: Yardstick | undefined): Standing {
  if (rank === null) return "constant";
  if (rank > 1 - 1e-9) return "same";
  if (!yardstick) return "unmeasured";
  return rank > yardstick.rank ? "agree" : "chance";
}
