import { inputAxes } from "../../signature/axes.ts";
import { placesOf } from "../../signature/places.ts";
import type { Rows } from "../call/inputs.ts";
import type { Segments } from "../segments/segments.ts";
import { type LabelExplained, LimeExplanation } from "./LimeExplanation.ts";

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
export class LimeImageExplanation extends LimeExplanation {
  readonly #rows: Rows;
  readonly #segments: Segments;

  constructor(rows: Rows, segments: Segments, found: readonly LabelExplained[]) {
    super(found);
    this.#rows = rows;
    this.#segments = segments;
  }

  /**
   * The image with the segments that matter most, as lime's `get_image_and_mask` (the image is never colored: with
   * `positiveOnly: false` the mask says which way a segment speaks).
   *
   * @returns `image` float32, as the model takes it; `mask` int32 `[h, w]`, 1 where chosen, −1 where a chosen one speaks against.
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
    const places = placesOf(shape, inputAxes(this.#rows.spec, shape));
    const { of } = this.#segments;
    const image = this.#rows.values.map((value, i) => (hideRest && !chosen.has(of[i]) ? 0 : value));
    const mask = Int32Array.from({ length: places.count }, (_, pixel) => chosen.get(of[places.indexOf(pixel, 0)]) ?? 0);
    return { image, mask, shape };
  }
}
