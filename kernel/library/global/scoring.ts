import type { Table } from "../datasets/table/Table.ts";
import { DataError, OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { classOf } from "./classOf.ts";

/** How an answer is judged, row by row: higher is better. */
export type Scoring = "accuracy" | "logLoss" | "squaredError";

export interface Judge {
  readonly scoring: Scoring;
  /** For reading: what an importance is measured in. */
  readonly unit: string;
  /** The score of a row's answer, which begins at `offset` of `outputs`. */
  score(row: number, outputs: Float32Array, offset: number): number;
}

/**
 * How a model of `classes` outputs is judged on a table.
 *
 * @param scoring default: accuracy for classes, squared error for numbers.
 * @throws DataError where the target does not suit it.
 */
export function judgeOf(table: Table, classes: number, scoring?: Scoring): Judge {
  const chosen = scoring ?? (table.target?.kind === "categorical" ? "accuracy" : "squaredError");
  if (chosen === "squaredError") return squaredError(table, classes);
  const { labels } = table;
  const worst = labels.reduce((max, label) => Math.max(max, label), 0);
  if (worst >= Math.max(2, classes))
    throw new DataError(say`the table has class ${worst}, but the model has ${classes} outputs`);
  if (chosen === "accuracy") {
    return {
      scoring: chosen,
      unit: "drop of the accuracy",
      score: (row, outputs, offset) => (classOf(outputs, offset, classes) === labels[row] ? 1 : 0),
    };
  }
  if (chosen !== "logLoss")
    throw new OptionError(say`scoring is ${String(scoring)}: give "accuracy", "logLoss" or "squaredError"`);
  return {
    scoring: chosen,
    unit: "rise of the log loss",
    score: (row, outputs, offset) => {
      const given = classes === 1 ? outputs[offset] : outputs[offset + labels[row]];
      const probability = classes === 1 && labels[row] === 0 ? 1 - given : given;
      // scikit-learn's clip, of float32.
      return Math.log(Math.min(Math.max(probability, 1.1920929e-7), 1));
    },
  };
}

function squaredError({ target }: Table, classes: number): Judge {
  if (!target) throw new DataError(say`the table has no target: name its column, tabular.load(file, { target: "…" })`);
  if (classes !== 1)
    throw new OptionError(say`squaredError is for one output, but the model has ${classes}: use "accuracy"`);
  const { values } = target;
  return {
    scoring: "squaredError",
    unit: "rise of the mean squared error",
    score: (row, outputs, offset) => -((outputs[offset] - values[row]) ** 2),
  };
}
