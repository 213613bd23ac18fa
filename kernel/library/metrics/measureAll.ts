import type { Model } from "../engine/model.ts";
import type { Output } from "../engine/runner.ts";
import type { Call } from "../explain/call/call.ts";
import type { CommonOptions, SeededOptions } from "../explain/call/options.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import type { Baseline } from "../signature/Inputs.ts";
import type { Names } from "../text/checkNames.ts";
import { complexity } from "./complexity.ts";
import { consistency } from "./consistency.ts";
import { effectiveComplexity } from "./effectiveComplexity.ts";
import { faithfulnessOf } from "./faithfulnessCorrelation.ts";
import { infidelityOf, noiseOf } from "./infidelity.ts";
import { readMaps, readPlaces, targetsOf } from "./maps.ts";
import type { MethodOf } from "./methodOf.ts";
import { randomizationFrom } from "./parameterRandomization.ts";
import { areaUnder, type Direction, removalCurves } from "./removal.ts";
import { type MapMaker, sensitivityFrom } from "./sensitivityMax.ts";
import { sparseness } from "./sparseness.ts";
import type { MeasureName } from "./words.ts";

export interface MeasuringOptions {
  /** Places taken away (or shown) at a step (default: so many that there are 28 steps at most). */
  featuresInStep?: number;
  /** What stands where a place is taken away (default 0). */
  baselines?: Baseline;
  /** Perturbations for infidelity, sets for faithfulness (default 100). */
  nSamples?: number;
  /** Perturbed copies for max-sensitivity (default 10). */
  nPerturbSamples?: number;
  /** Drawings of random weights (default 3). */
  nDraws?: number;
  /** Runs that consistency compares (default 5). */
  nRuns?: number;
}

export const measuringNames = {
  featuresInStep: true,
  baselines: true,
  nSamples: true,
  nPerturbSamples: true,
  nDraws: true,
  nRuns: true,
} as const satisfies Names<MeasuringOptions>;

/** Several methods' maps of the same inputs and targets. */
export interface Subject {
  readonly model: Model;
  readonly methods: readonly MethodOf[];
  /** The methods on the model. */
  readonly made: readonly MapMaker[];
  readonly explanations: readonly Explanation[];
  readonly options: MeasuringOptions & { readonly seed: number };
  /** What every call gets. */
  readonly common: CommonOptions & SeededOptions;
  /** One conversation with the model for each kind of output, shared by all methods and measures. */
  callOf(output: Output): Promise<Call>;
}

/** What a measure found of one method. */
export interface Found {
  readonly scores: Float64Array;
  readonly standardError?: Float64Array | undefined;
  /** Passes that no other method or measure has a part in. */
  readonly modelPasses?: number;
}

type Measure = (subject: Subject, report: (fraction: number) => void) => Promise<Found[]>;

async function removal({ explanations, options, callOf }: Subject, direction: Direction): Promise<Found[]> {
  const call = await callOf("probability");
  const asked = explanations.map((explanation) => ({ maps: readPlaces(explanation), direction }));
  const { fractions, curves } = await removalCurves(call, asked, options);
  return curves.map((pairs) => ({ scores: Float64Array.from(pairs, (curve) => areaUnder(curve, fractions)) }));
}

/** Methods of one kind of output at a time, in shared passes. */
async function byOutput(
  { explanations, callOf }: Subject,
  ask: (call: Call, sets: Float64Array[][]) => Promise<Found[]>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const output of ["logit", "probability"] as const) {
    const own = [...explanations.keys()].filter((i) => explanations[i].output === output);
    if (own.length === 0) continue;
    const scores = await ask(
      await callOf(output),
      own.map((i) => readMaps(explanations[i])),
    );
    for (const [place, i] of own.entries()) found[i] = scores[place];
  }
  return found;
}

/** One method after the other. */
async function inTurn(
  { explanations }: Subject,
  report: (fraction: number) => void,
  ask: (i: number) => Promise<Found> | Found,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const i of explanations.keys()) {
    found.push(await ask(i));
    report((i + 1) / explanations.length);
  }
  return found;
}

/** What each measure finds of every method. */
export const measureAll: Readonly<Record<Exclude<MeasureName, "pixelFlipping">, Measure>> = {
  deletion: (subject) => removal(subject, "deletion"),
  insertion: (subject) => removal(subject, "insertion"),
  infidelity: (subject) =>
    byOutput(subject, async (call, sets) => {
      const { nSamples = 100, seed } = subject.options;
      return infidelityOf(call, sets, await noiseOf(call, { nPerturbSamples: nSamples, seed }), "share");
    }),
  faithfulnessCorrelation: (subject) =>
    byOutput(subject, (call, sets) => {
      const { nSamples = 100, seed, baselines = 0 } = subject.options;
      return faithfulnessOf(call, sets, { nRuns: nSamples, seed, baselines });
    }),
  sensitivityMax: (subject, report) =>
    inTurn(subject, report, (i) => {
      const { nPerturbSamples = 10 } = subject.options;
      const asked = { ...subject.common, ...targetsOf(subject.explanations[0]), nPerturbSamples };
      return sensitivityFrom(subject.explanations[i], subject.made[i], asked);
    }),
  parameterRandomization: (subject, report) =>
    inTurn(subject, report, (i) => {
      const { explanations, methods, model, common, options } = subject;
      const { inputs: values, inputShape: shape } = explanations[i];
      const asked = { ...common, ...targetsOf(explanations[0]), nDraws: options.nDraws ?? 3 };
      return randomizationFrom(explanations[i], methods[i], model, { values, shape }, asked);
    }),
  consistency: (subject, report) =>
    inTurn(subject, report, (i) => {
      const { explanations, made, common, options } = subject;
      const { inputs: values, inputShape: shape } = explanations[i];
      const asked = { ...common, ...targetsOf(explanations[0]), nRuns: options.nRuns ?? 5 };
      return consistency(made[i], { values, shape }, asked);
    }),
  sparseness: (subject, report) => inTurn(subject, report, (i) => sparseness(subject.explanations[i])),
  complexity: (subject, report) => inTurn(subject, report, (i) => complexity(subject.explanations[i])),
  effectiveComplexity: (subject, report) =>
    inTurn(subject, report, (i) => effectiveComplexity(subject.explanations[i])),
};
