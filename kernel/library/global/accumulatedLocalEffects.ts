import type { Model } from "../engine/model.ts";
import { beginCall } from "../explain/call/call.ts";
import { type CommonOptions, commonNames } from "../explain/call/options.ts";
import { DataError, OptionError } from "../ground/errors.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { quantile } from "../math/quantile.ts";
import type { Named } from "../signature/columns.ts";
import type { Inputs } from "../signature/Inputs.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { answerName, columnsOf, columnValues, featureOf, outputOf } from "./feature.ts";
import { effectsFigure } from "./figures.ts";

export interface AccumulatedLocalEffectsOptions extends CommonOptions {
  /** Which output (default: the only one, or class 1 of two). */
  target?: number;
  /** Edges of the intervals, ascending (default: quantiles with more than `minBinPoints` rows between two). */
  edges?: ArrayLike<number>;
  /** Each interval of the default edges holds more rows than this (default 4, as alibi). */
  minBinPoints?: number;
}

const accumulatedLocalEffectsNames = {
  ...commonNames,
  target: true,
  edges: true,
  minBinPoints: true,
} as const satisfies Names<AccumulatedLocalEffectsOptions>;

export interface AccumulatedLocalEffects extends Displayable {
  readonly feature: string;
  /** Where the effect is known. */
  readonly edges: Float64Array;
  /** The effect at each edge, 0 on the average over the rows. */
  readonly values: Float64Array;
  /** Of each value, from the spread of the differences within the intervals; the centring's own error is left out. */
  readonly standardError: Float64Array;
  /** How many rows lie between each edge and the next. */
  readonly counts: Int32Array;
  readonly target: number;
}

/**
 * Accumulated local effects: in each interval of a feature, how far the answer moves when the rows that lie there go
 * from its one end to its other; added up from interval to interval. Unlike partial dependence it never asks about a
 * row far from where it was, so features that go together do not spoil it.
 *
 * Cost: two forward passes per row, and one prediction.
 *
 * Apley, Zhu 2020, "Visualizing the effects of predictor variables in black box supervised learning models",
 * equations 15 and 16; alibi's `ALE`.
 *
 * @param rows a table, or `[n, features]`.
 * @throws OptionError for a feature that is not there or edges out of order; DataError for a constant column.
 * @example
 * display(await accumulatedLocalEffects(model, table, "age"));
 */
export async function accumulatedLocalEffects(
  model: Model,
  rows: Inputs & Named,
  feature: string | number,
  options: AccumulatedLocalEffectsOptions = {},
): Promise<AccumulatedLocalEffects> {
  checkNames("accumulatedLocalEffects()", accumulatedLocalEffectsNames, options);
  const { target: wanted, edges: given, minBinPoints = 4, ...common } = options;
  const call = await beginCall("accumulatedLocalEffects", model, rows, { output: "probability", ...common, target: 0 });
  const { count, size, values: x } = call.rows;
  const classes = call.runner.outputSize;
  const target = outputOf(wanted, classes);
  const columns = columnsOf(call.rows, size);
  const place = featureOf(feature, columns);
  const column = columns[place];
  if (column.kind === "categorical") {
    throw new OptionError(say`${column.name} is categorical, and categories have no order: use partialDependence`);
  }
  const own = columnValues(call, place);
  const edges = given ? ascending(given) : edgesOf(own, minBinPoints);
  if (edges.length < 2)
    throw new DataError(say`${column.name} is ${own[0]} in every row, so its effect cannot be seen`);
  const bins = Int32Array.from(own, (value) => intervalOf(value, edges));

  const bin = {
    count: new Int32Array(edges.length - 1),
    sum: new Float64Array(edges.length - 1),
    squares: new Float64Array(edges.length - 1),
  };
  let low = 0;
  await call.predict(
    2 * count,
    (index, buffer, offset) => {
      const row = index >> 1;
      buffer.set(x.subarray(row * size, (row + 1) * size), offset);
      buffer[offset + place] = edges[bins[row] + (index & 1)];
    },
    (first, number, { outputs }) => {
      for (let i = 0; i < number; i++) {
        const answer = outputs[i * classes + target];
        if (((first + i) & 1) === 0) {
          low = answer;
          continue;
        }
        const of = bins[(first + i) >> 1];
        bin.count[of]++;
        bin.sum[of] += answer - low;
        bin.squares[of] += (answer - low) ** 2;
      }
    },
  );

  const values = new Float64Array(edges.length);
  const variances = new Float64Array(edges.length);
  for (let i = 0; i < bin.count.length; i++) {
    const n = bin.count[i];
    const mean = n > 0 ? bin.sum[i] / n : 0;
    values[i + 1] = values[i] + mean;
    variances[i + 1] = variances[i] + (n > 1 ? Math.max(0, bin.squares[i] / n - mean * mean) / (n - 1) : 0);
  }
  let center = 0;
  for (let i = 0; i < bin.count.length; i++) center += (bin.count[i] * (values[i] + values[i + 1])) / 2 / count;
  const found = {
    feature: column.name,
    edges,
    values: values.map((value) => value - center),
    standardError: variances.map(Math.sqrt),
    counts: bin.count,
    target,
  };
  return {
    ...found,
    [displayKey]: () => effectsFigure(found, answerName(call, target, call.rows.classNames), own)[displayKey](),
  };
}

/** Quantiles, as many as leave more than `least` rows in each interval; equal ones count once. alibi's adaptive grid. */
function edgesOf(values: Float64Array, least: number): Float64Array {
  const sorted = values.slice().sort();
  const quantiles = (count: number) =>
    Float64Array.from({ length: count }, (_, i) => quantile(sorted, i / (count - 1))).filter(
      (edge, i, all) => i === 0 || edge > all[i - 1],
    );
  const enough = (edges: Float64Array) => {
    const counts = new Int32Array(Math.max(1, edges.length - 1));
    for (const value of sorted) counts[intervalOf(value, edges)]++;
    return counts.every((count) => count > least);
  };
  let [some, tooMany] = [2, values.length + 1];
  while (tooMany - some > 1) {
    const middle = (some + tooMany) >> 1;
    if (enough(quantiles(middle))) some = middle;
    else tooMany = middle;
  }
  return quantiles(some);
}

function ascending(given: ArrayLike<number>): Float64Array {
  const edges = Float64Array.from(given);
  const wrong = edges.findIndex((edge, i) => !Number.isFinite(edge) || (i > 0 && edge <= edges[i - 1]));
  if (edges.length < 2 || wrong >= 0)
    throw new OptionError(say`edges: give two or more finite numbers in increasing order`);
  return edges;
}

/** Which interval holds a value: it includes its upper edge, the first one its lower edge too. */
function intervalOf(value: number, edges: Float64Array): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle + 1]) high = middle;
    else low = middle + 1;
  }
  return low;
}
