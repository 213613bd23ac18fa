import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { pixelScale } from "../signature/pixelScale.ts";
import type { ImageSpec } from "../signature/Signature.ts";
import { UnknownPreprocessing } from "../signature/UnknownPreprocessing.ts";
import { type DecodeOptions, decodePicture } from "./decodePicture.node.ts";
import type { Picture } from "./Picture.ts";
import { pictureNumbers } from "./pictureNumbers.ts";
import { recolored } from "./recolored.ts";
import { resized } from "./resized.ts";

export interface PictureInputOptions extends DecodeOptions {
  /** Whether dark and bright are exchanged. */
  readonly invert?: boolean | undefined;
}

/** One picture as a model takes it, row-major, in its layout and scale. */
export interface PictureInput {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  /** What was done besides what the spec says, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * A picture file's bytes as an input of a model.
 *
 * @param name of the file, for errors.
 * @throws UnknownPreprocessing where the spec has no preprocessing; DataError for a file that is damaged or of another kind.
 */
export function pictureInput(
  bytes: Uint8Array,
  name: string,
  spec: ImageSpec,
  { invert = false, ...options }: PictureInputOptions = {},
): PictureInput {
  const scale = pixelScale(spec);
  if (!scale) throw new UnknownPreprocessing(spec);
  const decoded = decode(bytes, name, options);
  const notes = [...decoded.notes];
  const colored = recolored(decoded, spec.channels, name);
  if (colored.channels < decoded.channels) notes.push(say`Converted from color to gray.`);
  if (invert) notes.push(say`Brightness was inverted.`);
  const turned = invert ? { ...colored, data: colored.data.map((value) => 255 - value) } : colored;
  const { picture, notes: more } = resized(turned, spec);
  const { height, width } = picture;
  return { values: pictureNumbers(picture, spec, scale), height, width, notes: [...notes, ...more] };
}

function decode(bytes: Uint8Array, name: string, options: DecodeOptions): Picture {
  try {
    return decodePicture(bytes, options);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${name}: ${error.message}`, { cause: error });
  }
}
