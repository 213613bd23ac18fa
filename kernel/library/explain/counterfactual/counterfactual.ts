import type { Model } from "../../engine/model.ts";
import { currentCell } from "../../ground/cell.ts";
import { GradientNotFoundError, OptionError, ShapeError, TargetError } from "../../ground/errors.ts";
import { language } from "../../ground/language.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import { classNamesOf, tellsClasses } from "../../signature/classes.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { beginCall, type Call } from "../call/call.ts";
import { type Rows, readInputs } from "../call/inputs.ts";
import type { CommonOptions } from "../call/options.ts";
import { byFewGradients, byGradient } from "./byGradient.ts";
import { neighbors, starts, tighten } from "./bySearch.ts";
import { type Counterfactual, Counterfactuals } from "./Counterfactuals.ts";
import { plausibilityOf } from "./plausibility.ts";
import { distance, type SpaceOptions, settle, spaceNames, spaceOf } from "./space.ts";
import { Wish } from "./Wish.ts";

export interface CounterfactualOptions extends Omit<CommonOptions, "output">, SpaceOptions {
  /** The class that is wished for (default: the likeliest but the predicted one). Of one output: 1, or 0 for its opposite. */
  target?: number;
  /** The least probability of it (default 0.5). */
  probability?: number;
  /** How many different answers (default 1). */
  total?: number;
  /** Rows of the kind the input is of: they give scales and ranges, neighbors, and a measure of plausibility. */
  data?: Inputs;
  /**
   * `"gradient"` follows the slope of the answer; `"search"` needs none, and keeps to categories. `"auto"` (default)
   * takes the gradient where there is one and no category.
   */
  method?: "auto" | "gradient" | "search";
  /** Whether changes that are not needed are taken back one by one (default: for tables; pictures keep them). */
  sparse?: boolean;
  /** Of the search (default 0). */
  seed?: number;
  /** Pictures of the way there (default 6). */
  steps?: number;
}

const counterfactualNames = {
  engine: true,
  internalBatchSize: true,
  signal: true,
  onProgress: true,
  ...spaceNames,
  target: true,
  probability: true,
  total: true,
  data: true,
  method: true,
  sparse: true,
  seed: true,
  steps: true,
} as const satisfies Names<CounterfactualOptions>;

/** So much dearer a feature becomes with each answer that changes it, so that the next one changes others. */
const dearer = 10;

/**
 * What would have to change for the model to answer otherwise: the nearest rows that it gives the wished class, with
 * what is fixed left as it is, values in range, whole numbers whole and categories categories. Several answers differ in
 * the features they change. Validity, proximity, sparsity and plausibility are said for each; where nothing was found,
 * how near it came. A counterfactual is about the model: that the change would help in the world is not said.
 *
 * By gradients the distance is Euclidean over the scales, and exact for a linear model; the search shortens the way from
 * the data's nearest rows, and from random ones, feature by feature. Cost: some 50 to 200 forward and backward passes by
 * gradients, some thousand forward passes by search, for each answer.
 *
 * Wachter et al. 2017, "Counterfactual explanations without opening the black box"; Mothilal et al. 2020 (DiCE).
 *
 * @param input one row `[1, ...]`.
 * @throws TargetError for a class that the model has not, or already gives; OptionError for ranges or columns that are
 * none; ShapeError for several rows.
 * @example
 * display(await counterfactual(model, table.slice(0, 1), { data: table, fixed: ["age"], total: 3 }));
 * display(await counterfactual(model, seven, { target: 1, ranges: [0, 1] }));
 */
