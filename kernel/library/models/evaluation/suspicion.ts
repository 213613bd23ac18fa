import { atMost } from "../../math/binomial.ts";
import { bestOrder } from "../../math/scores/bestOrder.ts";

/** Answers that are worse than chance, and the order of the classes that would explain it. */
export interface Suspicion {
  /** The share of right answers that chance would give: answers and classes as often as they are, in any order. */
  readonly chance: number;
  /** `order[answered]`: the class that an answer seems to stand for. */
  readonly order: readonly number[];
  /** The accuracy under that order. */
  readonly accuracy: number;
}

/** Of more classes the best order is not looked for. */
const mostClasses = 10;

/** Chance does this, or worse, in one case of so many. */
const unlikely = 0.01;

/**
 * Whether a model answers too badly for chance: the names of its classes are then likely in another order than the data's.
 * Undefined where chance explains it, or where no order is much better.
 */
export function suspicionOf(labels: Int32Array, predictions: Int32Array, classes: number): Suspicion | undefined {
  if (classes > mostClasses || classes < 2) return undefined;
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [i, label] of labels.entries()) {
    const row = counts[label];
    const answered = predictions[i] ?? 0;
    if (row) row[answered] = (row[answered] ?? 0) + 1;
  }
  const n = labels.length;
  let [hits, chance] = [0, 0];
  for (let c = 0; c < classes; c++) {
    hits += counts[c]?.[c] ?? 0;
    const there = (counts[c] ?? []).reduce((sum, count) => sum + count, 0);
    const answered = counts.reduce((sum, row) => sum + (row[c] ?? 0), 0);
    chance += (there / n) * (answered / n);
  }
  if (chance <= 0 || chance >= 1 || hits / n >= chance || atMost(hits, n, chance) > unlikely) return undefined;
  const { order, accuracy } = bestOrder(counts);
  // The best of many orders is better than chance by itself: only one that explains most answers is worth telling.
  return accuracy > Math.max(0.5, 1.5 * chance) ? { chance, order, accuracy } : undefined;
}
