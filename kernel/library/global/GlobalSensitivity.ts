import type { Model } from "../engine/model.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { createRandom } from "../math/random.ts";
import type { Named } from "../signature/columns.ts";
import type { Inputs } from "../signature/Inputs.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { beginOutputCall, type OutputOptions, outputNames } from "./askOutput.ts";
import { FeatureScores } from "./FeatureScores.ts";
import { columnsOf } from "./feature.ts";
import { figureWords } from "./figureWords.ts";
import { noisy, sigmasOf } from "./perturbFeature.ts";

export interface GlobalSensitivityOptions extends OutputOptions {
  /** σ of the noise: one for all columns, or one each (default: each column's standard deviation). */
  sigma?: number | ArrayLike<number>;
  /** Draws for each row and feature (default 10). */
  nSamples?: number;
  /** Default 0. */
  seed?: number;
}

const globalSensitivityNames = {
  ...outputNames,
  sigma: true,
  nSamples: true,
  seed: true,
} as const satisfies Names<GlobalSensitivityOptions>;

/**
 * How far the answer moves when one feature is shaken: S_i = E |f(x) − f(x + ε e_i)| over the rows, ε ~ N(0, σ²). In
 * units of the answer, never negative. Whole numbers stay whole, and a category becomes another one.
 *
 * It says nothing of features that matter only together, and asks about rows that may not exist. `standardError` is over
 * the rows. Cost: rows × features × `nSamples` forward passes, and one prediction.
 *
 * @example
 * display(await new GlobalSensitivity(model, { seed: 1 }).attribute(table, { sigma: 0.5 }));
 */
export class GlobalSensitivity {
  readonly #model: Model;
  readonly #defaults: GlobalSensitivityOptions;

  constructor(model: Model, defaults: GlobalSensitivityOptions = {}) {
    checkNames("GlobalSensitivity", globalSensitivityNames, defaults);
    this.#model = model;
    this.#defaults = defaults;
  }

  /**
   * @param rows a table, or `[n, features]`.
   * @throws ShapeError, DataError, TargetError; OptionError for a σ or a number of samples that is none.
   */
  async attribute(rows: Inputs & Named, options: GlobalSensitivityOptions = {}): Promise<FeatureScores> {
    checkNames("GlobalSensitivity", globalSensitivityNames, options);
    const { sigma, nSamples = 10, seed = 0, ...common } = { ...this.#defaults, ...options };
    if (!(Number.isInteger(nSamples) && nSamples >= 1))
      throw new OptionError(say`nSamples is ${nSamples}: give at least 1`);
    const begun = await beginOutputCall("GlobalSensitivity", this.#model, rows, common);
    const { count, size, values: x } = begun.call.rows;
    const columns = columnsOf(begun.call.rows, size);
    const sigmas = sigmasOf(sigma, begun.call.rows);
    const random = createRandom(seed);
    const values = new Float64Array(size);
    const standardError = new Float64Array(size);
    for (let feature = 0; feature < size; feature++) {
      const answers = await begun.ask(count * nSamples, (index, buffer, offset) => {
        const row = Math.floor(index / nSamples);
        buffer.set(x.subarray(row * size, (row + 1) * size), offset);
        buffer[offset + feature] = noisy(columns[feature], x[row * size + feature], sigmas[feature], random);
      });
      let [mean, squares] = [0, 0];
      for (let row = 0; row < count; row++) {
        let moved = 0;
        for (let k = row * nSamples; k < (row + 1) * nSamples; k++)
          moved += Math.abs(begun.own[row] - answers[k]) / nSamples;
        const off = moved - mean;
        mean += off / (row + 1);
        squares += off * (moved - mean);
      }
      values[feature] = mean;
      standardError[feature] = count > 1 ? Math.sqrt(squares / (count - 1) / count) : Number.POSITIVE_INFINITY;
    }
    return new FeatureScores({
      method: "GlobalSensitivity",
      features: columns.map(({ name }) => name),
      values,
      standardError,
      unit: figureWords().meanChange(begun.answer),
      modelPasses: begun.passes(),
    });
  }
}
