import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { profileNote } from "./colorProfile.ts";
import { orientationOf, turned } from "./orientation.ts";
import type { Picture } from "./Picture.ts";
import { rawPicture } from "./rawPicture.node.ts";

/** How a file's picture is brought to gray or color. */
export interface DecodeOptions {
  /** What shows where a picture is transparent: a gray value, 0 black to 255 white. Default 255. */
  readonly ground?: number;
}

const decodeNames = { ground: true } as const satisfies Names<DecodeOptions>;

/**
 * Reads a JPEG, PNG or WebP file, told by its first bytes. The values are those of libjpeg-turbo, libpng and libwebp as
 * Pillow uses them: CMYK as RGB, 16 bits cut to the upper 8, a palette as RGB, turned as EXIF's orientation says.
 * What is transparent shows `ground`; a color profile that is not sRGB is not applied; of an animation it is the first
 * picture: each with a note.
 *
 * Costs 20 to 60 ms a megapixel, and 4 to 12 bytes of memory a pixel. At most 89,478,485 pixels are read.
 *
 * @param bytes the file's.
 * @throws DataError for another kind of file, one that is damaged or ends early, or one whose header says that it is
 * too large; OptionError for another ground.
 * @example
 * const cat = decodePicture(await readFile("cat.jpg"));
 * const small = resizePicture(cat, { height: 224, width: 224 }, "bicubic");
 */
export function decodePicture(bytes: Uint8Array, options: DecodeOptions = {}): Picture {
  checkNames("decodePicture()", decodeNames, options);
  const { ground = 255 } = options;
  if (!(ground >= 0 && ground <= 255)) throw new OptionError(say`ground is ${ground}: expected a number from 0 to 255`);
  const raw = rawPicture(bytes);
  const { width, height, channels, data } = turned(raw, orientationOf(raw.exif));
  const notes = [...raw.notes];
  const profile = profileNote(raw.profile);
  if (profile) notes.push(profile);
  if (channels === 1 || channels === 3) return { width, height, channels, data, notes };
  const opaque = channels === 2 ? 1 : 3;
  const laid = layOver(data, channels, ground);
  if (laid.isSeen) notes.push(say`Transparent places show the gray value ${ground} (255 is white).`);
  return { width, height, channels: opaque, data: laid.data, notes };
}

/** Pixels over a ground, rounded, as Pillow's `paste` with a mask makes them. */
function layOver(data: Uint8Array, channels: number, ground: number): { data: Uint8Array; isSeen: boolean } {
  const opaque = channels - 1;
  const result = new Uint8Array((data.length / channels) * opaque);
  let isSeen = false;
  for (let from = 0, to = 0; from < data.length; from += channels) {
    const alpha = data[from + opaque];
    isSeen ||= alpha < 255;
    for (let c = 0; c < opaque; c++) {
      result[to++] = Math.round((data[from + c] * alpha + ground * (255 - alpha)) / 255);
    }
  }
  return { data: result, isSeen };
}
