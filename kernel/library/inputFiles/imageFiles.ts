import * as tf from "@tensorflow/tfjs";
import { encode } from "fast-png";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { rawPicture } from "./rawPicture.node.ts";

/**
 * Decodes a JPEG, PNG or WebP file, as tfjs-node's `tf.node.decodeImage` does it, on any backend: as it lies in the file,
 * whatever EXIF says of its orientation. The tensor is the caller's.
 *
 * @param contents the file's bytes. GIF and BMP need TensorFlow (`npx glassbook setup-tensorflow`): `tf.node.decodeImage`.
 * @param channels 0 (default) leaves as many as the file has; 1 gray, 3 RGB, 4 RGBA.
 * @returns int32 `[height, width, channels]`, 0 to 255; 16 bits a channel are cut to the upper 8.
 * @throws DataError for what is none of them, damaged, cut off or larger than 89,478,485 pixels; OptionError for other channels.
 * @example
 * const image = decodeImage(await readFile("digit.png"), 1);
 */
export function decodeImage(contents: Uint8Array, channels: 0 | 1 | 3 | 4 = 0): tf.Tensor3D {
  if (![0, 1, 3, 4].includes(channels)) throw new OptionError(say`channels is ${channels}: expected 0, 1, 3 or 4`);
  const { width, height, data: pixels, channels: found } = rawPicture(contents);
  const wanted = channels || found;
  const values = new Int32Array(width * height * wanted);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixels.subarray(pixel * found, (pixel + 1) * found);
    values.set(convert(from, wanted), pixel * wanted);
  }
  return tf.tensor3d(values, [height, width, wanted], "int32");
}

/**
 * Encodes an image as a PNG file, as tfjs-node's `tf.node.encodePng` does it, on any backend.
 *
 * @param image `[height, width, 1 | 2 | 3 | 4]`, 0 to 255; other values are cut to that range, fractions dropped.
 * @param compression zlib's level, 0 to 9. Default 1.
 * @throws ShapeError for another shape.
 * @example
 * await writeFile("digit.png", await encodePng(image.mul(255)));
 */
export async function encodePng(image: tf.Tensor3D, compression = 1): Promise<Uint8Array> {
  const [height, width, channels] = image.shape;
  if (image.rank !== 3 || channels === undefined || channels < 1 || channels > 4) {
    throw new ShapeError(say`the image is [${image.shape}]: expected [height, width, channels] with 1 to 4 channels`);
  }
  if (!Number.isInteger(compression) || compression < 0 || compression > 9) {
    throw new OptionError(say`compression is ${compression}: expected an integer from 0 to 9`);
  }
  const data = Uint8Array.from(await image.data(), (value) => Math.min(255, Math.max(0, Math.trunc(value))));
  const level = compression as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
  return encode({ width, height, channels, depth: 8, data }, { zlib: { level } });
}

/** One pixel with other channels. A color becomes gray by the weights that TensorFlow gives libpng, rounded down. */
function convert(pixel: Uint8Array, channels: number): readonly number[] | Uint8Array {
  if (pixel.length === channels) return pixel;
  const colored = pixel.length >= 3;
  const [red = 0, second = 0, third = 0] = pixel;
  const [green, blue] = colored ? [second, third] : [red, red];
  const alpha = pixel.length === 4 ? (pixel[3] ?? 255) : pixel.length === 2 ? second : 255;
  if (channels === 1) return [colored ? (9797 * red + 19234 * green + 3737 * blue) >> 15 : red];
  if (channels === 2) return [red, alpha];
  return channels === 3 ? [red, green, blue] : [red, green, blue, alpha];
}
