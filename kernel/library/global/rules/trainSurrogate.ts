import type { Model } from "../../engine/model.ts";
import { DataError, OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import type { Named } from "../../signature/columns.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { beginOutputCall, type OutputOptions, outputNames } from "../askOutput.ts";
import { columnsOf } from "../feature.ts";
import { growTree, treeAnswer } from "./growTree.ts";
import { SurrogateTree } from "./SurrogateTree.ts";

export interface SurrogateTreeOptions extends OutputOptions {
  /** `"auto"` (default): the smallest that reaches `fidelity` on rows set aside, at most 6. */
  maxDepth?: number | "auto";
  /** The R² that a depth has to reach to be chosen (default 0.95). */
  fidelity?: number;
  /** Rows that each leaf holds at least (default 1, as scikit-learn). */
  minSamplesLeaf?: number;
  /** Of the choice of the rows set aside, a fifth (default 0). */
  seed?: number;
}

const surrogateTreeNames = {
  ...outputNames,
  maxDepth: true,
  fidelity: true,
  minSamplesLeaf: true,
  seed: true,
} as const satisfies Names<SurrogateTreeOptions>;

const deepest = 6;

/**
 * The model's answer retold by a small decision tree: rules in words, and how far they are true to the model (R² on a
 * fifth of the rows, which the tree had not seen). Where that is low, the rules are a story about another model.
 *
 * Cost: one prediction; growing takes rows × columns × depth steps.
 *
 * Craven, Shavlik 1996 (surrogate trees); Breiman et al. 1984 (CART); scikit-learn's `DecisionTreeRegressor`.
 *
 * @param rows a table, or `[n, features]`, on which the tree follows the model.
 * @throws DataError where the model answers all rows alike, or there are fewer than 10; OptionError, TargetError.
 * @example
 * const tree = await surrogateTree(model, table);
 * console.log(tree.describe());
 * display(tree);
 */
export async function surrogateTree(
  model: Model,
  rows: Inputs & Named,
  options: SurrogateTreeOptions = {},
): Promise<SurrogateTree> {
  checkNames("surrogateTree()", surrogateTreeNames, options);
  const { maxDepth = "auto", fidelity = 0.95, minSamplesLeaf = 1, seed = 0, ...common } = options;
  if (maxDepth !== "auto" && !(Number.isInteger(maxDepth) && maxDepth >= 1)) {
    throw new OptionError(say`maxDepth is ${maxDepth}: give "auto" or a whole number, at least 1`);
  }
  if (!(Number.isInteger(minSamplesLeaf) && minSamplesLeaf >= 1)) {
    throw new OptionError(say`minSamplesLeaf is ${minSamplesLeaf}: give a whole number, at least 1`);
  }
  const begun = await beginOutputCall("surrogateTree", model, rows, common);
  const { count, size, values } = begun.call.rows;
  const { own } = begun;
  if (count < 10) throw new DataError(say`${count} rows are too few to fit a surrogate: give at least 10`);
  if (own.every((answer) => answer === own[0])) {
    throw new DataError(say`the model predicts ${own[0]} for every row: there is nothing to approximate`);
  }
  const columns = columnsOf(begun.call.rows, size);

  const order = createRandom(seed).permutation(count);
  const aside = order.subarray(0, Math.max(2, Math.floor(count / 5)));
  const kept = order.subarray(aside.length);
  const most = maxDepth === "auto" ? deepest : maxDepth;
  const grown = growTree(takeRows(values, kept, size), takeRows(own, kept, 1), columns, {
    maxDepth: most,
    minSamplesLeaf,
  });
  const depths = maxDepth === "auto" ? Array.from({ length: most }, (_, i) => i + 1) : [maxDepth];
  const judged = depths.map((depth) => {
    const told = Float64Array.from(aside, (row) => treeAnswer(grown, values, row * size, depth));
    const real = takeRows(own, aside, 1);
    return { depth, r2: rSquared(real, told), agreement: agreementOf(real, told) };
  });
  const best = judged.reduce((a, b) => (b.r2 > a.r2 ? b : a));
  const chosen = judged.find(({ r2 }) => r2 >= fidelity) ?? best;
  return new SurrogateTree({
    root: growTree(values, own, columns, { maxDepth: chosen.depth, minSamplesLeaf }),
    columns,
    answer: begun.answer,
    depth: chosen.depth,
    fidelity: chosen.r2,
    agreement: chosen.agreement,
    aside: aside.length,
    modelPasses: begun.passes(),
  });
}

function takeRows(values: Float32Array, rows: Int32Array, size: number): Float32Array {
  const taken = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) taken.set(values.subarray(row * size, (row + 1) * size), i * size);
  return taken;
}

/** 1 − the part of the variance that is left; of constant answers 1 where they are met, else −∞. */
function rSquared(real: Float32Array, told: Float64Array): number {
  const mean = real.reduce((sum, value) => sum + value, 0) / real.length;
  let [left, all] = [0, 0];
  for (const [i, value] of real.entries()) {
    left += (value - told[i]) ** 2;
    all += (value - mean) ** 2;
  }
  if (all === 0) return left === 0 ? 1 : Number.NEGATIVE_INFINITY;
  return 1 - left / all;
}

/** On how many rows both are on the same side of a half, where the answers are probabilities. */
function agreementOf(real: Float32Array, told: Float64Array): number | undefined {
  if (!real.every((value) => value >= 0 && value <= 1)) return undefined;
  return real.filter((value, i) => value > 0.5 === told[i] > 0.5).length / real.length;
}
