import type { Column } from "../../signature/columns.ts";

import { sortedPlaces } from "./sortedPlaces.ts";

/** A node of a regression tree; a leaf has no children. */
export interface TreeNode {
  /** Mean of the rows that come here. */
  readonly value: number;
  /** How many they are. */
  readonly count: number;
  readonly depth: number;
  /** Rows go left whose value is at most `threshold`, or which have the category. */
  readonly split?: Split;
  readonly left?: TreeNode;
  readonly right?: TreeNode;
}

export interface Split {
  readonly column: number;
  readonly threshold?: number;
  readonly category?: number;
}

export interface TreeOptions {
  readonly maxDepth: number;
  readonly minSamplesLeaf: number;
}

/** Values nearer to each other than this are one: scikit-learn's FEATURE_THRESHOLD. */
const same = 1e-7;

/**
 * A regression tree by greedy splits that take most of the variance away (Breiman et al. 1984, CART). Columns are
 * sorted once, and kept sorted as nodes part them: rows × columns steps a level.
 */
export function growTree(
  values: ArrayLike<number>,
  y: ArrayLike<number>,
  columns: readonly Column[],
  { maxDepth, minSamplesLeaf }: TreeOptions,
): TreeNode {
  const size = columns.length;
  const count = y.length;
  // Column by column: a split looks at one column of many rows.
  const own = columns.map((_, column) => Float32Array.from({ length: count }, (_, row) => values[row * size + column]));
  const sorted = own.map(sortedPlaces);
  const goesLeft = new Uint8Array(count);
  const room = new Int32Array(count);

  function node(start: number, end: number, depth: number): TreeNode {
    const rows = end - start;
    let sum = 0;
    for (let i = start; i < end; i++) sum += y[sorted[0][i]];
    const leaf = { value: sum / rows, count: rows, depth };
    if (depth >= maxDepth || rows < 2 * minSamplesLeaf) return leaf;
    const split = bestSplit(start, end, sum);
    if (!split) return leaf;
    let left = 0;
    for (let i = start; i < end; i++) {
      const row = sorted[0][i];
      const value = own[split.column][row];
      goesLeft[row] = (split.category === undefined ? value <= (split.threshold ?? 0) : value === split.category)
        ? 1
        : 0;
      left += goesLeft[row];
    }
    for (const order of sorted) part(order, start, end);
    return {
      ...leaf,
      split,
      left: node(start, start + left, depth + 1),
      right: node(start + left, end, depth + 1),
    };
  }

  /** Left rows first, each side in its order. */
  function part(order: Int32Array, start: number, end: number): void {
    let [place, kept] = [start, 0];
    for (let i = start; i < end; i++) {
      const row = order[i];
      if (goesLeft[row]) order[place++] = row;
      else room[kept++] = row;
    }
    order.set(room.subarray(0, kept), place);
  }

  function bestSplit(start: number, end: number, sum: number): Split | undefined {
    const rows = end - start;
    // What the split adds to Σ (side's sum)² / (side's rows): as much variance as it takes away.
    let most = (sum * sum) / rows + 1e-12 * Math.abs(sum);
    let best: Split | undefined;
    for (let column = 0; column < size; column++) {
      const order = sorted[column];
      const at = own[column];
      const categorical = columns[column].kind === "categorical";
      let [left, taken] = [0, 0];
      for (let i = start; i < end - 1; i++) {
        const here = at[order[i]];
        const next = at[order[i + 1]];
        left += y[order[i]];
        taken++;
        if (next <= here + same) continue;
        if (taken >= minSamplesLeaf && rows - taken >= minSamplesLeaf) {
          const gain = (left * left) / taken + (sum - left) ** 2 / (rows - taken);
          if (gain > most) {
            most = gain;
            best = categorical ? { column, category: here } : { column, threshold: middle(here, next) };
          }
        }
        // A category stands against all others: the sums begin anew with the next one.
        if (categorical) [left, taken] = [0, 0];
      }
      if (!categorical) continue;
      const last = order[end - 1];
      left += y[last];
      taken++;
      if (taken === rows || taken < minSamplesLeaf || rows - taken < minSamplesLeaf) continue;
      const gain = (left * left) / taken + (sum - left) ** 2 / (rows - taken);
      if (gain <= most) continue;
      most = gain;
      best = { column, category: at[last] };
    }
    return best;
  }

  return node(0, count, 0);
}

/** Where the two are so near that their middle is the upper one, the lower one. */
function middle(low: number, high: number): number {
  const between = low / 2 + high / 2;
  return between === high ? low : between;
}

/** The tree's answer to a row, going down to `maxDepth` at most. */
export function treeAnswer(
  tree: TreeNode,
  row: ArrayLike<number>,
  start = 0,
  maxDepth = Number.POSITIVE_INFINITY,
): number {
  let node = tree;
  while (node.split && node.left && node.right && node.depth < maxDepth) {
    const { column, threshold, category } = node.split;
    const value = row[start + column];
    node = (category === undefined ? value <= (threshold ?? 0) : value === category) ? node.left : node.right;
  }
  return node.value;
}
