import type { Explanation } from "../../explanation/Explanation.ts";
import { partCount, partOf } from "../../explanation/parts.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { cellText } from "../../signature/columns.ts";
import type { Names } from "../../text/checkNames.ts";
import { number } from "../../text/number.ts";
import { displayWords } from "../words.ts";

export interface FeatureNames {
  /** What each feature is called (default: the explanation's own names, or `feature 0`, `segment 0`, …). */
  featureNames?: readonly string[] | undefined;
}

export const featureOptionNames = { featureNames: true } as const satisfies Names<FeatureNames>;

/** One map of an explanation, feature by feature. */
export interface FeatureRow {
  /** What each feature adds to the answer. */
  readonly values: Float32Array;
  readonly standardErrors: Float32Array | undefined;
  /** The features' own values in the input; undefined where a feature is a segment of several. */
  readonly inputs: Float32Array | undefined;
  /** F(x), where the explanation keeps it. */
  readonly answer: number | undefined;
  /** What the values add up from: the answer to the baseline, or the mean over the background. */
  readonly base: number | undefined;
  readonly target: number;
  /** How each feature is told, `age = 42` or LIME's `37 < age ≤ 48`, where the explanation knows. */
  readonly cells: readonly string[] | undefined;
}

/** An explanation of a table's rows, or of an image by segments, as rows of features. */
export interface Features {
  readonly names: readonly string[];
  readonly rows: readonly FeatureRow[];
  /** How a feature's value reads: a category by its name. */
  shown(feature: number, value: number): string;
}

/**
 * @throws ShapeError for a map of pixels without segments, which has too many features to be listed.
 * @throws OptionError where there are not as many names as features.
 */
export function readFeatures(explanation: Explanation, { featureNames }: FeatureNames = {}): Features {
  const { featureMask, standardError } = explanation;
  const words = displayWords();
  const first = partOf(explanation, 0);
  if (featureMask && first.featureMask !== featureMask) {
    throw new ShapeError(
      say`each of the ${partCount(explanation)} maps has its own segments, and this chart lists one set: explain one input`,
    );
  }
  const segments = explanation.coefficients && featureMask && first.coefficients?.length;
  const single = !segments || (segments === first.values.length && featureMask.every((of, i) => of === i));
  if (!segments && first.shape.length !== 1) {
    throw new ShapeError(
      say`the map of ${explanation.method} has shape [${first.shape.join(", ")}]: this chart lists features of a table, or segments (give featureMask); heatmap() draws pixels`,
    );
  }
  const count = segments || first.values.length;
  const columns = single && explanation.columns?.length === count ? explanation.columns : undefined;
  const names = featureNames ?? columns?.map(({ name }) => name);
  if (names && names.length !== count) {
    throw new OptionError(say`${names.length} featureNames for ${count} features: give one for each`);
  }
  const firstOf = segments ? Array.from({ length: count }, (_, segment) => featureMask.indexOf(segment)) : undefined;
  return {
    names: names ?? Array.from({ length: count }, (_, i) => (single ? words.feature(i) : words.segment(i))),
    rows: Array.from({ length: partCount(explanation) }, (_, index) => {
      const part = partOf(explanation, index);
      const values = part.coefficients && segments ? part.coefficients : part.values;
      const errors = part.standardError;
      return {
        values,
        standardErrors:
          standardError && errors ? Float32Array.from(firstOf ?? errors.keys(), (i) => errors[i]) : undefined,
        inputs: single ? part.input : undefined,
        answer: part.answer,
        base: part.expectedValue ?? baseOf(part.answer, part.delta, values),
        cells: single && !featureNames ? part.cells : undefined,
        target: part.target,
      };
    }),
    shown: (feature, value) => (columns ? cellText(columns[feature], value) : number(value, 3)),
  };
}

/** Of a method that says how far its values are from adding up. */
function baseOf(answer: number | undefined, delta: number | undefined, values: Float32Array): number | undefined {
  if (answer === undefined || delta === undefined) return undefined;
  return answer - values.reduce((sum, value) => sum + value, 0) + delta;
}

/** A row whose values add up to the answer. */
export type AdditiveRow = FeatureRow & { readonly answer: number; readonly base: number };

/** @throws OptionError for a method whose values do not sum to the answer, or a map that is not there. */
export function additive({ rows }: Features, index: number, method: string): AdditiveRow {
  const row = rows[index];
  if (!row) throw new OptionError(say`no map ${index}: the explanation has ${rows.length} (0–${rows.length - 1})`);
  const { answer, base } = row;
  if (answer === undefined || base === undefined) {
    throw new OptionError(
      say`the values of ${method} do not add up to the model's output: use bar(), or an additive method (KernelShap, ShapleyValues, LinearShap, IntegratedGradients, …)`,
    );
  }
  return { ...row, answer, base };
}

/** Mean of |value| of each feature over the rows. */
export function meanSizes({ names, rows }: Features): Float64Array {
  return Float64Array.from(names, (_, feature) => {
    let total = 0;
    for (const { values } of rows) total += Math.abs(values[feature]);
    return total / rows.length;
  });
}

/** Features from the largest size to the smallest; NaN last. */
export function ranked(sizes: ArrayLike<number>): number[] {
  const size = (i: number) => (Number.isNaN(sizes[i]) ? -1 : Math.abs(sizes[i]));
  return Array.from({ length: sizes.length }, (_, i) => i).sort((a, b) => size(b) - size(a) || a - b);
}
