import type { Table } from "../../datasets/table/Table.ts";
import { learnSignature } from "../../engine/describeModel.ts";
import { DataError, OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { cholesky } from "../../math/cholesky.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { designOf, type LinearDesign } from "./design.ts";
import { type LinearModelFit, linearModel } from "./linearModel.ts";

export interface LinearRegressionOptions {
  /** Strength of the penalty α Σ w² (default 0: none). The intercept goes free. */
  alpha?: number;
}

const linearRegressionNames = { alpha: true } as const satisfies Names<LinearRegressionOptions>;

export interface LinearRegressionFit extends LinearModelFit {
  /** Share of the target's variance that the fit explains, at most 1. */
  readonly r2: number;
}

/**
 * Linear regression by least squares, or ridge regression with `alpha`, as scikit-learn's `LinearRegression` and `Ridge`.
 * The model has one output: the predicted number.
 *
 * A constant column gets the coefficient 0. A column of three categories or more has a coefficient for each category; with
 * `alpha: 0` for each but the first, with which the others are compared.
 *
 * @param table with a numeric target, nothing missing.
 * @throws DataError for a missing value, or where a column is a mixture of others (named) and `alpha` is 0.
 * @example
 * const { model, r2 } = await linearRegression(houses);
 */
export async function linearRegression(
  table: Table,
  options: LinearRegressionOptions = {},
): Promise<LinearRegressionFit> {
  checkNames("linearRegression()", linearRegressionNames, options);
  const { alpha = 0 } = options;
  if (!(alpha >= 0)) throw new OptionError(say`alpha is ${alpha}: give a number, at least 0`);
  const { target } = table;
  if (!target) throw new DataError(say`the table has no target: name its column, tabular.load(file, { target: "…" })`);
  if (target.kind === "categorical") {
    throw new DataError(
      say`the target ${target.name} has classes: use logisticRegression, or load it with task "regression"`,
    );
  }
  const wrong = target.values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new DataError(
      say`row ${wrong} (counted from 0) has ${target.name} ${target.values[wrong]}: remove it with dropMissing()`,
    );
  }
  if (table.size === 0) throw new DataError(say`the table has no rows: give at least one`);
  const design = designOf(table, alpha > 0);
  const { coefficients, intercept, r2 } = leastSquares(design, target.values, alpha);
  const model = linearModel(
    "linearRegression",
    table.columns,
    design.terms,
    { kernel: coefficients, bias: Float64Array.of(intercept), units: 1 },
    "linear",
  );
  learnSignature(model, {
    inputs: { kind: "table", columns: table.columns },
    outputs: { kind: "number", targetName: target.name },
  });
  return {
    model,
    terms: design.terms.map(({ name }) => name),
    coefficients,
    intercept: Float64Array.of(intercept),
    r2,
  };
}

function leastSquares({ values, count, terms }: LinearDesign, y: ArrayLike<number>, alpha: number) {
  const width = terms.length;
  const mean = new Float64Array(width);
  let meanY = 0;
  for (let row = 0; row < count; row++) {
    meanY += y[row] / count;
    for (let i = 0; i < width; i++) mean[i] += values[row * width + i] / count;
  }
  const gram = new Float64Array(width * width);
  const moments = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < width; i++) {
      const off = values[row * width + i] - mean[i];
      squares[i] += values[row * width + i] ** 2;
      moments[i] += off * (y[row] - meanY);
      for (let j = 0; j <= i; j++) gram[i * width + j] += off * (values[row * width + j] - mean[j]);
    }
  }
  // What is left of a constant column is rounding.
  const isConstant = (i: number) => gram[i * width + i] <= 1e-20 * squares[i];
  const used = [...mean.keys()].filter((i) => !isConstant(i));
  const some = Float64Array.from({ length: used.length ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / used.length), at % used.length];
    return gram[used[i] * width + used[Math.min(i, j)]] * Number(j <= i) + (i === j ? alpha : 0);
  });
  const solve = cholesky(some, used.length);
  if (!solve) {
    const name = terms[used[firstMixed(some, used.length)]].name;
    throw new DataError(
      say`${name} is a linear combination of the columns before it (or there are fewer rows than columns): leave it out, or give alpha above 0`,
    );
  }
  const solved = solve(used.map((i) => moments[i]));
  const coefficients = new Float64Array(width);
  for (const [place, i] of used.entries()) coefficients[i] = solved[place];
  const intercept = meanY - coefficients.reduce((sum, beta, i) => sum + beta * mean[i], 0);
  let [residual, spread] = [0, 0];
  for (let row = 0; row < count; row++) {
    let fitted = intercept;
    for (let i = 0; i < width; i++) fitted += coefficients[i] * values[row * width + i];
    residual += (y[row] - fitted) ** 2;
    spread += (y[row] - meanY) ** 2;
  }
  return { coefficients, intercept, r2: spread === 0 ? 1 : 1 - residual / spread };
}

/** The first column that those before it determine. */
function firstMixed(gram: Float64Array, size: number): number {
  const leads = (n: number) =>
    Float64Array.from({ length: n * n }, (_, at) => gram[Math.floor(at / n) * size + (at % n)]);
  let n = 1;
  while (n < size && cholesky(leads(n), n)) n++;
  return n - 1;
}
