import * as tf from "@tensorflow/tfjs";
import { recoded } from "../../datasets/table/recoded.ts";
import type { Table } from "../../datasets/table/Table.ts";
import { describeModel } from "../../engine/describeModel.ts";
import type { Model } from "../../engine/model.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import { type Column, cellText } from "../../signature/columns.ts";
import type { InputArray, Inputs } from "../../signature/Inputs.ts";
import { columnsOfInput, inColumns } from "../../signature/inColumns.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import type { About } from "../call/about.ts";
import type { Call, Finding } from "../call/call.ts";
import { checkRequired } from "../call/checkOptions.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions, SeededOptions } from "../call/options.ts";
import { choice, flag, plain, probabilityRules, type Rules, seedRule, targetRules, whole } from "../call/rules.ts";
import { fillOptions } from "../call/settle.ts";
import { binOf, binText } from "./discretizer.ts";
import { LimeExplanation } from "./LimeExplanation.ts";
import { type FeatureSelection, type LocalFit, localModel } from "./localModel.ts";
import { asSeen, type Discretizer, drawNeighbors, type Spread, spreadsOf } from "./neighborhood.ts";

export interface LimeTabularSettings extends SeededOptions {
  /** What rows look like: their spread, bins and categories are drawn from. */
  trainingData: Table;
  /** Whether numbers become "in this bin or not" (default `"quartile"`), or are standardized (`"none"`). */
  discretizer?: Discretizer;
  /** How the columns that the linear model may use are chosen (default `"auto"`). */
  featureSelection?: FeatureSelection;
  /** w in the weight √exp(−d²/w²) of a sample (default 0.75 √columns). */
  kernelWidth?: number;
  /** Without a discretizer: whether numbers are drawn around the instance's (default false: around the mean). */
  sampleAroundInstance?: boolean;
}

export interface LimeTabularOptions extends SeededOptions {
  /** How many columns the linear model may use (default 10). */
  numFeatures?: number;
  /** Rows asked about, the instance among them (default 5000). */
  nSamples?: number;
  /** Distance between the instance and a row, as the linear model sees them (default `"euclidean"`). */
  distanceMetric?: "euclidean" | "cosine";
  /** Rows to ask about instead of drawn ones, `[n, columns]`; the first is the instance. */
  samples?: ArrayLike<number>;
}

export interface ExplainRowOptions extends LimeTabularOptions {
  /** How many of the most probable classes to explain (default: all). */
  topLabels?: number;
  /** Classes to explain, instead of the most probable ones. */
  labels?: readonly number[];
}

/** All that the constructor takes. */
export type LimeTabularDefaults = LimeTabularSettings & LimeTabularOptions & AttributeOptions;

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...seedRule,
  trainingData: { kind: "any", required: true, example: "train" },
  discretizer: choice(["quartile", "decile", "none"], "quartile"),
  featureSelection: choice(["auto", "none", "forward_selection", "highest_weights", "lasso_path"], "auto"),
  kernelWidth: { kind: "number", above: 0 },
  sampleAroundInstance: flag(false),
  numFeatures: whole(10),
  nSamples: whole(5000, 2),
  distanceMetric: choice(["euclidean", "cosine"], "euclidean"),
  samples: plain("list"),
} as const satisfies Rules;

/**
 * LIME for rows of tables, as lime's `LimeTabularExplainer`: asks about rows drawn from what the training data look like,
 * and fits a linear model to the answers, near rows counting more. With bins (the default) a value says how the answer
 * differs when the column is in the instance's bin or category; without, how it rises with one standard deviation.
 *
 * Ribeiro, Singh, Guestrin 2016, "Why Should I Trust You?"
 *
 * @example
 * const lime = new LimeTabular(model, { trainingData: train, seed: 42 });
 * const why = await lime.explainInstance(test.slice(0, 1), { numFeatures: 5 });
 * why.asList(); // [["income > 41.00", 0.32], ["color = red", -0.04], …]
 */
export class LimeTabular extends Method<LimeTabularDefaults> {
  static readonly about: About = {
    name: "LimeTabular",
    label: "LIME",
    family: "lime",
    role: ({ discretizer }) => (discretizer === "none" ? "sensitivity" : "contribution"),
    signed: true,
    extent: "input",
    removal: "marginal",
    explains: ["table"],
    needs: { background: true },
    options: rules,
  };

