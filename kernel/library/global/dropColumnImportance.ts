import type { Table } from "../datasets/table/Table.ts";
import { table as tableOf } from "../drawing/table.ts";
import type { Model } from "../engine/model.ts";
import { beginCall } from "../explain/call/call.ts";
import type { Fill } from "../explain/call/chunks.ts";
import { type CommonOptions, commonNames } from "../explain/call/options.ts";
import { OptionError } from "../ground/errors.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { FeatureScores } from "./FeatureScores.ts";
import { figureWords } from "./figureWords.ts";
import { type Judge, judgeOf, type Scoring } from "./scoring.ts";

export interface DropColumnOptions extends CommonOptions {
  /** Default: `"accuracy"` for classes, `"squaredError"` for numbers. */
  scoring?: Scoring;
}

const dropColumnNames = { ...commonNames, scoring: true } as const satisfies Names<DropColumnOptions>;

/** Both ways of going without a column. */
export interface DropColumnImportance extends Displayable {
  /** The model as it is, the column held at its mean (a category at its most frequent one). */
  readonly ablated: FeatureScores;
  /** A model trained anew without the column. */
  readonly retrained: FeatureScores;
  /** Mean score with all columns. */
  readonly baseline: number;
}

/**
 * What each column is worth: how much worse the test rows are answered without it. *Ablated* asks what the trained model
 * gets out of the column; *retrained* asks what the data would lack without it, and is about 0 for a column whose news
 * others bring as well.
 *
 * Standard errors are over the test rows, and leave out what another training would change. Cost: one training for each
 * column and one with all; a forward pass for each test row, twice for each column.
 *
 * @param learn trains a model on a table, always in the same way: same seed, same epochs.
 * @throws OptionError for a table of one column; what `learn` throws.
 * @example
 * const worth = await dropColumnImportance(async (t) => (await logisticRegression(t)).model, train, test);
 * display(worth);
 */
export async function dropColumnImportance(
  learn: (table: Table) => Promise<Model>,
  train: Table,
  test: Table,
  options: DropColumnOptions = {},
): Promise<DropColumnImportance> {
  checkNames("dropColumnImportance()", dropColumnNames, options);
  const { scoring, ...common } = options;
  const { columns } = train;
  if (columns.length < 2)
    throw new OptionError(say`dropping the only column leaves nothing to train on: give at least two`);
  const begin = async (model: Model, table: Table) => {
    const call = await beginCall("dropColumnImportance", model, table, { output: "probability", ...common, target: 0 });
    const judge = judgeOf(test, call.runner, scoring);
    return { call, judge, own: scores(judge, call.outputs, call.runner.outputSize) };
  };
  const model = await learn(train);
  const { call, judge, own } = await begin(model, test);
  const { count, size, values: x } = call.rows;
  const stead = columns.map((_, column) => usual(train, column));
  const held =
    (column: number): Fill =>
    (row, buffer, offset) => {
      buffer.set(x.subarray(row * size, (row + 1) * size), offset);
      buffer[offset + column] = stead[column];
    };
  const losses: { ablated: Float64Array[]; retrained: Float64Array[] } = { ablated: [], retrained: [] };
  for (const [column, { name }] of columns.entries()) {
    const without = new Float64Array(count);
    await call.predict(count, held(column), (first, _, { outputs }) => {
      without.set(scores(judge, outputs, call.runner.outputSize, first), first);
    });
    losses.ablated.push(own.map((score, row) => score - without[row]));
    const others = columns.filter((other) => other.name !== name).map((other) => other.name);
    const again = await learn(train.select(...others));
    try {
      const { own: anew } = await begin(again, test.select(...others));
      losses.retrained.push(own.map((score, row) => score - anew[row]));
    } finally {
      release(again);
    }
  }
  release(model);
  const told = (way: "ablated" | "retrained") =>
    new FeatureScores({
      method: `dropColumnImportance, ${way}`,
      features: columns.map(({ name }) => name),
      values: Float64Array.from(losses[way], mean),
      standardError: Float64Array.from(losses[way], (lost) => {
        const middle = mean(lost);
        const squares = lost.reduce((sum, value) => sum + (value - middle) ** 2, 0);
        return Math.sqrt(squares / (count - 1) / count);
      }),
      unit: judge.unit,
      modelPasses: count * (columns.length + 1),
    });
  const found = { ablated: told("ablated"), retrained: told("retrained"), baseline: mean(own) };
  return { ...found, [displayKey]: () => asTable(found, judge)[displayKey]() };
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

const scores = (judge: Judge, outputs: Float32Array, classes: number, first = 0) =>
  Float64Array.from({ length: outputs.length / classes }, (_, row) => judge.score(first + row, outputs, row * classes));

/** Models that were trained here end here. */
function release(model: Model): void {
  if ("dispose" in model && typeof model.dispose === "function") model.dispose();
}

/** A column's mean; of categories the most frequent one. */
function usual(train: Table, column: number): number {
  const values = train.column(train.columns[column].name);
  if (train.columns[column].kind !== "categorical") return mean(values);
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

function asTable({ ablated, retrained }: Pick<DropColumnImportance, "ablated" | "retrained">, judge: Judge) {
  const words = figureWords();
  const order = ablated.features.map((_, i) => i);
  order.sort((a, b) => Math.abs(retrained.values[b]) - Math.abs(retrained.values[a]));
  const rows = order.map((i) => ({
    [words.feature]: ablated.features[i],
    [words.ablated]: ablated.values[i],
    [`± ${words.ablated}`]: ablated.standardError[i],
    [words.retrained]: retrained.values[i],
    [`± ${words.retrained}`]: retrained.standardError[i],
  }));
  return tableOf(rows, { caption: words.withoutColumns(judge.unit) });
}
