/** Classes in another order. */
export interface Reordered {
  /** `order[answered]`: the class that an answer stands for. */
  readonly order: readonly number[];
  /** The share of answers that is right then. */
  readonly accuracy: number;
}

/**
 * The order of the classes under which most answers are right: the best assignment of answers to classes.
 *
 * @param counts `counts[true][answered]`, of at most about 12 classes: cost 2ᶜ · c.
 */
export function bestOrder(counts: readonly (readonly number[])[]): Reordered {
  const classes = counts.length;
  // best[set]: most right answers when the first answers are given to the classes of the set.
  const best = new Float64Array(2 ** classes).fill(-1);
  const taken = new Int8Array(2 ** classes);
  best[0] = 0;
  for (let set = 0; set < best.length; set++) {
    const answered = bits(set);
    for (let c = 0; c < classes; c++) {
      const next = set | (1 << c);
      const hits = best[set] + (counts[c][answered] ?? 0);
      if (next === set || hits <= best[next]) continue;
      best[next] = hits;
      taken[next] = c;
    }
  }
  const order = new Array<number>(classes).fill(0);
  let set = best.length - 1;
  for (let answered = classes - 1; answered >= 0; answered--) {
    order[answered] = taken[set];
    set ^= 1 << taken[set];
  }
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  return { order, accuracy: best[best.length - 1] / total };
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
