import type { Random } from "../../math/random.ts";
import type { Design } from "../../math/ridge.ts";

/** Coalitions for Kernel SHAP: which segments are there, and how much each coalition counts. */
export interface Coalitions extends Design {
  readonly weights: Float64Array;
  /** The coalitions of one size with their complements, each pair once; none where the coalitions are someone's own. */
  readonly strata: readonly Stratum[];
}

export interface Stratum {
  /** Pairs there are; `pairs` has some or all of them. */
  readonly population: number;
  /** The first row of each pair; its complement is the next one. */
  readonly pairs: readonly number[];
}

/** Above this, a number of pairs is only known to be large. */
const countable = 1e6;

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return Math.round(result);
}

/** All ways to choose `k` of `n`, in lexicographic order. */
function combinations(n: number, k: number): Int32Array[] {
  const all: Int32Array[] = [];
  const chosen = Int32Array.from({ length: k }, (_, i) => i);
  for (;;) {
    all.push(chosen.slice());
    let place = k - 1;
    while (place >= 0 && chosen[place] === n - k + place) place--;
    if (place < 0) return all;
    chosen[place] = chosen[place] + 1;
    for (let i = place + 1; i < k; i++) chosen[i] = chosen[i - 1] + 1;
  }
}

/**
 * Chooses coalitions by their leverage in Kernel SHAP's regression: every size is asked about equally often, as the
 * leverage of a coalition is one over the number of coalitions of its size. Each comes with its complement (antithetic),
 * none comes twice, and sizes with few enough coalitions come whole. Weights follow the Shapley kernel, divided by how
 * much of a size was taken, and sum to 1. The empty and the full coalition are not among them.
 *
 * Musco, Witter 2025, "Provably Accurate Shapley Value Estimation via Leverage Score Sampling", section 3.
 */
export class CoalitionSampler {
  readonly #features: number;
  readonly #random: Random;
  readonly #sizes: Size[];
  readonly #marks: Float64Array;
  readonly #pool: Int32Array;
  readonly #shift: number;
  /** Of the first of each pair. */
  readonly #members: Int32Array[] = [];

  /** @param features at least 1. */
  constructor(features: number, random: Random) {
    this.#features = features;
    this.#random = random;
    this.#shift = random.uniform();
    this.#marks = Float64Array.from(
      { length: features },
      () => random.integer(2 ** 26) * 2 ** 26 + random.integer(2 ** 26),
    );
    this.#pool = Int32Array.from({ length: features }, (_, i) => i);
    this.#sizes = Array.from({ length: Math.floor(features / 2) }, (_, i) => {
      const size = i + 1;
      const isMiddle = 2 * size === features;
      const subsets = binomial(features, size);
      return {
        size,
        isMiddle,
        population: isMiddle ? subsets / 2 : subsets,
        // The kernel's weight of all coalitions of the size and of their complements.
        mass: ((features - 1) / (size * (features - size))) * (isMiddle ? 1 : 2),
        pairs: [],
        seen: new Set<number>(),
        left: undefined,
      };
    });
  }

  /** How many coalitions there are without the empty and the full one. */
  get population(): number {
    return this.#sizes.reduce((sum, { population }) => sum + 2 * population, 0);
  }

  /**
   * Brings the coalitions to `budget` of them, or one less where that is odd: those that are there stay, with other
   * weights, and keep their rows.
   */
  grow(budget: number): Coalitions {
    const wanted = wantedOf(this.#sizes, Math.floor(budget / 2));
    let sum = 0;
    let given = 0;
    for (const [i, size] of this.#sizes.entries()) {
      // Rounded up or down by chance, so that the numbers are right in the mean and in their sum.
      sum += wanted[i];
      const upTo = Math.min(Math.floor(sum + this.#shift + 1e-9), given + size.population);
      this.#draw(size, upTo - given);
      given = upTo;
    }
    const count = 2 * this.#members.length;
    const values = new Uint8Array(count * this.#features);
    for (const [pair, members] of this.#members.entries()) {
      const row = 2 * pair * this.#features;
      values.fill(1, row + this.#features, row + 2 * this.#features);
      for (const member of members) {
        values[row + member] = 1;
        values[row + this.#features + member] = 0;
      }
    }
    const weights = new Float64Array(count);
    let total = 0;
    for (const [i, { pairs, mass }] of this.#sizes.entries()) {
      // A size that is drawn from less than once stands for those that were not.
      const share = mass / (wanted[i] < 1 ? wanted[i] : pairs.length) / 2;
      for (const row of pairs) weights.fill(share, row, row + 2);
      total += share * 2 * pairs.length;
    }
    return {
      values,
      weights: weights.map((weight) => weight / total),
      count,
      columns: this.#features,
      strata: this.#sizes,
    };
  }

  #draw(size: Size, upTo: number): void {
    const missing = upTo - size.pairs.length;
    if (missing <= 0) return;
    // Where a good part is wanted, the rest is shuffled once; else what was seen is drawn again.
    if (size.population <= countable && 3 * upTo > size.population && !size.left) {
      const all = combinations(this.#features, size.size);
      const rest = all.slice(0, size.population).filter((members) => !size.seen.has(this.#markOf(members)));
      // All of them come in their own order: then the seed does not even move the rounding.
      size.left = rest.length <= missing ? rest.reverse() : (this.#random.shuffle(rest) as Int32Array[]);
    }
    for (let i = 0; i < missing; i++) this.#add(size, size.left ? size.left.pop() : this.#another(size));
  }

  #another({ size, isMiddle, seen }: Size): Int32Array {
    const pool = this.#pool;
    for (;;) {
      for (let i = 0; i < size; i++) {
        const j = i + this.#random.integer(pool.length - i);
        [pool[i], pool[j]] = [pool[j], pool[i]];
      }
      const first = pool.subarray(0, size);
      // Of a pair of halves the one with feature 0 is taken, as the first half of all combinations has it.
      const members = isMiddle && !first.includes(0) ? pool.slice(size) : first.slice();
      if (!seen.has(this.#markOf(members))) return members;
    }
  }

  #add(size: Size, members: Int32Array | undefined): void {
    if (!members) return;
    size.seen.add(this.#markOf(members));
    size.pairs.push(2 * this.#members.length);
    this.#members.push(members);
  }

  /** The same for the same members in any order; that two coalitions share one is so rare that one of them is left out. */
  #markOf(members: Int32Array): number {
    let sum = 0;
    for (const member of members) sum = (sum + this.#marks[member]) % 2 ** 52;
    return sum;
  }
}

interface Size extends Stratum {
  readonly size: number;
  readonly isMiddle: boolean;
  readonly mass: number;
  readonly pairs: number[];
  /** Marks of the coalitions that were drawn. */
  readonly seen: Set<number>;
  /** What is left of the size, in random order, once it is known. */
  left: Int32Array[] | undefined;
}

/** Pairs wanted of each size, equally many but for what a size does not have: the middle size is its own complement. */
function wantedOf(sizes: readonly Size[], pairs: number): number[] {
  const of = (level: number) =>
    sizes.map(({ population, isMiddle }) => Math.min(population, isMiddle ? level / 2 : level));
  const sum = (level: number) => of(level).reduce((total, wanted) => total + wanted, 0);
  const all = sizes.reduce((total, { population }) => total + population, 0);
  if (pairs >= all) return sizes.map(({ population }) => population);
  let [low, high] = [0, 2 * pairs];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (sum(middle) > pairs) high = middle;
    else low = middle;
  }
  return of(low);
}
