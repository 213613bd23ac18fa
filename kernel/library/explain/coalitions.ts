import type { Random } from "../random.ts";
import type { Design } from "./ridge.ts";

/** Coalitions for Kernel SHAP: which segments are there, and how much each coalition counts. */
export interface Coalitions extends Design {
  readonly weights: Float64Array;
  /** The random draws: a coalition, its complement (or -1), and how often it was drawn. Those before are enumerated. */
  readonly draws: readonly { readonly rows: readonly number[]; times: number }[];
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return Math.round(result);
}

/** All ways to choose `k` of `n`, in lexicographic order. */
function* combinations(n: number, k: number): Generator<readonly number[]> {
  const chosen = Array.from({ length: k }, (_, i) => i);
  for (;;) {
    yield chosen;
    let place = k - 1;
    while (place >= 0 && chosen[place] === n - k + place) place--;
    if (place < 0) return;
    chosen[place] = chosen[place] + 1;
    for (let i = place + 1; i < k; i++) chosen[i] = chosen[i - 1] + 1;
  }
}

/**
 * SHAP's choice of coalitions: sizes that the budget can enumerate are enumerated, smallest and largest first; the rest
 * of the budget is drawn at random from the other sizes, each coalition together with its complement. Weights sum to 1
 * and follow the Shapley kernel (M − 1) / (C(M, s) s (M − s)). The empty and the full coalition are not among them.
 *
 * @param features M, at least 2.
 * @param budget how many coalitions; all 2^M − 2 where it allows them.
 */
export function shapCoalitions(features: number, budget: number, random: Random): Coalitions {
  const sizes = Math.ceil((features - 1) / 2);
  const paired = Math.floor((features - 1) / 2);
  const kernel = Float64Array.from({ length: sizes }, (_, i) => {
    const size = i + 1;
    return ((features - 1) / (size * (features - size))) * (size <= paired ? 2 : 1);
  });
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < sizes; i++) kernel[i] = kernel[i] / total;

  const allowed = features <= 30 ? Math.min(budget, 2 ** features - 2) : budget;
  const values = new Uint8Array(allowed * features);
  const weights = new Float64Array(allowed);
  let count = 0;
  const add = (members: readonly number[] | Int32Array, size: number, complement: boolean, weight: number) => {
    const row = values.subarray(count * features, (count + 1) * features);
    if (complement) row.fill(1);
    for (let i = 0; i < size; i++) row[members[i]] = complement ? 0 : 1;
    weights[count] = weight;
    return count++;
  };

  let left = allowed;
  let rest = 1;
  let full = 0;
  for (let size = 1; size <= sizes; size++) {
    const weight = kernel[size - 1];
    const subsets = binomial(features, size) * (size <= paired ? 2 : 1);
    if ((left * weight) / (rest * subsets) < 1 - 1e-8) break;
    full++;
    left -= subsets;
    rest -= weight;
    for (const members of combinations(features, size)) {
      add(members, size, false, weight / subsets);
      if (size <= paired) add(members, size, true, weight / subsets);
    }
  }
  const draws: { rows: readonly number[]; times: number }[] = [];
  if (full < sizes) {
    const fixed = count;
    drawRest(kernel, full, paired, random, { features, allowed, add, draws, size: () => count });
    let drawn = 0;
    for (const { rows, times } of draws) for (const row of rows) drawn += weights[row] = times;
    for (let row = fixed; row < count; row++) weights[row] = (weights[row] * rest) / drawn;
  }
  return {
    values: values.subarray(0, count * features),
    weights: weights.subarray(0, count),
    count,
    columns: features,
    draws,
  };
}

interface Drawing {
  features: number;
  allowed: number;
  add(members: Int32Array, size: number, complement: boolean, weight: number): number;
  draws: { rows: readonly number[]; times: number }[];
  size(): number;
}

function drawRest(kernel: Float64Array, full: number, paired: number, random: Random, to: Drawing): void {
  // A paired size brings two coalitions at each draw, so it is drawn half as often.
  const chances = Array.from(kernel.subarray(full), (weight, i) => (full + i + 1 <= paired ? weight / 2 : weight));
  const sum = chances.reduce((total, chance) => total + chance, 0);
  const seen = new Map<string, { times: number }>();
  // As in SHAP: a budget of draws too, for where few coalitions are left to find.
  for (let attempt = 4 * (to.allowed - to.size()); attempt > 0 && to.size() < to.allowed; attempt--) {
    let place = random.uniform() * sum;
    let index = 0;
    while (index < chances.length - 1 && place >= chances[index]) place -= chances[index++];
    const size = full + index + 1;
    const members = random.permutation(to.features).subarray(0, size).sort();
    const key = members.join();
    const known = seen.get(key);
    if (known) {
      known.times++;
      continue;
    }
    const rows = [to.add(members, size, false, 1)];
    if (size <= paired && to.size() < to.allowed) rows.push(to.add(members, size, true, 1));
    const draw = { rows, times: 1 };
    to.draws.push(draw);
    seen.set(key, draw);
  }
}
