import { DataError, OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { cholesky } from "../../math/cholesky.ts";
import { lassoPath } from "../../math/lassoPath.ts";
import { type AnswerMoments, type DenseDesign, type Moments, momentsOf } from "../../math/moments.ts";
import type { LinearFit } from "../../math/ridge.ts";

/** lime's ways to choose the columns that the linear model may use. `auto`: forward selection of up to 6, else weights. */
export type FeatureSelection = "auto" | "none" | "forward_selection" | "highest_weights" | "lasso_path";

export interface LocalFit extends LinearFit {
  /** What the linear model says of the instance itself. */
  readonly prediction: number;
}

/**
 * lime's local model: a ridge regression (α = 1) with the columns that a selection chose; the others get 0. Everything
 * after one pass through the samples works on their moments.
 *
 * @param design samples as the linear model sees them; the first is the instance.
 */
export function localModel(
  design: DenseDesign,
  weights: ArrayLike<number>,
  numFeatures: number,
  selection: FeatureSelection,
): (y: ArrayLike<number>) => LocalFit {
  if (!Number.isInteger(numFeatures) || numFeatures < 1) {
    throw new OptionError(say`numFeatures is ${numFeatures}: give a whole number of columns, at least 1`);
  }
  const moments = momentsOf(design, weights);
  const { columns, mean } = moments;
  const first = Float64Array.from({ length: columns }, (_, i) => design.values[i]);
  return (y) => {
    const wrong = Array.prototype.findIndex.call(y, (value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new DataError(
        say`the model gives ${y[wrong]} for sample ${wrong}: fix the model, or use only inputs that it can handle`,
      );
    }
    const answers = moments.of(y);
    const chosen = choose(moments, answers, first, numFeatures, selection);
    const fitted = solveFor(moments, answers, chosen, 1);
    const coefficients = new Float64Array(columns);
    for (const [place, column] of chosen.entries()) coefficients[column] = fitted?.[place] ?? 0;
    const intercept = coefficients.reduce((rest, beta, i) => rest - beta * mean[i], answers.mean);
    return {
      coefficients,
      intercept,
      r2: explained(moments, answers, chosen, fitted ?? new Float64Array(chosen.length)),
      prediction: coefficients.reduce((sum, beta, i) => sum + beta * first[i], intercept),
    };
  };
}

function choose(
  moments: Moments,
  answers: AnswerMoments,
  first: Float64Array,
  wanted: number,
  selection: FeatureSelection,
): number[] {
  const all = Array.from({ length: moments.columns }, (_, i) => i);
  switch (selection) {
    case "none":
      return all;
    case "auto":
      return choose(moments, answers, first, wanted, wanted <= 6 ? "forward_selection" : "highest_weights");
    case "highest_weights": {
      const rough = solveFor(moments, answers, all, 0.01);
      const size = all.map((i) => Math.abs((rough?.[i] ?? 0) * first[i]));
      return all.sort((a, b) => size[b] - size[a] || a - b).slice(0, wanted);
    }
    case "lasso_path": {
      const path = lassoPath(moments, answers).map((beta) => all.filter((i) => beta[i] !== 0));
      return path.findLast((used, corner) => corner > 0 && used.length <= wanted) ?? path[1] ?? all.slice(0, wanted);
    }
    case "forward_selection":
      return forward(moments, answers, wanted);
    default:
      throw new OptionError(
        say`featureSelection is ${selection}: give "auto", "none", "forward_selection", "highest_weights" or "lasso_path"`,
      );
  }
}

/** One column after the other: each time the one that raises R² most; the first of equals. */
function forward(moments: Moments, answers: AnswerMoments, wanted: number): number[] {
  const used: number[] = [];
  let reached = 0;
  while (used.length < Math.min(wanted, moments.columns)) {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let column = 0; column < moments.columns; column++) {
      if (used.includes(column)) continue;
      const tried = [...used, column];
      // A column that is constant, or repeats others, adds nothing.
      const beta = solveFor(moments, answers, tried, 0);
      const r2 = beta ? explained(moments, answers, tried, beta) : reached;
      if (r2 > most) [best, most] = [column, r2];
    }
    used.push(best);
    reached = most;
  }
  return used;
}

function solveFor({ gram, columns }: Moments, { products }: AnswerMoments, chosen: readonly number[], alpha: number) {
  const size = chosen.length;
  const part = Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return gram[chosen[i] * columns + chosen[j]] + (i === j ? alpha : 0);
  });
  return cholesky(part, size)?.(chosen.map((i) => products[i]));
}

/** Weighted R²; 1 where the answers are all the same. */
function explained(
  { gram, columns }: Moments,
  { products, square }: AnswerMoments,
  chosen: readonly number[],
  beta: Float64Array,
): number {
  if (square === 0) return 1;
  let residual = square;
  for (const [a, i] of chosen.entries()) {
    residual -= 2 * beta[a] * products[i];
    for (const [b, j] of chosen.entries()) residual += beta[a] * beta[b] * gram[i * columns + j];
  }
  return 1 - residual / square;
}
