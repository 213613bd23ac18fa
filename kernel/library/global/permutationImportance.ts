import type { Table } from "../datasets/table/Table.ts";
import { OptionError, ShapeError } from "../errors.ts";
import { beginCall } from "../explain/call.ts";
import type { CommonOptions } from "../explain/options.ts";
import type { Model } from "../models/model.ts";
import { createRandom } from "../random.ts";
import { FeatureScores } from "./FeatureScores.ts";
import { judgeOf, type Scoring } from "./scoring.ts";

export interface PermutationImportanceOptions extends CommonOptions {
  /** Default: `"accuracy"` for classes, `"squaredError"` for numbers. */
  scoring?: Scoring;
  /** How often each column is shuffled (default 5, as scikit-learn). */
  nRepeats?: number;
  /** Default 0. */
  seed?: number;
  /** Permutations of your own: `[features, repeats, rows]`, each naming the row whose value stands in. */
  permutations?: ArrayLike<number>;
}

/** With what each single shuffle did. */
export class PermutationImportance extends FeatureScores {
  readonly scoring: Scoring;
  /** Mean score of the unshuffled table. */
  readonly baseline: number;
  /** The drop of each shuffle, `[features, repeats]`. */
  readonly importances: Float64Array;
  readonly nRepeats: number;

  constructor(
    scores: ConstructorParameters<typeof FeatureScores>[0],
    found: Pick<PermutationImportance, "scoring" | "baseline" | "importances" | "nRepeats">,
  ) {
    super(scores);
    this.scoring = found.scoring;
    this.baseline = found.baseline;
    this.importances = found.importances;
    this.nRepeats = found.nRepeats;
  }
}

/**
 * How much worse the model does when a column is shuffled: what it gets out of that column, given the others. Columns
 * that say the same share their importance, and each may look unimportant.
 *
 * `standardError` is over the rows, so that `interval` tells what another table of as many rows might have given; the
 * spread over the shuffles alone is in `importances`. Cost: rows × features × `nRepeats` forward passes, and one
 * prediction.
 *
 * Breiman 2001, "Random Forests", section 10; scikit-learn's `permutation_importance`.
 *
 * @param table with a target, best one that the model was not trained on.
 * @throws DataError without a target; ShapeError, OptionError.
 * @example
 * display(await permutationImportance(model, test, { scoring: "logLoss", nRepeats: 10 }));
 */
export async function permutationImportance(
  model: Model,
  table: Table,
  options: PermutationImportanceOptions = {},
): Promise<PermutationImportance> {
  const { scoring, nRepeats: asked = 5, seed = 0, permutations, ...common } = options;
  const call = await beginCall("permutationImportance", model, table, { output: "probability", ...common, target: 0 });
  const { count, size, values: x } = call.rows;
  const nRepeats = permutations ? permutations.length / size / count : asked;
  if (!(Number.isInteger(nRepeats) && nRepeats >= 1)) {
    if (!permutations) throw new OptionError(`nRepeats is ${asked}: give at least 1`);
    throw new ShapeError(`${permutations.length} places do not fill [${size}, repeats, ${count}]`);
  }
  const classes = call.runner.outputSize;
  const judge = judgeOf(table, classes, scoring);
  const own = Float64Array.from({ length: count }, (_, row) => judge.score(row, call.outputs, row * classes));
  const random = createRandom(seed);

  const importances = new Float64Array(size * nRepeats);
  const drops = new Float64Array(size * count);
  let from: Int32Array = new Int32Array();
  const per = nRepeats * count;
  await call.predict(
    size * per,
    (index, buffer, offset) => {
      const feature = Math.floor(index / per);
      const place = index % per;
      const row = place % count;
      if (permutations) from = row === 0 ? Int32Array.from({ length: count }, (_, i) => permutations[index + i]) : from;
      else if (row === 0) from = random.permutation(count);
      const start = row * size;
      for (let i = 0; i < size; i++) buffer[offset + i] = x[start + i];
      buffer[offset + feature] = x[from[row] * size + feature];
    },
    (first, number, { outputs }) => {
      for (let i = 0; i < number; i++) {
        const index = first + i;
        const row = index % count;
        const drop = own[row] - judge.score(row, outputs, i * classes);
        importances[Math.floor(index / count)] += drop / count;
        drops[Math.floor(index / per) * count + row] += drop / nRepeats;
      }
    },
  );
  const values = Float64Array.from({ length: size }, (_, feature) => meanOf(drops, feature * count, count));
  const standardError = values.map((value, feature) => {
    let squares = 0;
    for (let row = 0; row < count; row++) squares += (drops[feature * count + row] - value) ** 2;
    return count > 1 ? Math.sqrt(squares / (count - 1) / count) : Number.POSITIVE_INFINITY;
  });
  return new PermutationImportance(
    {
      method: "permutationImportance",
      features: table.columns.map(({ name }) => name),
      values,
      standardError,
      unit: judge.unit,
      modelPasses: count + size * per,
    },
    { scoring: judge.scoring, baseline: meanOf(own, 0, count), importances, nRepeats },
  );
}

function meanOf(values: Float64Array, start: number, count: number): number {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += values[i];
  return sum / count;
}