  /** In the model's order and codes. */
  readonly #training: Table;
  readonly #spreads: readonly Spread[];

  /** @throws DataError where the training data lack a value; OptionError without training data. */
  constructor(model: Model, defaults: LimeTabularDefaults) {
    super(model, defaults);
    checkRequired("LimeTabular", rules, { ...defaults });
    const columns = columnsOfInput(describeModel(model).inputs[0]);
    this.#training = columns ? recoded(defaults.trainingData, columns) : defaults.trainingData;
    this.#spreads = spreadsOf(this.#training, defaults.discretizer ?? rules.discretizer.default);
  }

  /**
   * Values are `[n, columns]`, 0 where the linear model does not use a column, in units of the output, of the probability
   * by default. `fit` is the weighted R². A constant column stays as it is and gets 0; lime moves it by a normal number.
   * Cost: `nSamples` forward passes, whatever the number of rows and targets, and one prediction of each row; with
   * `sampleAroundInstance` as many for each row.
   *
   * Each row as if it were alone: the samples of a seed are the same for all, and asked about once. @throws ShapeError, DataError, TargetError, OptionError.
   */
  async attribute(inputs: Inputs, options: LimeTabularOptions & AttributeOptions = {}): Promise<Explanation> {
    return (await this.#explain(inputs, options)).explanation;
  }

  /**
   * As lime's `explain_instance`: one row, an explanation for each of its most probable classes from the same samples.
   *
   * @param row one row, `[1, columns]`: `table.slice(3, 4)`.
   */
  async explainInstance(row: InputArray, options: ExplainRowOptions = {}): Promise<LimeExplanation> {
    const { topLabels, labels, ...rest } = options;
    if (row.shape[0] !== 1) {
      throw new ShapeError(
        say`explainInstance takes one row, not ${row.shape[0]}: use table.slice(i, i + 1), or attribute`,
      );
    }
    const { call, fits, finding } = await this.#explain(row, { ...rest, targets: labels ?? "all" });
    const classes = [...call.targets.classes];
    const ranked = [...classes.keys()];
    if (!labels) ranked.sort((a, b) => call.outputs[classes[b]] - call.outputs[classes[a]]);
    return new LimeExplanation(
      ranked.slice(0, labels ? classes.length : topLabels).map((pair) => ({
        explanation: explanationOf(call, [fits[pair]], {
          ...finding,
          shape: call.rows.shape,
          target: classes[pair],
        }),
        intercept: fits[pair].intercept,
        localPrediction: fits[pair].prediction,
      })),
    );
  }

  async #explain(inputs: Inputs, options: LimeTabularOptions & AttributeOptions) {
    const settings = this.settle(options, rules);
    const { discretizer, kernelWidth, featureSelection, nSamples, numFeatures, distanceMetric } = settings;
    const own = fillOptions<LimeTabularDefaults, typeof rules>(this.defaults, rules);
    for (const name of ["trainingData", "discretizer"] as const) {
      if (settings[name] !== own[name]) {
        throw new OptionError(say`${name} belongs to the constructor: new LimeTabular(model, { ${name}: … })`);
      }
    }
    const { columns, classNames, areClassesSorted, targetName } = this.#training;
    const width = columns.length;
    if (!isInputArray(inputs)) throw new ShapeError(say`LimeTabular explains rows of one table, not several inputs`);
    if (inputs.shape.length !== 2 || inputs.shape[1] !== width) {
      throw new ShapeError(say`inputs of shape [${inputs.shape.join(", ")}]: the training data has ${width} columns`);
    }
    // Float64 where it is at hand: whether a number is above a border must not hang on its rounding.
    const read = inputs instanceof tf.Tensor ? await inputs.data() : inputs.values;
    const given = inputs instanceof tf.Tensor || inputs.columns?.length !== width ? undefined : inputs.columns;
    const values = (given && inColumns(read, given, columns)) ?? read;
    const named = { values, shape: inputs.shape, columns, classNames, areClassesSorted, targetName };
    const call = await this.begin(named, settings);
    const { rows, targets, runner } = call;
    const samples = settings.samples && checked(settings.samples, rows.count, width);
    const count = samples ? samples.length / width : nSamples;

    const around = settings.sampleAroundInstance && discretizer === "none";
    const drawnFor = (own: ArrayLike<number>) =>
      drawNeighbors(this.#spreads, own, count, createRandom(settings.seed), around);
    const fits = new Array<LocalFit>(targets.classes.length);
    let drawn: Float64Array = new Float64Array();
    let answers: Float32Array = new Float32Array();
    for (let row = 0; row < rows.count; row++) {
      const own = Array.from({ length: width }, (_, i) => values[row * width + i]);
      // What is drawn hangs on the training data alone, unless it lies around the instance: all rows share the answers.
      if (row === 0 || around) {
        drawn = samples ? Float64Array.from(samples) : drawnFor(own);
        answers = await ask(call, drawn, count);
      }
      drawn.set(own);
      const design = { values: asSeen(this.#spreads, drawn), count, columns: width };
      const weights = nearness(design, distanceMetric, kernelWidth ?? 0.75 * Math.sqrt(width));
      const regress = localModel(design, weights, numFeatures, featureSelection);
      for (let pair = row; pair < fits.length; pair += rows.count) {
        const target = targets.classes[pair];
        const y = new Float64Array(count);
        for (let sample = 1; sample < count; sample++) y[sample] = answers[sample * runner.outputSize + target];
        y[0] = call.outputs[row * runner.outputSize + target];
        fits[pair] = regress(y);
      }
    }
    const cells = Array.from(values, (value, at) => this.#cell(columns[at % width], at % width, value));
    const finding = {
      cells,
      seed: settings.seed,
      options: { nSamples, numFeatures, discretizer, featureSelection },
    };
    return { call, fits, finding, explanation: explanationOf(call, fits, finding) };
  }

  /** How a column is told: its bin, its category, or itself. */
  #cell(column: Column, place: number, value: number): string {
    const spread = this.#spreads[place];
    if (spread.kind === "bins") return binText(column, spread.borders, binOf(spread.borders, value));
    return spread.kind === "normal" ? column.name : `${column.name} = ${cellText(column, value)}`;
  }
}

function explanationOf(call: Call, fits: readonly LocalFit[], finding: Partial<Finding>): Explanation {
  return call.explanation({
    ...finding,
    values: Float32Array.from(fits.flatMap(({ coefficients }) => [...coefficients])),
    fit: Float32Array.from(fits, ({ r2 }) => r2),
    options: { ...finding.options, intercept: fits.map(({ intercept }) => intercept) },
  });
}

function checked(samples: ArrayLike<number>, rows: number, width: number): ArrayLike<number> {
  if (rows !== 1) throw new OptionError(say`samples belong to one row, but there are ${rows}: explain them one by one`);
  if (samples.length % width === 0 && samples.length >= 2 * width) return samples;
  throw new ShapeError(say`samples has ${samples.length} numbers: give rows of ${width} columns, at least 2`);
}

/** The answers to all rows but the first, which is the instance, `[count, classes]`. */
async function ask(call: Call, drawn: Float64Array, count: number): Promise<Float32Array> {
  const { rows, runner } = call;
  const answers = new Float32Array(count * runner.outputSize);
  await call.predict(
    count - 1,
    {
      rows(start, end, buffer) {
        buffer.set(drawn.subarray((start + 1) * rows.size, (end + 1) * rows.size));
      },
    },
    (first, _, { outputs }) => answers.set(outputs, (first + 1) * runner.outputSize),
  );
  return answers;
}

/** √exp(−d²/w²) of each row's distance from the first. */
function nearness(
  { values, count, columns }: { values: Float64Array; count: number; columns: number },
  metric: "euclidean" | "cosine",
  width: number,
): Float64Array {
  const own = values.subarray(0, columns);
  const length = Math.hypot(...own);
  const weights = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    let apart = 0;
    let dot = 0;
    let square = 0;
    for (let i = 0, at = row * columns; i < columns; i++, at++) {
      const value = values[at];
      apart += (value - own[i]) ** 2;
      dot += value * own[i];
      square += value * value;
    }
    const distance = metric === "euclidean" ? Math.sqrt(apart) : 1 - dot / (length * Math.sqrt(square) || 1);
    weights[row] = Math.sqrt(Math.exp(-(distance ** 2) / width ** 2));
  }
  return weights;
}
