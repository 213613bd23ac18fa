import { describeModel } from "../library/engine/describeModel.ts";
import type { Model } from "../library/engine/model.ts";
import { preprocessing } from "../library/signature/preprocessing.ts";
import type { ImageSpec } from "../library/signature/Signature.ts";

export interface TakenImage {
  /** Undefined where the model takes something else. */
  readonly image?: ImageSpec;
  /** Whether nobody says that its numbers go from 0 to 1. */
  readonly isAssumed: boolean;
}

/** What a model's only input is as a picture. A gray one of which nobody says more is taken from 0 to 1, with a note, where that is assumed. */
export function imageTaken(model: Model, inputShape: readonly number[], assumes = true): TakenImage {
  const [spec, ...others] = describeModel(model).inputs;
  if (others.length > 0 || inputShape.length !== 3) return { isAssumed: false };
  const image = spec?.kind === "image" ? spec : threeAxes(spec?.name ?? "input", inputShape);
  if (image.preprocess || image.channels !== 1 || !assumes) return { image, isAssumed: false };
  return { image: { ...image, preprocess: preprocessing.unit.preprocess }, isAssumed: true };
}

/** Three axes of which nothing is said. */
const threeAxes = (name: string, shape: readonly number[]): ImageSpec => ({
  kind: "image",
  name,
  dtype: "float32",
  shape,
  layout: "channelsLast",
  height: shape[0],
  width: shape[1],
  channels: shape[2],
});
