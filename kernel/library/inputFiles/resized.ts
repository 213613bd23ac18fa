import { say } from "../ground/say.ts";
import type { ImageSpec, PreprocessStep } from "../signature/Signature.ts";
import { cropPicture } from "./cropPicture.ts";
import type { Picture } from "./Picture.ts";
import { resizePicture } from "./resizePicture.ts";

type Size = readonly [height: number, width: number];

/** A picture at the size that a model takes, and what was done besides what the signature says. */
export interface Resized {
  readonly picture: Picture;
  readonly notes: readonly string[];
}

/**
 * Brings a picture to a model's size by the steps of its preprocessing. Steps that end with a square of another size than
 * the model's are taken in proportion; where there are no steps of size, the picture is resized to the model's size
 * (bilinear). Both are noted.
 */
export function resized(picture: Picture, { preprocess = [], height, width }: ImageSpec): Resized {
  const wanted: Size | undefined = height === null || width === null ? undefined : [height, width];
  const { steps, notes } = inProportion(preprocess, wanted);
  let now = picture;
  for (const step of steps) now = withStep(now, step);
  if (!wanted || (now.height === wanted[0] && now.width === wanted[1])) return { picture: now, notes };
  const note = say`Resized from ${times(sizeOf(now))} to the model's ${times(wanted)} pixels, bilinear: its preprocessing names no such size.`;
  return { picture: resizePicture(now, { height: wanted[0], width: wanted[1] }, "bilinear"), notes: [...notes, note] };
}

const sizeOf = ({ height, width }: Picture): Size => [height, width];
const times = (size: Size) => size.join(" × ");

function withStep(picture: Picture, step: PreprocessStep): Picture {
  const { height, width } = picture;
  if (step.kind === "resize") {
    const [toHeight, toWidth] = "exact" in step ? step.exact : shortestEdgeTo(step.shortestEdge, [height, width]);
    return resizePicture(picture, { height: toHeight, width: toWidth }, step.filter ?? "bilinear");
  }
  if (step.kind !== "centerCrop") return picture;
  if ("fraction" in step) {
    const [top, left] = [cut(height, step.fraction), cut(width, step.fraction)];
    return cropPicture(picture, { top, left, height: height - 2 * top, width: width - 2 * left });
  }
  if (step.size === "shorterSide") {
    const side = Math.min(height, width);
    const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
    return cropPicture(picture, { top, left, height: side, width: side });
  }
  const [rows, columns] = step.size;
  return cropPicture(picture, {
    top: middle(height, rows),
    left: middle(width, columns),
    height: rows,
    width: columns,
  });
}

/** Where a center crop begins, as torchvision's `CenterCrop` rounds it: a half to the even number; a smaller picture is padded. */
function middle(length: number, wanted: number): number {
  if (length < wanted) return -Math.floor((wanted - length) / 2);
  const half = (length - wanted) / 2;
  const below = Math.floor(half);
  return half === below ? below : below + (below % 2);
}

/** As torchvision counts it. */
function shortestEdgeTo(edge: number, [height, width]: Size): Size {
  const long = Math.trunc((edge * Math.max(height, width)) / Math.min(height, width));
  return height <= width ? [edge, long] : [long, edge];
}

/** What TensorFlow's `central_crop` cuts off at each end. */
const cut = (length: number, fraction: number) => Math.trunc((length - length * fraction) / 2);

/** Steps of the usual sizes, for a model of another: 256 and 224 become 342 and 299. */
function inProportion(steps: readonly PreprocessStep[], wanted: Size | undefined) {
  const end = steps.findLast((step) => ("size" in step && step.size !== "shorterSide") || "exact" in step);
  const size = end && ("exact" in end ? end.exact : "size" in end && end.size !== "shorterSide" ? end.size : undefined);
  if (!size || !wanted || size[0] !== size[1] || wanted[0] !== wanted[1] || size[0] === wanted[0]) {
    return { steps, notes: [] };
  }
  const scale = wanted[0] / size[0];
  const scaled = (length: number) => Math.round(length * scale);
  const both = ([height, width]: Size): Size => [scaled(height), scaled(width)];
  const note = say`The preprocessing is for ${times(size)} pixels: its sizes were taken in proportion for the model's ${times(wanted)}.`;
  const fitted = steps.map((step): PreprocessStep => {
    if ("shortestEdge" in step) return { ...step, shortestEdge: scaled(step.shortestEdge) };
    if ("exact" in step) return { ...step, exact: both(step.exact) };
    return "size" in step && step.size !== "shorterSide" ? { ...step, size: both(step.size) } : step;
  });
  return { steps: fitted, notes: [note] };
}
