import type { Table } from "../../datasets/table/Table.ts";
import { DataError } from "../../errors.ts";
import type { Random } from "../../random.ts";
import { type Bin, type Bins, binOf, binsOf } from "./discretizer.ts";

export type Discretizer = "quartile" | "decile" | "none";

/** A column as lime varies it. */
export type Spread =
  /** Names, each as often as in the training data. The linear model sees whether it is the instance's. */
  | { readonly kind: "names"; readonly shares: Float64Array }
  /** Bins, each as often as in the training data, and a number within. The linear model sees whether it is the instance's. */
  | ({ readonly kind: "bins" } & Bins)
  /** Normal numbers. The linear model sees them standardised. */
  | { readonly kind: "normal"; readonly mean: number; readonly std: number };

/** What the training data say of each column. @throws DataError where they lack a value. */
export function spreadsOf(table: Table, discretizer: Discretizer): Spread[] {
  const [lacking] = table.missing.keys();
  if (table.size === 0 || table.columns.some(({ name }) => name === lacking)) {
    throw new DataError(
      `the training data lack ${lacking ?? "rows"}: fill them, table.fillMissing(), or leave rows out`,
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
export function drawNeighbours(
  spreads: readonly Spread[],
  instance: ArrayLike<number>,
  count: number,
  random: Random,
  around: boolean,
): Float64Array {
  const width = spreads.length;
  const rows = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    for (const [i, spread] of spreads.entries()) {
      rows[row * width + i] = row === 0 ? instance[i] : drawOne(spread, instance[i], random, around);
    }
  }
  return rows;
}

function drawOne(spread: Spread, own: number, random: Random, around: boolean): number {
  if (spread.kind === "names") return pick(spread.shares.length, (k) => spread.shares[k], random);
  if (spread.kind === "normal") return random.normal() * spread.std + (around ? own : spread.mean);
  const { bins } = spread;
  return within(bins[pick(bins.length, (k) => bins[k].share, random)], random);
}

function pick(count: number, share: (k: number) => number, random: Random): number {
  let place = random.uniform();
  let last = 0;
  for (let k = 0; k < count; k++) {
    if (share(k) === 0) continue;
    last = k;
    place -= share(k);
    if (place < 0) return k;
  }
  return last;
}

/** A normal number with the bin's mean and spread that lies in the bin, by rejection. */
function within({ min, max, mean, std }: Bin, random: Random): number {
  if (!(std > 0) || min === max) return Math.min(Math.max(mean, min), max);
  const [low, high] = [(min - mean) / std, (max - mean) / std];
  // The mean lies in the bin: at least a narrow part of a wide one is hit often.
  const wide = high - low > 3;
  for (;;) {
    const z = wide ? random.normal() : low + (high - low) * random.uniform();
    if (wide ? z >= low && z <= high : random.uniform() < Math.exp(-(z * z) / 2)) return mean + z * std;
  }
}

/** Rows as the linear model sees them: standardised numbers, or 1 where a row is of the instance's bin or category. */
export function asSeen(spreads: readonly Spread[], rows: ArrayLike<number>): Float64Array {
  const width = spreads.length;
  return Float64Array.from(rows, (value, at) => {
    const spread = spreads[at % width];
    const own = rows[at % width];
    if (spread.kind === "names") return Number(value === own);
    if (spread.kind === "bins") return Number(binOf(spread.borders, value) === binOf(spread.borders, own));
    // A constant column tells nothing.
    return spread.std === 0 ? 0 : (value - spread.mean) / spread.std;
  });
}
