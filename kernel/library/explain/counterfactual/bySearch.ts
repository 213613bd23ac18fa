import type { Random } from "../../math/random.ts";
import type { Rows } from "../call/inputs.ts";
import { distance, type Space, settle } from "./space.ts";
import type { Wish } from "./Wish.ts";

/** Rows to begin with, at most. */
const mostStarts = 24;
const perSphere = 400;

/** Rows of the data that fulfil the wish, nearest first. */
export async function neighbors(wish: Wish, space: Space, original: Float32Array, data: Rows) {
  const rows = Array.from({ length: data.count }, (_, row) =>
    data.values.subarray(row * data.size, (row + 1) * data.size),
  );
  const probabilities = await wish.ask(rows);
  return rows
    .map((row, i) => ({ row, probability: probabilities[i], away: distance(space, original, row) }))
    .filter(({ probability }) => wish.met(probability))
    .sort((a, b) => a.away - b.away);
}

/**
 * Rows that fulfil the wish, to be brought nearer: the nearest of the data, with what is fixed put back, and random ones
 * from spheres that grow until some are found (Laugel et al. 2018, "Growing Spheres").
 */
export async function starts(
  wish: Wish,
  space: Space,
  original: Float32Array,
  near: readonly Float32Array[],
  random: Random,
) {
  const own = near.slice(0, mostStarts).map((row) => settle(space, row.slice(), original));
  const found = await fulfilling(wish, own);
  let best = { row: original, probability: Number.NEGATIVE_INFINITY };
  for (let radius = 0.25; radius <= 64 && found.length < mostStarts; radius *= 2) {
    const drawn = Array.from({ length: perSphere }, () => onSphere(space, original, radius, random));
    const probabilities = await wish.ask(drawn);
    for (const [i, row] of drawn.entries()) {
      if (probabilities[i] > best.probability) best = { row, probability: probabilities[i] };
      if (wish.met(probabilities[i]) && found.length < mostStarts) found.push(row);
    }
  }
  return { found, best };
}

async function fulfilling(wish: Wish, rows: Float32Array[]): Promise<Float32Array[]> {
  if (rows.length === 0) return [];
  const probabilities = await wish.ask(rows);
  return rows.filter((_, i) => wish.met(probabilities[i]));
}

/** A row about `radius` scales away, some of its features changed. */
function onSphere(space: Space, original: Float32Array, radius: number, random: Random): Float32Array {
  const row = original.slice();
  const share = random.uniform();
  const direction = Float64Array.from(row, () => random.normal());
  const norm = Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0));
  for (const [i, { kind, categories }] of space.columns.entries()) {
    if (!space.free[i] || random.uniform() < share) continue;
    if (kind === "categorical") row[i] = random.integer(categories?.length ?? 1);
    else row[i] += (radius * Math.sqrt(row.length) * space.scale[i] * direction[i]) / norm;
  }
  return settle(space, row, original);
}

/**
 * Takes back what the wish does not need: whole features first, the dearest that can be spared, then parts of the
 * others' way. The row goes on fulfilling the wish.
 *
 * @param costs of changing each feature, beside its scale.
 */
export async function tighten(
  wish: Wish,
  space: Space,
  original: Float32Array,
  start: Float32Array,
  costs?: Float64Array,
): Promise<Float32Array> {
  let row: Float32Array = start.slice();
  const changed = () => [...row.keys()].filter((i) => row[i] !== original[i]);
  for (;;) {
    const features = changed();
    const without = features.map((feature) => {
      const back = row.slice();
      back[feature] = original[feature];
      return back;
    });
    const probabilities = without.length > 1 ? await wish.ask(without) : new Float64Array(without.length);
    const spared = features
      .map((feature, i) => ({ row: without[i], met: wish.met(probabilities[i]), cost: cost(feature) }))
      .filter(({ met }) => met)
      .sort((a, b) => b.cost - a.cost)[0];
    if (!spared) break;
    row = spared.row;
  }
  for (const feature of changed().sort((a, b) => cost(b) - cost(a))) row = await halved(feature);
  return row;

  function cost(feature: number): number {
    const { kind } = space.columns[feature];
    const size = kind === "categorical" ? 1 : Math.abs(row[feature] - original[feature]) / space.scale[feature];
    return size * (costs?.[feature] ?? 1);
  }

  /** As little of a feature's change as the wish needs, all others as they are. */
  async function halved(feature: number): Promise<Float32Array> {
    const { kind } = space.columns[feature];
    if (kind === "categorical") return row;
    const at = (value: number) => {
      const moved = row.slice();
      moved[feature] = value;
      return moved;
    };
    let [short, enough] = [original[feature], row[feature]];
    for (let i = 0; i < 16; i++) {
      const middle = kind === "integer" ? Math.round((short + enough) / 2) : (short + enough) / 2;
      if (middle === short || middle === enough) break;
      const [probability] = await wish.ask([at(middle)]);
      if (wish.met(probability)) enough = middle;
      else short = middle;
    }
    return at(enough);
  }
}
