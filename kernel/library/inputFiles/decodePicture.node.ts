import { decodeImage } from "./imageFiles.ts";
import type { Picture } from "./Picture.ts";

/** What shows where a picture is transparent. */
export interface DecodeOptions {
  /** A gray value, 0 black to 255 white. Default 255. */
  readonly ground?: number;
}

/**
 * Reads a JPEG, PNG or WebP file.
 *
 * @param bytes the file's.
 * @throws DataError for what is no complete picture of these.
 */
export function decodePicture(bytes: Uint8Array, { ground = 255 }: DecodeOptions = {}): Picture {
  const tensor = decodeImage(bytes);
  const [height, width, found] = tensor.shape;
  const values = tensor.dataSync();
  tensor.dispose();
  const channels = found >= 3 ? 3 : 1;
  const data = new Uint8Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const alpha = found === 2 || found === 4 ? values[(pixel + 1) * found - 1] : 255;
    for (let c = 0; c < channels; c++) {
      data[pixel * channels + c] = Math.round((values[pixel * found + c] * alpha + ground * (255 - alpha)) / 255);
    }
  }
  return { width, height, channels, data, notes: [] };
}
