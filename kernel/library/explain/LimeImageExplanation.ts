import { OptionError } from "../errors.ts";
import type { Explanation } from "./Explanation.ts";
import type { Rows } from "./inputs.ts";
import type { Segments } from "./segments.ts";

export interface ImageAndMaskOptions {
  /** Only segments that speak for the label (default true). */
  positiveOnly?: boolean;
  /** Only segments that speak against it (default false; wins over `positiveOnly`). */
  negativeOnly?: boolean;
  /** Blackens (0) what is not chosen (default false). */
  hideRest?: boolean;
  /** How many segments at most (default 5). */
  numFeatures?: number;
  /** Segments whose |weight| is not above this are left out (default 0). */
  minWeight?: number;
}

/** What `Lime.explainInstance` found: an explanation for each label, from the same samples. */
export class LimeImageExplanation {
  /** The labels, most probable first. */
  readonly topLabels: readonly number[];
  /** By label. */
  readonly explanations: ReadonlyMap<number, Explanation>;
  /** The linear models' intercepts, by label. */
  readonly intercept: ReadonlyMap<number, number>;
  /** Weighted R² of each label's linear model. */
  readonly fit: ReadonlyMap<number, number>;
  readonly #rows: Rows;
  readonly #segments: Segments;

  constructor(rows: Rows, segments: Segments, found: readonly { explanation: Explanation; intercept: number }[]) {
    const byLabel = <T>(value: (entry: { explanation: Explanation; intercept: number }) => T) =>
      new Map(found.map((entry) => [entry.explanation.target as number, value(entry)]));
    this.topLabels = found.map(({ explanation }) => explanation.target as number);
    this.explanations = byLabel(({ explanation }) => explanation);
    this.intercept = byLabel(({ intercept }) => intercept);
    this.fit = byLabel(({ explanation }) => explanation.fit?.[0] ?? Number.NaN);
    this.#rows = rows;
    this.#segments = segments;
  }

  /** Segments and their weights, the largest |weight| first: lime's `local_exp[label]`. */
  localExp(label: number): [segment: number, weight: number][] {
    const weights = this.#explanation(label).coefficients ?? [];
    return [...weights.entries()].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  }

  /**
   * The image with the segments that matter most, as lime's `get_image_and_mask` (the image is never coloured: with
   * `positiveOnly: false` the mask says which way a segment speaks).
   *
   * @returns `image` float32 `[h, w, channels]`; `mask` int32 `[h, w]`, 1 where chosen, −1 where a chosen one speaks against.
   */
  getImageAndMask(label: number, options: ImageAndMaskOptions = {}) {
    const {
      negativeOnly = false,
      positiveOnly = !negativeOnly,
      hideRest = false,
      numFeatures = 5,
      minWeight = 0,
    } = options;
    const chosen = new Map(
      this.localExp(label)
        .filter(([, weight]) => Math.abs(weight) > minWeight)
        .filter(([, weight]) => (negativeOnly ? weight < 0 : !positiveOnly || weight > 0))
        .slice(0, numFeatures)
        .map(([segment, weight]) => [segment, negativeOnly ? 1 : Math.sign(weight)]),
    );
    const shape = this.#rows.shape.slice(1);
    const channels = shape.at(-1) ?? 1;
    const { of } = this.#segments;
    const image = this.#rows.values.map((value, i) => (hideRest && !chosen.has(of[i]) ? 0 : value));
    const mask = Int32Array.from({ length: of.length / channels }, (_, pixel) => chosen.get(of[pixel * channels]) ?? 0);
    return { image, mask, shape };
  }

  #explanation(label: number): Explanation {
    const explanation = this.explanations.get(label);
    if (explanation) return explanation;
    throw new OptionError(`label ${label} was not explained: the labels are ${this.topLabels.join(", ")}`);
  }
}
