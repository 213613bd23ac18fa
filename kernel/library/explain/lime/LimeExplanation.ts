import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";

/** An explanation of one label, as the explainers make it. */
export interface LabelExplained {
  readonly explanation: Explanation;
  readonly intercept: number;
  /** What the linear model says of the instance itself. */
  readonly localPrediction?: number;
}

/** What lime's `explain_instance` gives: an explanation for each label, from the same samples. */
export class LimeExplanation {
  /** The labels, most probable first. */
  readonly topLabels: readonly number[];
  /** By label. */
  readonly explanations: ReadonlyMap<number, Explanation>;
  /** The linear models' intercepts, by label. */
  readonly intercept: ReadonlyMap<number, number>;
  /** Weighted R² of each label's linear model. */
  readonly fit: ReadonlyMap<number, number>;
  /** What each label's linear model says of the instance itself; the model's own answer is in `probabilities`. */
  readonly localPrediction: ReadonlyMap<number, number>;

  constructor(found: readonly LabelExplained[]) {
    const byLabel = <T>(value: (entry: LabelExplained) => T) =>
      new Map(found.map((entry) => [entry.explanation.target as number, value(entry)]));
    this.topLabels = found.map(({ explanation }) => explanation.target as number);
    this.explanations = byLabel(({ explanation }) => explanation);
    this.intercept = byLabel(({ intercept }) => intercept);
    this.fit = byLabel(({ explanation }) => explanation.fit?.[0] ?? Number.NaN);
    this.localPrediction = byLabel(({ localPrediction }) => localPrediction ?? Number.NaN);
  }

  /** Features (segments, columns, words) and their weights, the largest |weight| first: lime's `local_exp[label]`. */
  localExp(label: number): [feature: number, weight: number][] {
    const { coefficients, values } = this.explanation(label);
    return [...(coefficients ?? values).entries()].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  }

  /**
   * What speaks for and against a label in words, with its weight, the largest first; what the linear model does not use
   * is left out: lime's `as_list`.
   *
   * @param label default: the most probable one.
   * @example
   * why.asList(1); // [["age > 48.00", 0.21], ["color = red", -0.04]]
   */
  asList(label: number = this.topLabels[0]): [text: string, weight: number][] {
    const { cells = [] } = this.explanation(label);
    return this.localExp(label)
      .filter(([, weight]) => weight !== 0)
      .map(([feature, weight]) => [cells[feature] ?? String(feature), weight]);
  }

  /** The explanation of a label. @throws OptionError for one that was not explained. */
  explanation(label: number): Explanation {
    const explanation = this.explanations.get(label);
    if (explanation) return explanation;
    throw new OptionError(say`label ${label} was not explained: the labels are ${this.topLabels.join(", ")}`);
  }
}
