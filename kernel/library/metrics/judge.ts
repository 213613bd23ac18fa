import { mean, standardDeviation } from "../math/statistics.ts";
import type { ParameterRandomization, RandomizationStep } from "./Randomization.ts";

/** `cannot tell`: what stays of the map stays of the plain gradient too, or there is nothing to compare. */
export type Verdict = "passes" | "doubtful" | "fails" | "cannot tell";

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
  /** The same `magnitude` of the plain gradient. */
  readonly gradientMagnitude: number | undefined;
  /** Whether something follows from a map that stays: the plain gradient is known, and does not stay. */
  readonly canTell: boolean;
}

/**
 * What a verdict rests on. Of a map that stays: the same (`unchanged`), but for its sign (`sign`), in large part (`alike`)
 * or in part (`partly`). It `changes`, or stays as little or as much as the plain gradient (`asGradient`: passes or cannot
 * tell). The model has no gradient (`noGradient`), or the map is constant (`constant`).
 */
export type Why = "unchanged" | "sign" | "alike" | "partly" | "changes" | "asGradient" | "noGradient" | "constant";

export interface Judgement {
  readonly verdict: Verdict;
  readonly steps: readonly Kept[];
  /** The step that the verdict rests on: where most was kept. */
  readonly worst: Kept;
  readonly why: Why;
}

const fails = { rank: 0.4, above: 0.25 };
const doubtful = { rank: 0.3, above: 0.15 };
/** |ρ| from which two maps are the same but for their sign. */
const same = 0.9;
/** Correlation of the |values| from which on their strengths come from the input and the architecture. */
export const strong = 0.8;

/** The verdict, a function of nothing but the correlations; `isConstant`: none of the trained model's maps has an order. */
export function judge(
  found: ParameterRandomization,
  yardstick: ParameterRandomization | undefined,
  isConstant = false,
): Judgement {
  const steps = found.steps.map((step, i) => keptIn(step, yardstick?.steps[i]));
  const judged = steps.map((kept) => ({ kept, verdict: verdictOn(kept) }));
  const strength = ({ kept, verdict }: (typeof judged)[number]) =>
    order.indexOf(verdict) + (kept.size >= same ? kept.size : Math.abs(kept.rank)) / 2;
  const worst = judged.reduce((most, step) => (strength(step) > strength(most) ? step : most));
  if (isConstant) return { verdict: "cannot tell", steps, worst: worst.kept, why: "constant" };
  return { verdict: worst.verdict, steps, worst: worst.kept, why: whyOf(worst.kept, worst.verdict) };
}

/** The worst last. */
const order: readonly Verdict[] = ["passes", "cannot tell", "doubtful", "fails"];

function verdictOn(kept: Kept): Verdict {
  const rank = Math.abs(kept.rank);
  if (kept.size < same && rank < doubtful.rank) return "passes";
  if (!kept.canTell) return "cannot tell";
  const above = rank - Math.abs(kept.gradient ?? 0);
  if (kept.size >= same || (rank >= fails.rank && above >= fails.above)) return "fails";
  return above >= doubtful.above ? "doubtful" : "passes";
}

function whyOf({ rank, size, gradient }: Kept, verdict: Verdict): Why {
  if (verdict === "passes") return Math.abs(rank) >= doubtful.rank ? "asGradient" : "changes";
  if (verdict === "cannot tell") return gradient === undefined ? "noGradient" : "asGradient";
  if (verdict === "doubtful") return "partly";
  if (size < same) return "alike";
  return Math.abs(rank) >= same ? "unchanged" : "sign";
}

function keptIn(step: RandomizationStep, yardstick: RandomizationStep | undefined): Kept {
  const byDraw = step.ranks.map(mean);
  const gradient = yardstick && averages(yardstick);
  return {
    layer: step.layer,
    ...averages(step),
    standardError: standardDeviation(byDraw) / Math.sqrt(byDraw.length),
    gradient: gradient?.rank,
    gradientMagnitude: gradient?.magnitude,
    // A method just above what the gradient keeps must not be convicted for it.
    canTell:
      gradient !== undefined &&
      Math.abs(gradient.rank) < fails.rank &&
      gradient.size < same - fails.above &&
      gradient.magnitude < strong,
  };
}

const averages = ({ ranks, magnitudes }: RandomizationStep) => ({
  rank: mean(ranks.map(mean)),
  size: mean(ranks.map((draw) => mean(draw.map(Math.abs)))),
  magnitude: mean(magnitudes.map(mean)),
});
