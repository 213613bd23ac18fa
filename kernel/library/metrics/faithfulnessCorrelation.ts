import type { Model } from "../engine/model.ts";
import type { Call } from "../explain/call/call.ts";
import { readArray, readBaselines } from "../explain/call/inputs.ts";
import { type SeededOptions, seededNames } from "../explain/call/options.ts";
import type { ExplanationFields } from "../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { createRandom } from "../math/random.ts";
import { sampledPearson } from "../math/statistics.ts";
import type { Baseline, Inputs } from "../signature/Inputs.ts";
import { byPlace } from "../signature/places.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { askPerturbed } from "./askPerturbed.ts";
import { beginCheck } from "./beginCheck.ts";
import { placesAsked, readMaps } from "./maps.ts";
import { Scores } from "./Scores.ts";

export interface FaithfulnessCorrelationOptions extends SeededOptions {
  /** Random sets of places for each input (default 100). */
  nRuns?: number;
  /** Places in a set (default: a quarter of them). */
  subsetSize?: number;
  /** Sets of your own: the places of each, `[runs, n, subsetSize]`. */
  subsets?: Inputs;
  /** What stands where a place is taken away (default 0). */
  baselines?: Baseline;
}

const faithfulnessCorrelationNames = {
  ...seededNames,
  nRuns: true,
  subsetSize: true,
  subsets: true,
  baselines: true,
} as const satisfies Names<FaithfulnessCorrelationOptions>;

/**
 * Whether the values of random sets of places add up to what the answer loses without them: Pearson's correlation of
 * Σ map over the set and F(x) − F(x without the set), −1 to 1. 1 for the true map of a linear model. The map and F are of
 * the same output: what the explanation explained.
 *
 * `standardError` is the jackknife's, over the sets. Cost: `nRuns` forward passes for each input, whatever the number of
 * targets, and one or two predictions.
 *
 * Bhatt, Weller, Moura 2020, "Evaluating and Aggregating Feature-based Model Explanations", definition 3; Quantus's
 * `FaithfulnessCorrelation`.
 *
 * @throws ShapeError, DataError, OptionError.
 * @example
 * (await faithfulnessCorrelation(model, map, { seed: 1 })).mean;
 */
export async function faithfulnessCorrelation(
  model: Model,
  explanation: ExplanationFields,
  options: FaithfulnessCorrelationOptions = {},
): Promise<Scores> {
  checkNames("faithfulnessCorrelation()", faithfulnessCorrelationNames, options);
  const asked = { output: explanation.output, ...options };
  const call = await beginCheck("faithfulnessCorrelation", model, explanation, asked);
  const [found] = await faithfulnessOf(call, [readMaps(explanation)], options);
  const modelPasses = call.passes();
  return new Scores({ measure: "faithfulnessCorrelation", method: explanation.method, ...found, modelPasses });
}

/** Of several sets of maps of the same pairs, in shared passes. */
export async function faithfulnessOf(
  call: Call,
  sets: readonly (readonly Float64Array[])[],
  options: FaithfulnessCorrelationOptions,
): Promise<{ scores: Float64Array; standardError: Float64Array }[]> {
  const { values: x, size, count } = call.rows;
  const places = placesAsked(call);
  const from = await readBaselines(options.baselines ?? 0, call.rows);
  const subsets = options.subsets ? await given(options.subsets, count, places.count) : drawn(options, places.count);
  let isIn = new Uint8Array();
  const placed = sets.map((maps) => maps.map((map) => byPlace(map, places)));
  const { drops, told } = await askPerturbed(call, placed, {
    samples: subsets.runs,
    write(input, run, row) {
      isIn = new Uint8Array(places.count);
      for (const place of subsets.of(input, run)) isIn[place] = 1;
      for (let i = 0; i < size; i++) row[i] = isIn[places.of[i]] ? from[input * size + i] : x[input * size + i];
    },
    told: (map) => map.reduce((sum, value, place) => (isIn[place] ? sum + value : sum), 0),
  });
  return told.map((pairs) => {
    const all = pairs.map((own, pair) => sampledPearson(own, drops[pair]));
    return {
      scores: Float64Array.from(all, ({ score }) => score),
      standardError: Float64Array.from(all, ({ error }) => error),
    };
  });
}

interface Subsets {
  readonly runs: number;
  of(input: number, run: number): Int32Array;
}

/** The same sets for every input, so that its figure does not hang on its neighbors. */
function drawn(options: FaithfulnessCorrelationOptions, places: number): Subsets {
  const { nRuns = 100, seed = 0, subsetSize = Math.max(1, Math.round(places / 4)) } = options;
  if (!Number.isInteger(nRuns) || nRuns < 3)
    throw new OptionError(say`nRuns is ${nRuns}: give a whole number, at least 3`);
  if (!Number.isInteger(subsetSize) || subsetSize < 1 || subsetSize >= places) {
    throw new OptionError(
      say`subsetSize is ${subsetSize}: give 1 to ${places - 1}, fewer than the ${places} positions of an input`,
    );
  }
  const random = createRandom(seed);
  const sets = Array.from({ length: nRuns }, () => random.permutation(places).subarray(0, subsetSize));
  return { runs: nRuns, of: (_, run) => sets[run] };
}

async function given(subsets: Inputs, inputs: number, places: number): Promise<Subsets> {
  const { values: read, shape } = await readArray(subsets);
  const [runs, n, subsetSize] = shape;
  if (shape.length !== 3 || n !== inputs || runs < 3) {
    throw new ShapeError(
      say`subsets of shape [${shape.join(", ")}]: give [runs, ${inputs}, subsetSize], with at least 3 runs`,
    );
  }
  const values = Int32Array.from(read);
  const wrong = read.find((place, i) => place !== values[i] || place < 0 || place >= places);
  if (wrong !== undefined) throw new OptionError(say`subsets uses position ${wrong}: there are 0 to ${places - 1}`);
  return {
    runs,
    of: (input, run) => values.subarray((run * n + input) * subsetSize, (run * n + input + 1) * subsetSize),
  };
}
