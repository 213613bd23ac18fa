import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { type IdxArray, parseIdx } from "./idx.ts";
import { ImageSet, type PictureHint } from "./imageSet.ts";

const unpackGzip = promisify(gunzip);

/** The bytes as they are, or unpacked where they are gzipped. @throws DataError where the gzip is damaged. */
async function unpack(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unpackGzip(bytes);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new DataError(
      say`${name} is damaged: expected a complete gzip file, found ${bytes.length} bytes (${found}).`,
    );
  }
}

/** A file's bytes, unpacked; `shown` names it in errors. @throws DataError where it is missing or its gzip is damaged. */
export async function readUnpacked(file: string, shown = file): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? say`there is no such file` : error.message;
    throw new DataError(say`${shown} cannot be read: ${why}.`);
  });
  return unpack(bytes, shown);
}

/** Puts an image file's and a label file's content together. @throws DataError where they do not belong together. */
export function imageSetOf(
  images: IdxArray,
  labels: IdxArray,
  imagesName: string,
  labelsName: string,
  known?: PictureHint,
): ImageSet {
  const [count = 0, height = 0, width = 0, channels = 1] = images.shape;
  if (images.shape.length !== 3 && images.shape.length !== 4) {
    const found = `[${images.shape.join(", ")}]`;
    throw new DataError(
      say`${imagesName}: expected images [n, height, width] or [n, height, width, channels], found ${found}.`,
    );
  }
  if (labels.shape.length !== 1) {
    throw new DataError(say`${labelsName}: expected labels [n], found [${labels.shape.join(", ")}].`);
  }
  if (labels.shape[0] !== count) {
    const found = `${count} images but ${labels.shape[0]} labels`;
    throw new DataError(
      say`${imagesName} and ${labelsName} do not match: expected as many labels as images, found ${found}.`,
    );
  }
  return new ImageSet(images.values, labels.values, [height, width, channels], known);
}

/**
 * Loads any set in idx format (Fashion-MNIST, KMNIST, your own), gzipped or not.
 *
 * @param imagesFile unsigned bytes `[n, height, width]` or `[n, height, width, channels]`.
 * @param labelsFile unsigned bytes `[n]`.
 * @returns the images as float32 in [0, 1] and the labels as int32, see `ImageSet`.
 * @throws DataError where a file is missing, damaged or not idx, or the two differ in length.
 * @example
 * const clothes = await loadIdx("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
 */
export async function loadIdx(imagesFile: string, labelsFile: string): Promise<ImageSet> {
  const [images, labels] = await Promise.all(
    [imagesFile, labelsFile].map(async (file) => parseIdx(await readUnpacked(file), file)),
  );
  return imageSetOf(images as IdxArray, labels as IdxArray, imagesFile, labelsFile);
}
