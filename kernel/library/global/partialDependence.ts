import type { Model } from "../engine/model.ts";
import type { Output } from "../engine/runner.ts";
import { beginCall, type Call } from "../explain/call/call.ts";
import { type CommonOptions, commonNames } from "../explain/call/options.ts";
import { OptionError } from "../ground/errors.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { mquantile } from "../math/quantile.ts";
import { Samples } from "../math/sampling.ts";
import type { Named } from "../signature/columns.ts";
import type { Inputs } from "../signature/Inputs.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { answerName, columnsOf, columnValues, featureOf, outputOf } from "./feature.ts";
import { partialDependenceFigure, surfaceFigure } from "./figures.ts";

export interface PartialDependenceOptions extends CommonOptions {
  /** Which output (default: the only one, or class 1 of two). */
  target?: number;
  /** Points along each feature (default 100; 20 each for two features). A feature with fewer values gets those. */
  gridResolution?: number;
  /** Between which shares of the data the grid runs (default 0.05 and 0.95). */
  percentiles?: readonly [number, number];
}

const partialDependenceNames = {
  ...commonNames,
  target: true,
  gridResolution: true,
  percentiles: true,
} as const satisfies Names<PartialDependenceOptions>;

/** How the answer depends on a feature, or on two, all others being as they are in the rows. */
export interface PartialDependence extends Displayable {
  /** Names of the one or two features. */
  readonly features: readonly string[];
  /** The values each feature was set to. */
  readonly grid: readonly Float64Array[];
  /** Mean answer at each point of the grid, row-major in the grid's lengths. */
  readonly average: Float64Array;
  /** Of the mean over the rows: what other rows of the same kind would change. */
  readonly standardError: Float64Array;
  /** Individual conditional expectation: the answer for each row at each point, `[rows, points]`; of one feature only. */
  readonly ice: Float32Array | undefined;
  readonly target: number;
  readonly output: Output;
  readonly modelPasses: number;
}

/**
 * Partial dependence: every row's feature is set to each value of a grid, and the answers are averaged. With one feature
 * the rows' own curves (ICE) come along: where they cross, the average hides an interaction. Where features go together
 * in the data, rows are asked about that could not exist; `accumulatedLocalEffects` does not do that.
 *
 * Cost: rows × points forward passes, and one prediction; 100,000 rows × 100 points keep 40 MB of curves.
 *
 * Friedman 2001, "Greedy function approximation", section 8.2; Goldstein et al. 2015 (ICE); scikit-learn's
 * `partial_dependence`.
 *
 * @param rows a table, or `[n, features]`.
 * @param features one feature or two, by name or number.
 * @throws OptionError for a feature that is not there; ShapeError, DataError (a missing value), TargetError.
 * @example
 * display(await partialDependence(model, table, "age"));
 * display(await partialDependence(model, table, ["age", "income"]));
 */
export async function partialDependence(
  model: Model,
  rows: Inputs & Named,
  features: string | number | readonly [string | number, string | number],
  options: PartialDependenceOptions = {},
): Promise<PartialDependence> {
  checkNames("partialDependence()", partialDependenceNames, options);
  const { target: wanted, gridResolution, percentiles = [0.05, 0.95], ...common } = options;
  const call = await beginCall("partialDependence", model, rows, { output: "probability", ...common, target: 0 });
  const { count, size, values: x } = call.rows;
  const target = outputOf(wanted, call.runner.outputSize);
  const columns = columnsOf(call.rows, size);
  const asked = Array.isArray(features) ? features : [features];
  const places = asked.map((feature) => featureOf(feature, columns));
  if (new Set(places).size !== places.length) throw new OptionError(say`the two features are the same`);
  const points = gridResolution ?? (places.length === 1 ? 100 : 20);
  const grid = places.map((place) => gridOf(columnValues(call, place), columns[place].kind, points, percentiles));

  const total = grid.reduce((product, { length }) => product * length, 1);
  const samples = new Samples(total);
  const ice = places.length === 1 ? new Float32Array(count * total) : undefined;
  const answers = new Float32Array(total);
  let passes = count;
  // Row by row: what one row answers along the whole grid is added to the mean at once.
  await call.predict(
    count * total,
    (index, buffer, offset) => {
      const [row, point] = [Math.floor(index / total), index % total];
      buffer.set(x.subarray(row * size, (row + 1) * size), offset);
      const second = grid.length > 1 ? grid[1].length : 1;
      buffer[offset + places[0]] = grid[0][Math.floor(point / second)];
      if (grid.length > 1) buffer[offset + places[1]] = grid[1][point % second];
    },
    (first, number, { outputs }) => {
      passes += number;
      for (let i = 0; i < number; i++) {
        const point = (first + i) % total;
        answers[point] = outputs[i * call.runner.outputSize + target];
        if (ice) ice[first + i] = answers[point];
        if (point === total - 1) samples.add((place) => answers[place]);
      }
    },
  );
  const found = {
    features: places.map((place) => columns[place].name),
    grid,
    average: samples.mean,
    standardError: samples.standardError,
    ice,
    target,
    output: toldOutput(call),
    modelPasses: passes,
  };
  const chosen = places.map((place) => columns[place]);
  const answer = answerName(call, target, call.rows.classNames);
  return {
    ...found,
    [displayKey]: () =>
      (ice ? partialDependenceFigure : surfaceFigure)(
        found,
        chosen,
        answer,
        places.map((at) => columnValues(call, at)),
      )[displayKey](),
  };
}

const toldOutput = ({ runner, output }: Call): Output => (runner.hasLogit ? output : "probability");

/** scikit-learn's grid: the feature's own values where they are few, else equal steps between two quantiles. */
function gridOf(
  values: Float64Array,
  kind: string,
  points: number,
  [low, high]: readonly [number, number],
): Float64Array {
  if (!(Number.isInteger(points) && points >= 2))
    throw new OptionError(say`gridResolution is ${points}: give at least 2`);
  if (!(low >= 0 && high <= 1 && low < high)) {
    throw new OptionError(
      say`percentiles are ${low} and ${high}: give two fractions from 0 to 1, the smaller one first`,
    );
  }
  const sorted = values.slice().sort();
  const own = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (kind === "categorical" || own.length <= points) return own;
  const [from, to] = [mquantile(sorted, low), mquantile(sorted, high)];
  if (from === to) return own;
  return Float64Array.from({ length: points }, (_, i) => from + ((to - from) * i) / (points - 1));
}
