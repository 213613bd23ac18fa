import { mean, standardDeviation } from "../math/statistics.ts";
import type { Randomization, RandomizationStep } from "./Randomization.ts";

export type Verdict = "passes" | "doubtful" | "fails";

/** How alike maps stayed when one layer more was random. */
export interface Kept {
  readonly layer: string;
  /** Mean correlation over the maps and draws, −1 to 1. */
  readonly rank: number;
  /** Of it, over the draws; NaN for a single draw. */
  readonly standardError: number;
  /** Mean of its size: 1 where maps stay the same but for their sign. */
  readonly size: number;
  /** Mean correlation of the |values|. */
  readonly magnitude: number;
  /** The same `rank` of the plain gradient. */
  readonly gradient: number | undefined;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly steps: readonly Kept[];
  /** The step that the verdict rests on: where most was kept. */
  readonly worst: Kept;
  /** What the verdict rests on. */
  readonly why: "unchanged" | "sign" | "alike" | "partly" | "asGradient" | "changes";
}

const fails = { rank: 0.4, above: 0.25 };
const doubtful = { rank: 0.3, above: 0.15 };
/** |ρ| from which two maps are the same but for their sign. */
const same = 0.9;

/** The verdict, a function of nothing but the correlations. */
export function judge(found: Randomization, yardstick: Randomization | undefined): Judgement {
  const steps = found.steps.map((step, i) => keptIn(step, yardstick?.steps[i]));
  const above = ({ rank, gradient = 0 }: Kept) => Math.abs(rank) - Math.max(0, gradient);
  const level = (kept: Kept): number => {
    if (kept.size >= same) return 2;
    const reaches = (least: typeof fails) => Math.abs(kept.rank) >= least.rank && above(kept) >= least.above;
    return reaches(fails) ? 2 : reaches(doubtful) ? 1 : 0;
  };
  const strength = (kept: Kept) => level(kept) + (kept.size >= same ? kept.size : Math.abs(kept.rank)) / 2;
  const worst = steps.reduce((most, kept) => (strength(kept) > strength(most) ? kept : most));
  const verdict = (["passes", "doubtful", "fails"] as const)[level(worst)];
  return { verdict, steps, worst, why: whyOf(worst, verdict) };
}

function whyOf({ rank, size }: Kept, verdict: Verdict): Judgement["why"] {
  if (verdict === "passes") return Math.abs(rank) >= doubtful.rank ? "asGradient" : "changes";
  if (verdict === "doubtful") return "partly";
  if (size < same) return "alike";
  return Math.abs(rank) >= same ? "unchanged" : "sign";
}

function keptIn({ layer, ranks, magnitudes }: RandomizationStep, gradient: RandomizationStep | undefined): Kept {
  const byDraw = ranks.map(mean);
  return {
    layer,
    rank: mean(byDraw),
    standardError: standardDeviation(byDraw) / Math.sqrt(byDraw.length),
    size: mean(ranks.map((draw) => mean(draw.map(Math.abs)))),
    magnitude: mean(magnitudes.map(mean)),
    gradient: gradient && mean(gradient.ranks.map(mean)),
  };
}
