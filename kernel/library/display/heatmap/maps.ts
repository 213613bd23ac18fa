import type { Explanation } from "../../explain/Explanation.ts";
import { flatten, type Image, splitBatch } from "../image.ts";

/** One picture of one explanation: one input, one target. */
export interface HeatMap {
  explanation: Explanation;
  /** Which of the explanation's inputs. */
  input: number;
  /** Which of its maps: inputs run fastest, targets slowest. */
  index: number;
  /** Where its values lie in those of the explanation. */
  start: number;
  length: number;
  target: number;
  /** `[height, width]` row-major, channels summed. */
  values: Float32Array;
  height: number;
  width: number;
  signed: boolean;
  image: Image;
  probabilities: Float32Array;
}

/** The maps of an explanation: for every target, every input. An image given by the caller stands for the input. */
export function mapsOf(explanation: Explanation, image?: Image): HeatMap[] {
  const { shape, inputShape, values, inputs, probabilities } = explanation;
  const count = inputShape[0] ?? 1;
  const images = image ? [] : splitBatch(inputs, inputShape);
  const targetAxis = shape.length === inputShape.length + 1;
  const maps = splitBatch(values, targetAxis ? [(shape[0] ?? 1) * count, ...shape.slice(2)] : shape);
  const classes = probabilities.length / count;
  return maps.flatMap((map, index) => {
    const input = index % count;
    const under = image ?? images[input];
    if (!under) return [];
    return {
      explanation,
      input,
      index,
      start: index * map.values.length,
      length: map.values.length,
      target: targetOf(explanation, targetAxis ? Math.floor(index / count) : input),
      values: flatten(map),
      height: map.height,
      width: map.width,
      signed: isSigned(explanation),
      image: under,
      probabilities: probabilities.subarray(input * classes, (input + 1) * classes),
    };
  });
}

const targetOf = ({ target }: Explanation, index: number): number =>
  typeof target === "number" ? target : (target[index] ?? -1);

const strengths = new Set(["Saliency", "SquaredGradient", "GradCam", "GradCamPlusPlus"]);

/** Whether a map says for and against, or only how strongly. A negative value always says against. */
export function isSigned({ method, options, values }: Explanation): boolean {
  if (values.some((value) => value < 0)) return true;
  return !(options.abs === true || (strengths.has(method) && options.abs !== false));
}
