import type { Table } from "../datasets/table/Table.ts";
import type { Runner } from "../engine/runner.ts";
import { DataError, OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { namesOf, tellsClasses } from "../signature/classes.ts";
import { classOf, requireClasses } from "./classOf.ts";
import { figureWords } from "./figureWords.ts";

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
 * How a model is judged on a table.
 *
 * @param scoring default: accuracy for classes, squared error for numbers.
 * @throws DataError where the target does not suit it.
 */
export function judgeOf(table: Table, runner: Pick<Runner, "outputSize" | "outputSpec">, scoring?: Scoring): Judge {
  const classes = runner.outputSize;
  const chosen = scoring ?? (table.target?.kind === "categorical" ? "accuracy" : "squaredError");
  if (chosen === "squaredError") return squaredError(table, runner);
  const labels = labelsOf(table, namesOf(runner.outputSpec));
  requireClasses(runner);
  const worst = labels.reduce((max, label) => Math.max(max, label), 0);
  if (worst >= classes) throw new DataError(say`the table has class ${worst}, but the model has ${classes} outputs`);
  if (chosen === "accuracy") {
    return {
      scoring: chosen,
      unit: figureWords().accuracyDrop,
      score: (row, outputs, offset) => (classOf(outputs, offset, classes) === labels[row] ? 1 : 0),
    };
  }
  if (chosen !== "logLoss")
    throw new OptionError(say`scoring is ${String(scoring)}: give "accuracy", "logLoss" or "squaredError"`);
  if (!tellsClasses(runner.outputSpec)) {
    throw new OptionError(
      say`logLoss needs class probabilities, and it is unknown what the model gives: if it gives them, say so with describeModel(model, { outputs: "classes" })`,
    );
  }
  return {
    scoring: chosen,
    unit: figureWords().logLossRise,
    // scikit-learn's clip, of float32.
    score: (row, outputs, offset) => Math.log(Math.min(Math.max(outputs[offset + labels[row]], 1.1920929e-7), 1)),
  };
}

/** A row's class by its place in the model: a class is known by its name, whatever its place in a file. */
function labelsOf({ labels, classNames }: Table, known: readonly string[] | undefined): Int32Array {
  if (!known || !classNames) return labels;
  const places = classNames.map((name) => known.indexOf(name));
  const missing = labels.find((label) => places[label] === -1);
  if (missing === undefined) return Int32Array.from(labels, (label) => places[label] ?? label);
  const what = "test";
  throw new DataError(
    say`The ${what} data have the class ${classNames[missing]}, but the model distinguishes ${known.join(", ")}: load data of these classes, or rename the model's classes with describeModel.`,
  );
}

/** Of one number, or of the probability of the second of two classes. */
function squaredError({ target }: Table, { outputSize, outputSpec }: Pick<Runner, "outputSize" | "outputSpec">): Judge {
  const place = outputSpec.kind === "binary" ? 1 : 0;
  if (!target) throw new DataError(say`the table has no target: name its column, tabular.load(file, { target: "…" })`);
  if (outputSize !== place + 1)
    throw new OptionError(say`squaredError is for one output, but the model has ${outputSize}: use "accuracy"`);
  const { values } = target;
  return {
    scoring: "squaredError",
    unit: figureWords().squaredErrorRise,
    score: (row, outputs, offset) => -((outputs[offset + place] - values[row]) ** 2),
  };
}
