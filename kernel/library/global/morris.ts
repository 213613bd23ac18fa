import { table } from "../drawing/table.ts";
import type { Model } from "../engine/model.ts";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { createRandom } from "../math/random.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { beginOutputCall, type OutputOptions, outputNames } from "./askOutput.ts";
import { type Bounds, checkBounds } from "./bounds.ts";
import { figureWords } from "./figureWords.ts";

export interface MorrisOptions extends OutputOptions {
  names?: readonly string[];
  /** Trajectories (default 50). */
  nTrajectories?: number;
  /** Levels of the grid, an even number (default 4). */
  numLevels?: number;
  /** Default 0. */
  seed?: number;
}

const morrisNames = {
  ...outputNames,
  names: true,
  nTrajectories: true,
  numLevels: true,
  seed: true,
} as const satisfies Names<MorrisOptions>;

/** What each feature's step does to the answer, from bound to bound. */
export interface Effects {
  /** Mean of the elementary effects: signed. */
  readonly mu: Float64Array;
  /** Mean of their sizes: how much the feature matters. */
  readonly muStar: Float64Array;
  /** Their standard deviation: large where the effect depends on the other features, or is not straight. */
  readonly sigma: Float64Array;
  /** Of `muStar`, over the trajectories. */
  readonly standardError: Float64Array;
}

export interface MorrisEffects extends Effects, Displayable {
  readonly features: readonly string[];
  readonly modelPasses: number;
}

/**
 * Morris screening: which features matter at all, for few questions. Each trajectory moves one feature after the other by
 * half the grid; the answer's change, per whole range of the feature, is an elementary effect.
 *
 * Cost: `nTrajectories` × (features + 1) forward passes, and one.
 *
 * Morris 1991, "Factorial sampling plans for preliminary computational experiments"; Campolongo et al. 2007 (μ*);
 * SALib's `morris`, whose effects are in units of the answer over a feature's whole range too.
 *
 * @throws OptionError for bounds, levels or trajectories that are none.
 * @example
 * const { muStar } = await morris(model, [[0, 1], [-5, 5]], { seed: 1 });
 */
export async function morris(model: Model, bounds: Bounds, options: MorrisOptions = {}): Promise<MorrisEffects> {
  checkNames("morris()", morrisNames, options);
  const { names, nTrajectories = 50, numLevels = 4, seed = 0, ...common } = options;
  const features = checkBounds(bounds, names);
  if (!(Number.isInteger(nTrajectories) && nTrajectories >= 2)) {
    throw new OptionError(say`nTrajectories is ${nTrajectories}: give at least 2`);
  }
  if (!(Number.isInteger(numLevels) && numLevels >= 2 && numLevels % 2 === 0)) {
    throw new OptionError(say`numLevels is ${numLevels}: give an even number, at least 2`);
  }
  const sample = trajectories(features.length, nTrajectories, numLevels, seed);
  const count = features.length;
  const place = (row: number, feature: number) => {
    const [low, high] = bounds[feature];
    return low + (high - low) * sample[row * count + feature];
  };
  const first = Float32Array.from({ length: count }, (_, feature) => place(0, feature));
  const begun = await beginOutputCall("morris", model, { values: first, shape: [1, count] }, common);
  const answers = await begun.ask(nTrajectories * (count + 1), (row, buffer, offset) => {
    for (let feature = 0; feature < count; feature++) buffer[offset + feature] = place(row, feature);
  });
  const found = elementaryEffects(sample, answers, count);
  const words = figureWords();
  const rows = features.map((feature, i) => ({
    [words.feature]: feature,
    "μ*": found.muStar[i],
    "± μ*": found.standardError[i],
    μ: found.mu[i],
    σ: found.sigma[i],
  }));
  return {
    ...found,
    features,
    modelPasses: begun.passes(),
    [displayKey]: () => table(rows, { caption: words.elementaryEffects(begun.answer) })[displayKey](),
  };
}

/**
 * Elementary effects out of answers to trajectories.
 *
 * @param sample `[trajectories × (features + 1), features]`, each feature as a share of its range, 0 to 1.
 */
export function elementaryEffects(sample: ArrayLike<number>, answers: ArrayLike<number>, features: number): Effects {
  const rows = answers.length;
  const trajectories = rows / (features + 1);
  if (!Number.isInteger(trajectories) || sample.length !== rows * features) {
    throw new ShapeError(
      say`${rows} outputs and ${sample.length} positions do not form trajectories of ${features} features`,
    );
  }
  const effects = Array.from({ length: features }, () => new Float64Array(trajectories));
  for (let t = 0; t < trajectories; t++) {
    for (let step = 0; step < features; step++) {
      const row = t * (features + 1) + step;
      for (let feature = 0; feature < features; feature++) {
        const moved = sample[(row + 1) * features + feature] - sample[row * features + feature];
        if (moved !== 0) effects[feature][t] = (answers[row + 1] - answers[row]) / moved;
      }
    }
  }
  const sizes = effects.map((own) => own.map(Math.abs));
  return {
    mu: Float64Array.from(effects, mean),
    muStar: Float64Array.from(sizes, mean),
    sigma: Float64Array.from(effects, deviation),
    standardError: Float64Array.from(sizes, (own) => deviation(own) / Math.sqrt(trajectories)),
  };
}

/** Each feature moves once in a trajectory, up or down by half the levels, in random order. */
function trajectories(features: number, count: number, levels: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const step = levels / (2 * (levels - 1));
  const sample = new Float64Array(count * (features + 1) * features);
  for (let t = 0; t < count; t++) {
    const point = Float64Array.from({ length: features }, () => random.integer(levels / 2) / (levels - 1));
    // From the lower half up, or the same way down.
    const up = Uint8Array.from(point, () => random.integer(2));
    for (const [feature, rises] of up.entries()) if (!rises) point[feature] += step;
    const start = t * (features + 1);
    sample.set(point, start * features);
    for (const [i, feature] of random.permutation(features).entries()) {
      point[feature] += up[feature] ? step : -step;
      sample.set(point, (start + i + 1) * features);
    }
  }
  return sample;
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: Float64Array): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
