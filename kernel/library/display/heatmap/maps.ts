import { flatten, type Image, splitBatch } from "../../drawing/image.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { type Part, partCount, partOf } from "../../explanation/parts.ts";

/** One picture of one explanation: one input, one target. */
export interface HeatMap {
  explanation: Explanation;
  part: Part;
  /** Which of the explanation's maps: inputs run fastest, targets slowest. */
  index: number;
  /** Place of the explanation among those shown. */
  source?: number;
  target: number;
  /** `[height, width]` row-major, channels summed. */
  values: Float32Array;
  height: number;
  width: number;
  signed: boolean;
  image: Image;
}

/** The maps of an explanation: for every target, every input. An image given by the caller stands for the input. */
export function mapsOf(explained: Explanation, image?: Image): HeatMap[] {
  const explanation = explained.channelsLast();
  const signed = isSigned(explanation);
  return Array.from({ length: partCount(explanation) }, (_, index) => {
    const part = partOf(explanation, index);
    const [map] = splitBatch(part.values, [1, ...part.shape]);
    const under = image ?? splitBatch(part.input, [1, ...part.inputShape])[0];
    const { height, width } = map;
    return { explanation, part, index, target: part.target, values: flatten(map), height, width, signed, image: under };
  });
}

/**
 * Whether colors go to both sides of zero. A layer's own output may be of both signs; where it has none below zero, colors
 * begin there.
 */
const isSigned = ({ about, values }: Explanation): boolean =>
  about.signed && (about.role !== "activation" || values.some((value) => value < 0));
