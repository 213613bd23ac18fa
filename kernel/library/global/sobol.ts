import { table } from "../drawing/table.ts";
import type { Model } from "../engine/model.ts";
import { OptionError } from "../ground/errors.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { createRandom } from "../math/random.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { beginOutputCall, type OutputOptions, outputNames } from "./askOutput.ts";
import { type Bounds, checkBounds } from "./bounds.ts";
import { figureWords } from "./figureWords.ts";
import { type Indices, sobolIndices } from "./sobolIndices.ts";

export interface SobolOptions extends OutputOptions {
  names?: readonly string[];
  /** Blocks of the sample (default 1024). */
  nSamples?: number;
  /** Whether pairs are looked at too (default true): nearly doubles the cost. */
  secondOrder?: boolean;
  /** Of the bootstrap that gives the standard errors (default 100). */
  nResamples?: number;
  /** Default 0. */
  seed?: number;
}

const sobolNames = {
  ...outputNames,
  names: true,
  nSamples: true,
  secondOrder: true,
  nResamples: true,
  seed: true,
} as const satisfies Names<SobolOptions>;

export interface SobolIndices extends Indices, Displayable {
  readonly features: readonly string[];
  readonly nSamples: number;
  readonly modelPasses: number;
}

/**
 * Sobol indices: which share of the answer's variance each feature brings by itself (first order), together with others
 * (total), and each pair beyond its two (second order), where all features vary independently and evenly within bounds.
 * Features of real tables are seldom independent: then these are the model's shares, not the data's.
 *
 * Cost: `nSamples` × (2 × features + 2) forward passes, without pairs × (features + 2).
 *
 * Saltelli et al. 2010, "Variance based sensitivity analysis of model output"; SALib's `sobol`.
 *
 * @throws OptionError for bounds that are none, or an answer that is the same everywhere.
 * @example
 * const { first, total } = await sobol(model, [[0, 1], [0, 1], [-5, 5]], { names: ["a", "b", "c"], seed: 1 });
 */
export async function sobol(model: Model, bounds: Bounds, options: SobolOptions = {}): Promise<SobolIndices> {
  checkNames("sobol()", sobolNames, options);
  const { names, nSamples = 1024, secondOrder = true, nResamples, seed = 0, ...common } = options;
  const features = checkBounds(bounds, names);
  if (!(Number.isInteger(nSamples) && nSamples >= 2))
    throw new OptionError(say`nSamples is ${nSamples}: give at least 2`);
  const count = features.length;
  const random = createRandom(seed);
  const draw = () =>
    Float32Array.from({ length: nSamples * count }, (_, i) => {
      const [low, high] = bounds[i % count];
      return low + (high - low) * random.uniform();
    });
  const [a, b] = [draw(), draw()];
  const begun = await beginOutputCall("sobol", model, { values: a.slice(0, count), shape: [1, count] }, common);
  const width = secondOrder ? 2 * count + 2 : count + 2;
  const answers = await begun.ask(nSamples * width, (index, buffer, offset) => {
    const start = Math.floor(index / width) * count;
    const place = index % width;
    // A, AB…, BA…, B: a row of the one matrix with one feature of the other.
    const mixed = place - 1;
    const fromA = place <= count && place < width - 1;
    buffer.set((fromA ? a : b).subarray(start, start + count), offset);
    if (place === 0 || place === width - 1) return;
    const feature = mixed % count;
    buffer[offset + feature] = (fromA ? b : a)[start + feature];
  });
  const found = sobolIndices(answers, count, { secondOrder, seed, ...(nResamples ? { nResamples } : {}) });
  const words = figureWords();
  const rows = features.map((feature, i) => ({
    [words.feature]: feature,
    [words.first]: found.first[i],
    [`± ${words.first}`]: found.firstError[i],
    [words.total]: found.total[i],
    [`± ${words.total}`]: found.totalError[i],
  }));
  return {
    ...found,
    features,
    nSamples,
    modelPasses: begun.passes(),
    [displayKey]: () => table(rows, { caption: words.sobolIndices(begun.answer) })[displayKey](),
  };
}
