import type { Table } from "../../datasets/table/Table.ts";
import { learnSignature } from "../../engine/describeModel.ts";
import { DataError, OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { crossEntropy } from "./crossEntropy.ts";
import { designOf } from "./design.ts";
import { type LinearModelFit, type LinearWeights, linearModel } from "./linearModel.ts";
import { newton } from "./newton.ts";

export interface LogisticRegressionOptions {
  /** Inverse strength of the penalty ½ Σ w² (default 1, as scikit-learn); `Infinity` for none. Intercepts go free. */
  C?: number;
  /** Ends the fit between two iterations (default: the running cell's interruption). */
  signal?: AbortSignal;
}

const logisticRegressionNames = { C: true, signal: true } as const satisfies Names<LogisticRegressionOptions>;

export interface LogisticRegressionFit extends LinearModelFit {
  readonly classNames: readonly string[];
  readonly iterations: number;
}

/**
 * Logistic regression, fitted by Newton's method to the last digits: the same coefficients as scikit-learn's
 * `LogisticRegression`. Columns of three categories or more have a coefficient for each category; with `C: Infinity` for each
 * but the first, with which the others are compared.
 *
 * Of two classes the model ends in two sigmoids whose weights are each other's negatives: probabilities that sum to 1, and
 * a logit for each class that is its log-odds. Of more classes it ends in a softmax.
 *
 * Cost: about 7 passes through the rows, each of rows × (classes × terms)² multiplications.
 *
 * @param table with a categorical target, nothing missing.
 * @throws DataError for a missing value, a single class, or, with `C: Infinity`, classes that are told apart perfectly.
 * @example
 * const { model, terms, coefficients } = await logisticRegression(train);
 * const { accuracy } = await evaluate(model, test);
 */
export async function logisticRegression(
  table: Table,
  options: LogisticRegressionOptions = {},
): Promise<LogisticRegressionFit> {
  checkNames("logisticRegression()", logisticRegressionNames, options);
  const { C = 1, signal } = options;
  if (!(C > 0)) throw new OptionError(say`C is ${C}: give a number above 0; smaller means a stronger penalty`);
  const { labels, classNames = [] } = table;
  const design = designOf(table, C !== Number.POSITIVE_INFINITY);
  const seen = new Set(labels);
  if (seen.size < 2) {
    const only = labels.length > 0 ? say`only of class ${classNames[labels[0]]}` : say`none`;
    throw new DataError(
      say`logisticRegression needs rows of at least two classes; there are ${labels.length}, ${only}`,
    );
  }
  const absent = classNames.find((_, label) => !seen.has(label));
  if (absent !== undefined) {
    throw new DataError(say`no row has class ${absent}: split with { stratify: true }, or load the table without it`);
  }
  const units = classNames.length === 2 ? 1 : classNames.length;
  const terms = design.terms.length;
  const { at, iterations } = await newton(crossEntropy(design, labels, units, C), "logisticRegression", signal);

  const coefficients = new Float64Array(units * terms);
  const intercept = new Float64Array(units);
  for (let unit = 0; unit < units; unit++) {
    coefficients.set(at.subarray(unit * (terms + 1), unit * (terms + 1) + terms), unit * terms);
    intercept[unit] = at[unit * (terms + 1) + terms];
  }
  const model = linearModel(
    "logisticRegression",
    table.columns,
    design.terms,
    weightsOf(coefficients, intercept, terms),
    units === 1 ? "sigmoid" : "softmax",
  );
  learnSignature(model, {
    inputs: { kind: "table", columns: table.columns },
    outputs: { kind: "classes", from: "softmax", classNames },
  });
  return {
    model,
    terms: design.terms.map(({ name }) => name),
    coefficients,
    intercept,
    classNames,
    iterations,
  };
}

/** Of a single unit, its negative goes first. */
function weightsOf(coefficients: Float64Array, intercept: Float64Array, terms: number): LinearWeights {
  const signs = intercept.length === 1 ? [-1, 1] : undefined;
  const units = signs?.length ?? intercept.length;
  const of = (unit: number, values: Float64Array, place: number) =>
    signs ? signs[unit] * values[place] : values[unit * (values.length / units) + place];
  return {
    units,
    kernel: Float64Array.from({ length: terms * units }, (_, i) => of(i % units, coefficients, Math.floor(i / units))),
    bias: Float64Array.from({ length: units }, (_, unit) => of(unit, intercept, 0)),
  };
}
