import { ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** A tensor, or values with their shape: `[height, width]`, `[height, width, channels]` or a batch `[n, …]` of the latter. */
export type ImageLike =
  | { shape: readonly number[]; dataSync(): ArrayLike<number> }
  | { shape: readonly number[]; values: ArrayLike<number> };

/** One picture, row-major, channels last. */
export interface Image {
  values: Float32Array;
  height: number;
  width: number;
  channels: number;
}

/**
 * The pictures in a tensor or array.
 *
 * @throws ShapeError where the shape is not that of a picture or does not fit the values.
 */
export function toImages(like: ImageLike): Image[] {
  const values = Float32Array.from("values" in like ? like.values : like.dataSync());
  const { shape } = like;
  if (shape.length === 2) return split(values, [1, ...shape, 1], shape);
  if (shape.length === 3) return split(values, (shape[2] ?? 0) <= 4 ? [1, ...shape] : [...shape, 1], shape);
  return splitBatch(values, shape);
}

/** The pictures in a batch `[n, height, width]` or `[n, height, width, channels]`. */
export function splitBatch(values: Float32Array, shape: readonly number[]): Image[] {
  return split(values, shape.length === 3 ? [...shape, 1] : shape, shape);
}

function split(values: Float32Array, nhwc: readonly number[], told: readonly number[]): Image[] {
  const [count = 0, height = 0, width = 0, channels = 0] = nhwc;
  const size = height * width * channels;
  if (nhwc.length !== 4) {
    throw new ShapeError(
      say`shape [${told.join(", ")}] is not a picture: expected [height, width], [height, width, channels] or a batch [n, height, width, channels]; for rows of features use bar()`,
    );
  }
  if (values.length !== count * size) {
    throw new ShapeError(say`shape [${told.join(", ")}] needs ${count * size} values, got ${values.length}`);
  }
  return Array.from({ length: count }, (_, i) => ({
    values: values.subarray(i * size, (i + 1) * size),
    height,
    width,
    channels,
  }));
}

/** One picture with any number of channels: `[height, width, channels]`, or with a batch of 1 before. */
export function toVolume(like: ImageLike): Image {
  const { shape } = like;
  const [height = 0, width = 0, channels = 0] = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
  if (shape.length !== 3 && !(shape.length === 4 && shape[0] === 1)) {
    throw new ShapeError(
      say`shape [${shape.join(", ")}] is not a layer's feature maps: expected [height, width, filters] of one input`,
    );
  }
  return { values: Float32Array.from("values" in like ? like.values : like.dataSync()), height, width, channels };
}

/** One number per position: the channels summed (maps) or their luminance (pictures). */
export function flatten({ values, height, width, channels }: Image, weights?: readonly number[]): Float32Array {
  const flat = new Float32Array(height * width);
  for (let i = 0; i < flat.length; i++) {
    let total = 0;
    for (let c = 0; c < channels; c++) total += (values[i * channels + c] ?? 0) * (weights ? (weights[c] ?? 0) : 1);
    flat[i] = total;
  }
  return flat;
}

const rec709 = [0.2126, 0.7152, 0.0722, 0];

export const luminance = (image: Image): Float32Array =>
  image.channels >= 3 ? flatten(image, rec709) : flatten(image, [1, 0]);
