import type { Model } from "../engine/model.ts";
import { beginCall, pairCount } from "../explain/call/call.ts";
import { type AttributeOptions, commonNames, fixedNames, targetNames } from "../explain/call/options.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { Named } from "../signature/columns.ts";
import type { Inputs } from "../signature/Inputs.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { sigmasOf } from "./perturbFeature.ts";

export interface LocalSensitivityOptions extends AttributeOptions {
  /** The step of each feature: one for all, or one each (default: each column's standard deviation over the rows). */
  sigma?: number | ArrayLike<number>;
}

const localSensitivityNames = {
  ...commonNames,
  ...targetNames,
  ...fixedNames,
  sigma: true,
} as const satisfies Names<LocalSensitivityOptions>;

/**
 * How the answer to one row falls when a feature goes up by σ: (f(x) − f(x′_i)) / σ², with x′_i = x + σ e_i. Signed:
 * negative where a larger value raises the answer. Values have the shape of the rows.
 *
 * A finite difference, so of the size of −∂f/∂x_i / σ where f is straight over the step. Cost: a forward pass for each
 * feature of each row, whatever the number of targets, and one prediction.
 *
 * @example
 * display(importance(await new LocalSensitivity(model).attribute(row, { sigma: table.deviations })));
 */
export class LocalSensitivity {
  readonly #model: Model;
  readonly #defaults: LocalSensitivityOptions;

  constructor(model: Model, defaults: LocalSensitivityOptions = {}) {
    checkNames("LocalSensitivity", localSensitivityNames, defaults);
    this.#model = model;
    this.#defaults = defaults;
  }

  /** @throws ShapeError, DataError, TargetError; OptionError for a σ that is not above 0. */
  async attribute(rows: Inputs & Named, options: LocalSensitivityOptions = {}): Promise<Explanation> {
    checkNames("LocalSensitivity", localSensitivityNames, options);
    const settings = { output: "probability" as const, ...this.#defaults, ...options };
    const call = await beginCall("LocalSensitivity", this.#model, rows, settings);
    const { count, size, values: x } = call.rows;
    const sigmas = sigmasOf(settings.sigma, call.rows);
    const still = sigmas.indexOf(0);
    if (still >= 0) {
      throw new OptionError(say`column ${still} is constant, so its step is 0: give sigma, one for each column`);
    }
    const classes = call.runner.outputSize;
    const values = new Float32Array(pairCount(call) * size);
    await call.predict(
      count * size,
      (index, buffer, offset) => {
        const [row, feature] = [Math.floor(index / size), index % size];
        buffer.set(x.subarray(row * size, (row + 1) * size), offset);
        buffer[offset + feature] += sigmas[feature];
      },
      (first, number, { outputs }) => {
        for (let i = 0; i < number; i++) {
          const [row, feature] = [Math.floor((first + i) / size), (first + i) % size];
          for (let pair = row; pair < pairCount(call); pair += count) {
            const target = call.targets.classes[pair];
            const fall = call.outputs[row * classes + target] - outputs[i * classes + target];
            values[pair * size + feature] = fall / sigmas[feature] ** 2;
          }
        }
      },
    );
    return call.explanation({ values, options: { sigma: [...sigmas] } });
  }
}
