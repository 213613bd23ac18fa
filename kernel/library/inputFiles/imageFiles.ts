import * as tf from "@tensorflow/tfjs";
import { convertIndexedToRgb, decode, encode } from "fast-png";
import jpeg from "jpeg-js";
import { DataError, OptionError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/**
 * Decodes a PNG or JPEG file, as tfjs-node's `tf.node.decodeImage` does it, on any backend. The tensor is the caller's.
 *
 * @param contents the file's bytes. GIF and BMP need TensorFlow (`npx glassbook setup-tensorflow`): `tf.node.decodeImage`.
 * @param channels 0 (default) leaves as many as the file has; 1 gray, 3 RGB, 4 RGBA.
 * @returns int32 `[height, width, channels]`, 0 to 255; 16 bits a channel are cut to the upper 8.
 * @throws DataError for what is neither; OptionError for other channels.
 * @example
 * const image = decodeImage(await readFile("digit.png"), 1);
 */
export function decodeImage(contents: Uint8Array, channels: 0 | 1 | 3 | 4 = 0): tf.Tensor3D {
  if (![0, 1, 3, 4].includes(channels)) throw new OptionError(say`channels is ${channels}: expected 0, 1, 3 or 4`);
  const { width, height, pixels, channels: found } = isJpeg(contents) ? decodeJpeg(contents) : decodePng(contents);
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

interface Pixels {
  width: number;
  height: number;
  channels: number;
  /** One byte a channel. */
  pixels: Uint8Array;
}

const kinds: [name: string, start: number[]][] = [
  ["a GIF", [0x47, 0x49, 0x46]],
  ["a BMP", [0x42, 0x4d]],
];

const isJpeg = (contents: Uint8Array) => contents[0] === 0xff && contents[1] === 0xd8;

function decodeJpeg(contents: Uint8Array): Pixels {
  try {
    const { width, height, data } = jpeg.decode(contents, { useTArray: true, formatAsRGBA: false });
    if (componentsOf(contents) !== 1) return { width, height, channels: 3, pixels: data };
    return { width, height, channels: 1, pixels: data.filter((_, i) => i % 3 === 0) };
  } catch (error) {
    throw new DataError(say`The image is not a complete JPEG file (${(error as Error).message}).`);
  }
}

/** How many components a JPEG's frame header names: 1 is gray. */
function componentsOf(contents: Uint8Array): number | undefined {
  let at = 2;
  while (at + 9 < contents.length && contents[at] === 0xff) {
    const marker = contents[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return contents[at + 9];
    at += 2 + (contents[at + 2] ?? 0) * 256 + (contents[at + 3] ?? 0);
  }
  return undefined;
}

function decodePng(contents: Uint8Array): Pixels {
  const kind = kinds.find(([, start]) => start.every((byte, i) => contents[i] === byte))?.[0];
  if (kind) {
    throw new DataError(
      say`The image is ${kind}, and without TensorFlow only PNG and JPEG are decoded: run \`npx glassbook setup-tensorflow\`, or save it as PNG.`,
    );
  }
  try {
    const png = decode(contents);
    const { width, height } = png;
    if (png.palette) {
      const channels = png.palette[0]?.length ?? 3;
      return { width, height, channels, pixels: Uint8Array.from(convertIndexedToRgb(png)) };
    }
    if (png.depth < 8) return { width, height, channels: 1, pixels: unpackGray(png.data, width, height, png.depth) };
    const pixels = png.depth === 16 ? Uint8Array.from(png.data, (value) => value >> 8) : Uint8Array.from(png.data);
    return { width, height, channels: png.channels, pixels };
  } catch (error) {
    throw new DataError(say`The image is not a complete PNG file (${(error as Error).message}).`);
  }
}

/** Gray of 1, 2 or 4 bits, several in a byte, each row from a new byte on. */
function unpackGray(data: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const pixels = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = data[y * rowBytes + ((x * depth) >> 3)] ?? 0;
      const value = (byte >> (8 - depth - ((x * depth) & 7))) & most;
      pixels[y * width + x] = Math.round((value * 255) / most);
    }
  }
  return pixels;
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
