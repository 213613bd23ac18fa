/** What each threshold comes to: a number in every list for each, the highest threshold first. */
export interface RocPoints {
  /** Share of the others that are taken for it, 0 to 1. */
  readonly falsePositiveRate: Float64Array;
  /** Share of it that is found, 0 to 1. */
  readonly truePositiveRate: Float64Array;
  /** Scores from here on count as "yes"; the first is above all scores. */
  readonly thresholds: Float64Array;
}

export interface PrecisionRecallPoints {
  /** Share of what is taken for it that is it. */
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  readonly thresholds: Float64Array;
}

/** Sums over the rows from the highest score down, one for each different score. */
interface Cumulated {
  readonly thresholds: number[];
  readonly truePositives: number[];
  readonly falsePositives: number[];
}

function cumulated(isIt: ArrayLike<number>, scores: ArrayLike<number>): Cumulated {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const found: Cumulated = { thresholds: [], truePositives: [], falsePositives: [] };
  let [yes, no] = [0, 0];
  for (const [rank, row] of order.entries()) {
    if (isIt[row]) yes++;
    else no++;
    const next = order[rank + 1];
    if (next !== undefined && scores[next] === scores[row]) continue;
    found.thresholds.push(scores[row]);
    found.truePositives.push(yes);
    found.falsePositives.push(no);
  }
  return found;
}

/**
 * The receiver operating characteristic: scikit-learn's `roc_curve` with every threshold.
 *
 * @param isIt 1 where it is there, `[n]`.
 * @param scores higher means likelier, `[n]`.
 */
export function rocPoints(isIt: ArrayLike<number>, scores: ArrayLike<number>): RocPoints {
  const { thresholds, truePositives, falsePositives } = cumulated(isIt, scores);
  const yes = truePositives.at(-1) ?? 0;
  const no = falsePositives.at(-1) ?? 0;
  return {
    falsePositiveRate: Float64Array.from([0, ...falsePositives], (count) => count / no),
    truePositiveRate: Float64Array.from([0, ...truePositives], (count) => count / yes),
    thresholds: Float64Array.of(Number.POSITIVE_INFINITY, ...thresholds),
  };
}

/**
 * The area under the ROC curve: how likely a row with it scores higher than one without, ties counted half. NaN where there
 * is only one of the two.
 */
export function areaUnderRoc(isIt: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { falsePositiveRate: x, truePositiveRate: y } = rocPoints(isIt, scores);
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}

/** Precision and recall at each threshold, the highest first; scikit-learn's `precision_recall_curve` the other way round. */
export function precisionRecallPoints(isIt: ArrayLike<number>, scores: ArrayLike<number>): PrecisionRecallPoints {
  const { thresholds, truePositives, falsePositives } = cumulated(isIt, scores);
  const yes = truePositives.at(-1) ?? 0;
  return {
    precision: Float64Array.from(truePositives, (count, i) => count / (count + falsePositives[i])),
    recall: Float64Array.from(truePositives, (count) => count / yes),
    thresholds: Float64Array.from(thresholds),
  };
}

/** The precision, weighted by the recall that each threshold adds: scikit-learn's `average_precision_score`. */
export function averagePrecision(isIt: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { precision, recall } = precisionRecallPoints(isIt, scores);
  return precision.reduce((sum, value, i) => sum + value * (recall[i] - (i === 0 ? 0 : recall[i - 1])), 0);
}
