import type { Table } from "../../datasets/table/Table.ts";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Random } from "../../math/random.ts";
import { type Bin, type Bins, binOf, binsOf } from "./discretizer.ts";

export type Discretizer = "quartile" | "decile" | "none";

/** A column as lime varies it. */
export type Spread =
  /** Names, each as often as in the training data. The linear model sees whether it is the instance's. */
  | { readonly kind: "names"; readonly shares: Float64Array }
  /** Bins, each as often as in the training data, and a number within. The linear model sees whether it is the instance's. */
  | ({ readonly kind: "bins" } & Bins)
  /** Normal numbers. The linear model sees them standardized. */
  | { readonly kind: "normal"; readonly mean: number; readonly std: number };

/** What the training data say of each column. @throws DataError where they lack a value. */
export function spreadsOf(table: Table, discretizer: Discretizer): Spread[] {
  const [lacking] = table.missing.keys();
  if (table.size === 0 || table.columns.some(({ name }) => name === lacking)) {
    throw new DataError(
      say`the training data lacks ${lacking ?? "rows"}: fill it with table.fillMissing(), or leave rows out`,
    );
  }
  return table.columns.map(({ name, kind, categories = [] }): Spread => {
    const values = table.column(name);
    if (kind === "categorical") {
      const shares = new Float64Array(categories.length);
      for (const code of values) shares[code] += 1 / values.length;
      return { kind: "names", shares };
    }
    if (discretizer !== "none") return { kind: "bins", ...binsOf(values, discretizer === "quartile" ? 4 : 10) };
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { kind: "normal", mean, std: Math.sqrt(variance) };
  });
}

/**
 * Rows around an instance, in the table's units; the first is the instance.
 *
 * @param around whether normal numbers lie around the instance's (lime's `sample_around_instance`), not around the mean.
 */
export function drawNeighbors(
  spreads: readonly Spread[],
  instance: ArrayLike<number>,
  count: number,
  random: Random,
  around: boolean,
): Float64Array {
  const width = spreads.length;
  const rows = new Float64Array(count * width);
  for (const [i, spread] of spreads.entries()) {
    const draw = drawerOf(spread, instance[i], random, around);
    rows[i] = instance[i];
    for (let at = width + i; at < rows.length; at += width) rows[at] = draw();
  }
  return rows;
}

function drawerOf(spread: Spread, own: number, random: Random, around: boolean): () => number {
  if (spread.kind === "names") return pickerOf(spread.shares, random);
  if (spread.kind === "normal") {
    const { std } = spread;
    const middle = around ? own : spread.mean;
    return () => random.normal() * std + middle;
  }
  const { bins } = spread;
  const pick = pickerOf(
    bins.map(({ share }) => share),
    random,
  );
  const within = bins.map((bin) => withinOf(bin, random));
  return () => within[pick()]();
}

/** Places, each as often as its share says. */
function pickerOf(shares: ArrayLike<number>, random: Random): () => number {
  const held = Array.from(shares, (_, place) => place).filter((place) => shares[place] > 0);
  let sum = 0;
  const ends = Float64Array.from(held, (place) => {
    sum += shares[place];
    return sum;
  });
  const last = held.length - 1;
  return () => {
    const drawn = random.uniform();
    let k = 0;
    while (k < last && drawn >= ends[k]) k++;
    return held[k];
  };
}

/** Normal numbers with the bin's mean and spread that lie in the bin, by rejection. */
function withinOf({ min, max, mean, std }: Bin, random: Random): () => number {
  if (!(std > 0) || min === max) {
    const only = Math.min(Math.max(mean, min), max);
    return () => only;
  }
  const [low, high] = [(min - mean) / std, (max - mean) / std];
  const range = high - low;
  // The mean lies in the bin: of uniform numbers enough are taken, unless the bin is very wide.
  if (range > 8) {
    return () => {
      for (;;) {
        const z = random.normal();
        if (z >= low && z <= high) return mean + z * std;
      }
    };
  }
  return () => {
    for (;;) {
      const z = low + range * random.uniform();
      const chance = random.uniform();
      const half = (z * z) / 2;
      // 1 − z²/2 is below exp(−z²/2): most are taken without the exponential.
      if (chance < 1 - half || chance < Math.exp(-half)) return mean + z * std;
    }
  };
}

/** Rows as the linear model sees them: standardized numbers, or 1 where a row is of the instance's bin or category. */
export function asSeen(spreads: readonly Spread[], rows: ArrayLike<number>): Float64Array {
  const width = spreads.length;
  const seen = new Float64Array(rows.length);
  for (const [i, spread] of spreads.entries()) {
    const own = rows[i];
    if (spread.kind === "names") {
      for (let at = i; at < rows.length; at += width) seen[at] = rows[at] === own ? 1 : 0;
    } else if (spread.kind === "bins") {
      // In the instance's bin: above its lower border, at most its upper one.
      const bin = binOf(spread.borders, own);
      const low = spread.borders[bin - 1] ?? Number.NEGATIVE_INFINITY;
      const high = spread.borders[bin] ?? Number.POSITIVE_INFINITY;
      for (let at = i; at < rows.length; at += width) seen[at] = rows[at] > low && rows[at] <= high ? 1 : 0;
    } else if (spread.std > 0) {
      // A constant column tells nothing.
      for (let at = i; at < rows.length; at += width) seen[at] = (rows[at] - spread.mean) / spread.std;
    }
  }
  return seen;
}
