import type { Table } from "../datasets/table/Table.ts";
import type { Model } from "../engine/model.ts";
import { beginCall } from "../explain/call/call.ts";
import { type CommonOptions, commonNames } from "../explain/call/options.ts";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { createRandom } from "../math/random.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
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

const permutationImportanceNames = {
  ...commonNames,
  scoring: true,
  nRepeats: true,
  seed: true,
  permutations: true,
} as const satisfies Names<PermutationImportanceOptions>;

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
  checkNames("permutationImportance()", permutationImportanceNames, options);
  const { scoring, nRepeats: asked = 5, seed = 0, permutations, ...common } = options;
  const call = await beginCall("permutationImportance", model, table, { output: "probability", ...common, target: 0 });
  const { count, size, values: x } = call.rows;
  const nRepeats = permutations ? permutations.length / size / count : asked;
  if (!(Number.isInteger(nRepeats) && nRepeats >= 1)) {
    if (!permutations) throw new OptionError(say`nRepeats is ${asked}: give at least 1`);
    throw new ShapeError(say`${permutations.length} positions do not fill [${size}, repeats, ${count}]`);
  }
  const classes = call.runner.outputSize;
  const judge = judgeOf(table, call.runner, scoring);
  const own = Float64Array.from({ length: count }, (_, row) => judge.score(row, call.outputs, row * classes));
  const random = createRandom(seed);

  const importances = new Float64Array(size * nRepeats);
  const drops = new Float64Array(size * count);
  let from: Int32Array = new Int32Array();
  const per = nRepeats * count;
  await call.predict(
    size * per,
    {
      // A piece of one shuffled table at a time: copied whole, and one column of it written over.
      rows(start, end, buffer) {
        for (let index = start, stop = start; index < end; index = stop) {
          const [feature, row] = [Math.floor(index / per), index % count];
          if (row === 0) from = permutations ? placesAt(permutations, index, count) : random.permutation(count);
          stop = Math.min(end, index - row + count);
          const piece = buffer.subarray((index - start) * size);
          piece.set(x.subarray(row * size, (row + stop - index) * size));
          for (let i = 0; i < stop - index; i++) piece[i * size + feature] = x[from[row + i] * size + feature];
        }
      },
    },
    (first, number, { outputs }) => {
      for (let i = 0, stop = 0; i < number; i = stop) {
        const [shuffle, row] = [Math.floor((first + i) / count), (first + i) % count];
        const feature = Math.floor(shuffle / nRepeats);
        stop = Math.min(number, i + count - row);
        let sum = 0;
        for (let at = i, place = row; at < stop; at++, place++) {
          const drop = own[place] - judge.score(place, outputs, at * classes);
          sum += drop;
          drops[feature * count + place] += drop / nRepeats;
        }
        importances[shuffle] += sum / count;
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
      features: (call.rows.columns ?? table.columns).map(({ name }) => name),
      values,
      standardError,
      unit: judge.unit,
      modelPasses: count + size * per,
    },
    { scoring: judge.scoring, baseline: meanOf(own, 0, count), importances, nRepeats },
  );
}

const placesAt = (permutations: ArrayLike<number>, start: number, count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => permutations[start + i]);

function meanOf(values: Float64Array, start: number, count: number): number {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += values[i];
  return sum / count;
}
