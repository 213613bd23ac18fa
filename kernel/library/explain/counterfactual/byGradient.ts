import type { Space } from "./space.ts";
import { logOdds, type Wish } from "./Wish.ts";

/** Where the way ended: the row that fulfils the wish, or the one that came nearest to it. */
export interface Attempt {
  readonly row: Float32Array;
  readonly probability: number;
}

const mostSteps = 60;

/**
 * The nearest row that fulfils the wish, in Euclidean distance over the scales: from the linearized wish's boundary the
 * nearest point is taken, again and again (Hasofer, Lind 1974; Rackwitz, Fiessler 1978), with a shorter step where the
 * answer bends. Exact after one step for a linear model. What is fixed, and what has met its bound, stays out of it.
 *
 * @param costs of changing each feature, beside the scale: larger ones lead to other features.
 */
export async function byGradient(
  wish: Wish,
  space: Space,
  original: Float32Array,
  costs: Float64Array,
): Promise<Attempt> {
  const size = original.length;
  const unit = space.scale.map((scale, i) => scale / costs[i]);
  const goal = logOdds(wish.probability);
  const within = (value: number, i: number) => Math.min(Math.max(value, space.low[i]), space.high[i]);
  let row = original.slice();
  let here = await wish.slope(row);
  let best: Attempt = { row, probability: here.probability };
  let nearest: Attempt | undefined;
  for (let step = 0; step < mostSteps; step++) {
    const gap = goal - logOdds(here.probability);
    const aim = towards(here.gradient, gap);
    const moved = row.map((value, i) => aim[i] - value);
    if (!moved.some((value, i) => Math.abs(value) > 1e-4 * unit[i])) break;
    let next = row;
    let there = here;
    for (let share = 1; share > 0.02; share /= 2) {
      next = row.map((value, i) => within(value + share * moved[i], i));
      there = await wish.slope(next);
      const left = Math.abs(goal - logOdds(there.probability));
      if (left < Math.abs(gap) || left < 1e-3) break;
      // On the boundary already, a step along it may leave it a little.
      if (Math.abs(gap) < 1e-2 && left < 0.5) break;
    }
    [row, here] = [next, there];
    if (here.probability > best.probability) best = { row, probability: here.probability };
    if (wish.met(here.probability) && (!nearest || length(row) < length(nearest.row))) {
      nearest = { row, probability: here.probability };
    }
  }
  const end = nearest ?? (await beyond());
  return end ?? best;

  function length(at: Float32Array): number {
    let squares = 0;
    for (let i = 0; i < size; i++) squares += ((at[i] - original[i]) / unit[i]) ** 2;
    return squares;
  }

  /** The nearest point to the original where the answer, if it were straight, would be as wished. */
  function towards(gradient: Float64Array, gap: number): Float64Array {
    const open = space.free.slice();
    const aim = Float64Array.from(original);
    for (let round = 0; round < 8; round++) {
      let steep = 0;
      let need = gap;
      for (let i = 0; i < size; i++) {
        // From here to the original, and of what is bounded to its bound, is already accounted for.
        need += gradient[i] * (row[i] - (open[i] ? original[i] : aim[i]));
        if (open[i]) steep += (gradient[i] * unit[i]) ** 2;
      }
      if (steep === 0) return aim;
      let bounded = false;
      for (let i = 0; i < size; i++) {
        if (!open[i]) continue;
        const wanted = original[i] + (need / steep) * gradient[i] * unit[i] ** 2;
        aim[i] = within(wanted, i);
        if (aim[i] === wanted) continue;
        open[i] = 0;
        bounded = true;
      }
      if (!bounded) return aim;
    }
    return aim;
  }

  /** The way ended just short of the boundary: a little further the same way. */
  async function beyond(): Promise<Attempt | undefined> {
    for (const share of [1.001, 1.01, 1.05, 1.2]) {
      const further = row.map((value, i) => within(original[i] + share * (value - original[i]), i));
      const [probability] = await wish.ask([further]);
      if (wish.met(probability)) return { row: further, probability };
    }
    return undefined;
  }
}

/** The same with as few features as do: those that bring most on the way with all of them. */
export async function byFewGradients(
  wish: Wish,
  space: Space,
  original: Float32Array,
  costs: Float64Array,
): Promise<Attempt> {
  const whole = await byGradient(wish, space, original, costs);
  if (!wish.met(whole.probability)) return whole;
  const brought = Float64Array.from(
    whole.row,
    (value, i) => Math.abs(value - original[i]) / (space.scale[i] / costs[i]),
  );
  const order = [...brought.keys()].filter((i) => brought[i] > 0).sort((a, b) => brought[b] - brought[a]);
  let [tooFew, enough, best] = [0, order.length, whole];
  while (enough - tooFew > 1) {
    const count = (tooFew + enough) >> 1;
    const free = new Uint8Array(original.length);
    for (const feature of order.slice(0, count)) free[feature] = 1;
    const attempt = await byGradient(wish, { ...space, free }, original, costs);
    if (wish.met(attempt.probability)) [enough, best] = [count, attempt];
    else tooFew = count;
  }
  return best;
}
