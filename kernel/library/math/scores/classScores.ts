/** How well one class, or one label, is told. */
export interface ClassScore {
  /** How many examples have it. */
  readonly support: number;
  /** How many answers are it. */
  readonly answered: number;
  /** Share of the answers for it that are right; 0 where there are none. */
  readonly precision: number;
  /** Share of its examples that are found; 0 where there are none. */
  readonly recall: number;
  /** Their harmonic mean, 0 where both are 0. */
  readonly f1: number;
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/** Scores by counts: found rightly, taken for it wrongly, missed. */
export function scoreOf(found: number, wrong: number, missed: number): ClassScore {
  return {
    support: found + missed,
    answered: found + wrong,
    precision: ratio(found, found + wrong),
    recall: ratio(found, found + missed),
    f1: ratio(2 * found, 2 * found + wrong + missed),
  };
}

/** The scores of each class, as scikit-learn's `precision_recall_fscore_support`. */
export function classScores(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number): ClassScore[] {
  const [found, answered, there] = [0, 1, 2].map(() => new Float64Array(classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < labels.length; i++) {
    there[labels[i]]++;
    answered[predictions[i]]++;
    if (labels[i] === predictions[i]) found[labels[i]]++;
  }
  return Array.from(found, (count, c) => scoreOf(count, answered[c] - count, there[c] - count));
}

/** The mean F1 over the classes that are there or were answered: scikit-learn's `f1_score(average="macro")`. */
export function macroF1(scores: readonly ClassScore[]): number {
  const met = scores.filter(({ support, answered }) => support > 0 || answered > 0);
  return met.reduce((sum, { f1 }) => sum + f1, 0) / met.length;
}
