import { barPlot } from "../drawing/bar.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { figureWords } from "./figureWords.ts";

export interface FeatureScoresFields {
  /** How they were found: `permutationImportance`. */
  readonly method: string;
  readonly features: readonly string[];
  /** One for each feature. */
  readonly values: Float64Array;
  /** Of each value. */
  readonly standardError: Float64Array;
  /** What is measured, for reading. */
  readonly unit: string;
  readonly modelPasses: number;
}

/** A figure for each feature of a table, with its standard error. Shows itself as bars. */
export class FeatureScores implements FeatureScoresFields, Displayable {
  readonly method: string;
  readonly features: readonly string[];
  readonly values: Float64Array;
  readonly standardError: Float64Array;
  readonly unit: string;
  readonly modelPasses: number;

  constructor(fields: FeatureScoresFields) {
    this.method = fields.method;
    this.features = fields.features;
    this.values = fields.values;
    this.standardError = fields.standardError;
    this.unit = fields.unit;
    this.modelPasses = fields.modelPasses;
  }

  /** Bounds of the normal 95 % interval of each value. */
  get interval(): readonly (readonly [low: number, high: number])[] {
    return Array.from(this.values, (value, i) => [
      value - 1.96 * this.standardError[i],
      value + 1.96 * this.standardError[i],
    ]);
  }

  /** Features by |value|, largest first. */
  ranked(): { feature: string; value: number; standardError: number }[] {
    return this.features
      .map((feature, i) => ({ feature, value: this.values[i], standardError: this.standardError[i] }))
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  }

  [displayKey]() {
    const { values, features, standardError, method, unit } = this;
    return barPlot(values, { labels: features, standardError, title: figureWords().scored(method), unit })[
      displayKey
    ]();
  }
}
