import { ShapeError } from "../errors.ts";

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
  return splitImages(values, like.shape);
}

export function splitImages(values: Float32Array, shape: readonly number[]): Image[] {
  const [count, height, width, channels] = dimensions(shape);
  const size = height * width * channels;
  if (values.length !== count * size) {
    throw new ShapeError(`shape [${shape.join(", ")}] wants ${count * size} values, got ${values.length}`);
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
      `shape [${shape.join(", ")}] is no layer's maps: expected [height, width, filters] of one input`,
    );
  }
  return { values: Float32Array.from("values" in like ? like.values : like.dataSync()), height, width, channels };
}

function dimensions(shape: readonly number[]): [number, number, number, number] {
  const [a = 0, b = 0, c = 0, d = 1] = shape;
  if (shape.length === 2) return [1, a, b, 1];
  if (shape.length === 4) return [a, b, c, d];
  if (shape.length === 3) return c <= 4 ? [1, a, b, c] : [a, b, c, 1];
  throw new ShapeError(
    `shape [${shape.join(", ")}] is no picture: expected [height, width], [height, width, channels] or a batch [n, height, width, channels]; for rows of features use bar()`,
  );
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

/** Brings values to 0 … 1: as they are where they lie there already, stretched where they do not. */
export function toUnit(values: Float32Array): Float32Array {
  let min = 0;
  let max = 0;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max && value !== Number.POSITIVE_INFINITY) max = value;
  }
  if (min >= 0 && max <= 1) return values;
  return values.map((value) => (value - min) / (max - min || 1));
}
