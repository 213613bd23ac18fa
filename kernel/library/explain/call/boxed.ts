import type { Detection } from "../../engine/detector/Detection.ts";
import { noGradient } from "../../engine/detector/detectorRunner.ts";
import type { Batch, Runner } from "../../engine/runner.ts";
import { type Region, regionOf } from "../../explanation/Region.ts";
import { OptionError, TargetError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { inputAxes } from "../../signature/axes.ts";
import { placesOf } from "../../signature/places.ts";
import type { Focus } from "./regional.ts";
import { isList } from "./regionTarget.ts";
import { eachIts, type OutputTargets } from "./targets.ts";

/** Finds boxes in each row of a batch. */
type Detect = NonNullable<Runner["detect"]>;

/**
 * The explained box of each input, and a runner that answers how well the boxes found in a changed picture match it: of all
 * of them the largest product of overlap, cosine of the class scores and score.
 *
 * Petsiuk et al. 2021, "Black-box Explanation of Object Detectors via Saliency Maps" (D-RISE), equations 2 to 4.
 *
 * @throws TargetError for a box that is not there; OptionError for several targets.
 */
export async function boxedOf(
  runner: Runner,
  detect: Detect,
  own: Batch,
  { target, targets }: OutputTargets,
  signal: AbortSignal,
): Promise<Focus> {
  if (targets !== undefined) throw new OptionError(say`one box of each picture is explained at a time: give target`);
  const found = await detect(own, { signal });
  const chosen = found.map((boxes, row) => boxes[indexOf(target, row, boxes, own.count)]);
  const indices = found.map((boxes, row) => boxes.indexOf(chosen[row]));
  const size = own.count;
  const matched = (rows: readonly (readonly Detection[])[]) =>
    Float32Array.from({ length: rows.length * size }, (_, i) =>
      rows[Math.floor(i / size)].reduce((best, box) => Math.max(best, similarity(chosen[i % size], box)), 0),
    );
  const spec = runner.signature.inputs[0];
  const places = placesOf(runner.inputShape, inputAxes(spec, runner.inputShape));
  const [height = 1, width = 1] = places.shape;
  return {
    runner: {
      ...runner,
      outputShape: [size],
      outputSize: size,
      predict: async (batch, options) => ({ outputs: matched(await detect(batch, options)), layers: new Map() }),
      gradients: async () => {
        throw noGradient();
      },
    },
    targets: { ...eachIts(Int32Array.from(indices)), classes: Int32Array.from({ length: size }, (_, row) => row) },
    regions: chosen.map((detection) => regionIn(detection, [height, width])),
    outputs: matched(found),
    means: Float32Array.from(chosen, ({ score }) => score),
  };
}

/** The box that is asked for in one input: by its number, or the one with the largest score. */
function indexOf(target: OutputTargets["target"], row: number, boxes: readonly Detection[], count: number): number {
  if (boxes.length === 0)
    throw new TargetError(say`the model finds no box in input ${row}, so there is none to explain`);
  if (target === undefined) return boxes.reduce((best, { score }, i) => (score > boxes[best].score ? i : best), 0);
  const list = isList(target) ? target : undefined;
  const asked: unknown = list && (list.length === count || list.length !== 1) ? list[row] : (list?.[0] ?? target);
  if (typeof asked === "number" && Number.isInteger(asked) && asked >= 0 && asked < boxes.length) return asked;
  throw new TargetError(
    say`box ${String(asked)} is not there: the model finds ${boxes.length} in input ${row} (0–${boxes.length - 1})`,
  );
}

/** How much a box is the explained one, from 0 to the box's own score. */
export function similarity(target: Detection, other: Detection): number {
  const overlap = overlapOf(target.box, other.box);
  return overlap === 0 ? 0 : overlap * likeness(target, other) * other.score;
}

/** The intersection of two boxes over their union. */
function overlapOf(a: Detection["box"], b: Detection["box"]): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const area = ([left, top, right, bottom]: Detection["box"]) => (right - left) * (bottom - top);
  const union = area(a) + area(b) - width * height;
  return union > 0 ? (width * height) / union : 0;
}

/** The cosine of the scores of classes; of labels alone, whether they are the same. */
function likeness({ classScores: a, label }: Detection, { classScores: b, label: other }: Detection): number {
  if (!a || !b) return label === other ? 1 : 0;
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, each, i) => sum + each * y[i], 0);
  const length = Math.sqrt(dot(a, a) * dot(b, b));
  return length > 0 ? dot(a, b) / length : 0;
}

/** The pixels that a box touches. */
function regionIn({ box: [left, top, right, bottom], label, score }: Detection, size: Region["size"]): Region {
  const [, width] = size;
  const has = (place: number) => {
    const [row, column] = [Math.floor(place / width), place % width];
    return row + 1 > top && row < bottom && column + 1 > left && column < right;
  };
  return { ...regionOf(size, has, "box"), box: { score, ...(label !== undefined && { label }) } };
}