export async function counterfactual(
  model: Model,
  input: Inputs,
  options: CounterfactualOptions = {},
): Promise<Counterfactuals> {
  checkNames("counterfactual()", counterfactualNames, options);
  const { target, probability = 0.5, total = 1, data: given, method = "auto", seed = 0, ...others } = options;
  // What is fixed here are columns, and no inputs of the model.
  const { fixed: _columns, ...common } = others;
  if (!(probability > 0 && probability < 1))
    throw new OptionError(say`probability is ${probability}: give one between 0 and 1`);
  if (!(Number.isInteger(total) && total >= 1))
    throw new OptionError(say`total is ${total}: give a whole number, at least 1`);
  const started = performance.now();
  const report = options.onProgress ?? ((fraction: number) => currentCell().progress(fraction, "counterfactual"));
  // Of many small questions none is worth a progress of its own.
  const quiet = { ...common, output: "probability" as const, target: 0, onProgress: () => {} };
  const call = await beginCall("counterfactual", model, input, quiet);
  const { rows } = call;
  if (rows.count !== 1) throw new ShapeError(say`counterfactual takes one row; got ${rows.count}: rows.slice(0, 1)`);
  if (!tellsClasses(call.runner.outputSpec)) {
    throw new TargetError(
      say`the model gives numbers, not class probabilities: there is no desired class to aim for. If they are probabilities, say so with describeModel(model, { outputs: "classes" }), or "binary" for one unit`,
    );
  }
  const original = rows.values;
  const wished = wishedClass(call, target);
  const wish = new Wish(call, wished.target, probability);
  // Labels do not exclude each other: one is there whichever is likeliest.
  const isThere = call.runner.outputSpec.kind === "labels" || wished.predicted === wished.target;
  if (wished.before >= probability && isThere) {
    throw new TargetError(
      say`the model already predicts ${nameIn(call, wished.target)} (P ${wished.before.toFixed(3)}): choose another class`,
    );
  }
  const data = given ? await readInputs(given, rows.columns) : undefined;
  if (data && data.size !== rows.size) {
    throw new ShapeError(say`rows of the data have ${data.size} numbers, and the input has ${rows.size}`);
  }
  const space = spaceOf(rows, data, options);
  const sparse = options.sparse ?? rows.shape.length === 2;
  const near = data ? await neighbors(wish, space, original, data) : [];
  const random = createRandom(seed);

  const found: Float32Array[] = [];
  let best = { row: original, probability: Number.NEGATIVE_INFINITY };
  const keep = async (row: Float32Array, costs?: Float64Array) => {
    const settled = settle(space, row, original);
    const tight = sparse ? await tighten(wish, space, original, settled, costs) : settled;
    const [reached] = await wish.ask([tight]);
    if (reached > best.probability) best = { row: tight, probability: reached };
    const known = found.some((other) => sameChanges(original, other, tight));
    if (wish.met(reached) && !known) found.push(tight);
    if (options.onProgress || performance.now() - started > 1000) report(Math.min(1, found.length / total));
    return tight;
  };
  if (method === "gradient" || (method === "auto" && !space.columns.some(({ kind }) => kind === "categorical"))) {
    const costs = new Float64Array(rows.size).fill(1);
    try {
      // Each answer makes the features it changes dearer for the next one.
      for (let round = 0; round < 2 * total && found.length < total; round++) {
        const { row } = await (sparse ? byFewGradients : byGradient)(wish, space, original, costs);
        const kept = await keep(row.slice(), costs);
        for (const [i, value] of kept.entries()) if (value !== original[i]) costs[i] *= dearer;
      }
    } catch (error) {
      if (method === "gradient" || !(error instanceof GradientNotFoundError)) throw error;
    }
  }
  if (method !== "gradient" && found.length < total) {
    const begin = await starts(
      wish,
      space,
      original,
      near.map(({ row }) => row),
      random,
    );
    if (begin.best.probability > best.probability) best = begin.best;
    for (const row of begin.found) await keep(row);
  }

  const plausible = data && plausibilityOf(space, data);
  const judge = (values: Float32Array, reached: number): Counterfactual => ({
    values,
    probability: reached,
    valid: wish.met(reached),
    distance: distance(space, original, values),
    changes: [...values.keys()]
      .filter((i) => values[i] !== original[i])
      .map((i) => ({ feature: i, name: space.columns[i].name, from: original[i], to: values[i] })),
    plausibility: plausible?.(values),
  });
  const reached = await wish.ask(found);
  const answers = diverse(
    found.map((row, i) => judge(row, reached[i])),
    total,
  );
  const first = near[0];
  return new Counterfactuals({
    input: original,
    shape: rows.shape,
    columns: space.columns,
    className: (index) => nameIn(call, index),
    ofLabels: call.runner.outputSpec.kind === "labels",
    ...wished,
    wished: probability,
    found: answers,
    closest: answers.length === 0 ? judge(best.row, best.probability) : undefined,
    nearestUnlikeNeighbor: first && judge(first.row, first.probability),
    steps: answers[0] && (await stepsTo(wish, rows, answers[0].values, options.steps ?? 6)),
    modelPasses: call.passes(),
  });
}

/** The class that is wished for, the one there is, and P of the wished one. */
function wishedClass({ runner, outputs }: Call, target: number | undefined) {
  const classes = runner.outputSize;
  const all = [...outputs];
  const ranked = all.map((_, i) => i).sort((a, b) => all[b] - all[a]);
  const chosen = target ?? ranked[1];
  if (!(Number.isInteger(chosen) && chosen >= 0 && chosen < classes)) {
    throw new TargetError(say`target ${target} is out of range: the model has ${classes} classes (0–${classes - 1})`);
  }
  return { target: chosen, predicted: ranked[0], before: all[chosen] };
}

const nameIn = ({ rows, runner }: Call, target: number) =>
  classNamesOf(runner.outputSpec, rows.classNames)?.[target] ??
  rows.classNames?.[target] ??
  (runner.outputSpec.kind !== "labels"
    ? String(target)
    : language() === "zh-CN"
      ? `标签 ${target}`
      : `label ${target}`);

const sameChanges = (original: Float32Array, a: Float32Array, b: Float32Array) =>
  original.every((value, i) => (a[i] === value) === (b[i] === value)) &&
  a.every((value, i) => Math.abs(value - b[i]) <= 1e-3 * (1 + Math.abs(value)));

/** The nearest first, then those that change other features, then those that change the same ones otherwise. */
function diverse(all: readonly Counterfactual[], total: number): Counterfactual[] {
  const sorted = [...all].sort((a, b) => a.distance - b.distance);
  const kinds = new Set<string>();
  const other = sorted.filter(({ changes }) => {
    const kind = changes.map(({ feature }) => feature).join();
    return !kinds.has(kind) && kinds.add(kind);
  });
  const rest = sorted.filter((one) => !other.includes(one));
  return [...other, ...rest].slice(0, total);
}

async function stepsTo(wish: Wish, { values, size }: Rows, end: Float32Array, count: number) {
  const rows = Array.from({ length: Math.max(2, count) }, (_, step) =>
    values.map((value, i) => value + ((end[i] - value) * step) / (Math.max(2, count) - 1)),
  );
  const all = new Float32Array(rows.length * size);
  for (const [step, row] of rows.entries()) all.set(row, step * size);
  return { values: all, probabilities: await wish.ask(rows) };
}
