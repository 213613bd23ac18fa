import { readInputs } from "../explain/call/inputs.ts";
import { checkHandedOn, takenBy } from "../explain/call/Method.ts";
import { type AttributeOptions, type SeededOptions, seededNames } from "../explain/call/options.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { spearman } from "../math/spearman.ts";
import { jackknife, mean } from "../math/statistics.ts";
import type { Inputs } from "../signature/Inputs.ts";
import type { Names } from "../text/checkNames.ts";
import { readPlaces, targetsOf } from "./maps.ts";
import { drawPerturbations } from "./perturbations.ts";
import { reporter } from "./report.ts";
import { Scores, type ScoresFields } from "./Scores.ts";
import type { MapMaker } from "./sensitivityMax.ts";

export interface ConsistencyOptions extends SeededOptions {
  /** What differs between the runs: the seed (default), or the input, by a little. */
  over?: "seeds" | "inputs";
  /** How many runs are compared (default 5). */
  nRuns?: number;
  /** How far each number of an input moves at most, `over: "inputs"` (default 0.02). */
  perturbRadius?: number;
  /** How many of the strongest places are compared (default: a fifth of them, from 1 to 10). */
  k?: number;
}

const consistencyNames = {
  ...seededNames,
  over: true,
  nRuns: true,
  perturbRadius: true,
  k: true,
} as const satisfies Names<ConsistencyOptions>;

/** Consistency of maps, with the overlap of their strongest places beside their correlation. */
export class Consistency extends Scores {
  /** Mean share of the `k` strongest places that two runs have in common, 0 to 1, one for each map. */
  readonly overlap: Float64Array;
  readonly k: number;

  constructor({ overlap, k, ...fields }: ScoresFields & { overlap: Float64Array; k: number }) {
    super(fields);
    this.overlap = overlap;
    this.k = k;
  }
}

/**
 * Whether a method says the same again: the mean Spearman correlation between the maps of several runs, with other seeds
 * (what a sampling method owes to chance; 1 for a method without) or on inputs that differ by next to nothing.
 *
 * `standardError` is the jackknife's over the runs. Cost: the method's, `nRuns` times.
 *
 * Visani et al. 2022, "Statistical stability indices for LIME"; Alvarez-Melis, Jaakkola 2018, "On the Robustness of
 * Interpretability Methods".
 *
 * @param options the method's own too.
 * @throws OptionError; what the method throws.
 * @example
 * const { mean, overlap } = await consistency(new KernelShap(model), images, { featureMask, nSamples: 500 });
 */
export async function consistency<Options extends AttributeOptions>(
  method: MapMaker<Options>,
  inputs: Inputs,
  options: ConsistencyOptions & Partial<Options> = {},
): Promise<Consistency> {
  checkHandedOn("consistency()", consistencyNames, method, options);
  const { over = "seeds", nRuns = 5, perturbRadius = 0.02, k, seed = 0, ...others } = options;
  if (!Number.isInteger(nRuns) || nRuns < 2)
    throw new OptionError(say`nRuns is ${nRuns}: give a whole number, at least 2`);
  if (over !== "seeds" && over !== "inputs")
    throw new OptionError(say`over cannot be "${over}": expected seeds or inputs`);
  if (!(perturbRadius > 0)) throw new OptionError(say`perturbRadius is ${perturbRadius}: give a number above 0`);
  const rows = await readInputs(inputs);
  const moved = drawPerturbations(
    rows,
    nRuns,
    seed,
    (random) => 2 * random.uniform() - 1,
    () => perturbRadius,
  );
  const report = reporter(options, "consistency");
  const runs: Explanation[] = [];
  for (let run = 0; run < nRuns; run++) {
    const values = rows.values.slice();
    if (over === "inputs" && run > 0) {
      for (let input = 0; input < rows.count; input++) {
        for (const [i, step] of moved.of(input, run).entries()) values[input * rows.size + i] += step;
      }
    }
    const own = {
      ...others,
      seed: over === "seeds" ? seed + run : seed,
      ...(runs.length > 0 ? targetsOf(runs[0]) : {}),
      onProgress: (fraction: number) => report((run + fraction) / nRuns),
    };
    runs.push(await method.attribute({ values, shape: rows.shape }, takenBy(method, own) as unknown as Options));
  }
  const maps = runs.map(readPlaces);
  const places = maps[0][0].length;
  const strongest = k ?? Math.max(1, Math.min(10, Math.ceil(places / 5)));
  if (!Number.isInteger(strongest) || strongest < 1 || strongest > places) {
    throw new OptionError(say`k is ${k}: give a whole number from 1 to ${places}, the number of positions`);
  }
  const each = maps[0].map((_, map) =>
    consistencyOf(
      maps.map((run) => run[map]),
      strongest,
    ),
  );
  return new Consistency({
    measure: "consistency",
    method: runs[0].method,
    scores: Float64Array.from(each, ({ rank }) => rank),
    standardError: Float64Array.from(each, ({ error }) => error),
    overlap: Float64Array.from(each, ({ overlap }) => overlap),
    k: strongest,
    modelPasses: runs.reduce((sum, { modelPasses }) => sum + modelPasses, 0),
  });
}

/** How alike several maps of the same answer are, over all pairs; constant maps are alike to each other only. */
export function consistencyOf(
  maps: readonly Float64Array[],
  k: number,
): { rank: number; error: number; overlap: number } {
  const count = maps.length;
  const ranks = maps.map((a, i) => maps.map((b, j) => (i < j ? likeness(a, b) : 0)));
  const tops = maps.map((map) => strongestOf(map, k));
  const pairs = (of: (i: number, j: number) => number, left = -1) => {
    const found: number[] = [];
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) if (i !== left && j !== left) found.push(of(i, j));
    }
    return mean(found);
  };
  const rank = (i: number, j: number) => ranks[i][j];
  return {
    rank: pairs(rank),
    error: count > 2 ? jackknife(count, (left) => pairs(rank, left)) : Number.NaN,
    overlap: pairs((i, j) => [...tops[i]].filter((place) => tops[j].has(place)).length / k),
  };
}

const likeness = (a: Float64Array, b: Float64Array): number =>
  spearman(a, b) ?? (a.every((value, i) => value === b[i]) ? 1 : 0);

const strongestOf = (map: Float64Array, k: number): Set<number> =>
  new Set([...map.keys()].sort((a, b) => Math.abs(map[b]) - Math.abs(map[a]) || a - b).slice(0, k));
