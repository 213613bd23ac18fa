import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { DamagedPicture } from "./DamagedPicture.ts";
import { decodeJpeg } from "./jpeg/decodeJpeg.ts";
import { decodePng } from "./png.node.ts";
import type { RawPicture } from "./RawPicture.ts";
import { decodeWebp } from "./webp.node.ts";

type Decoder = (bytes: Uint8Array) => RawPicture;

const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));

/** How files begin, from `at` on, and who reads them. */
const kinds: readonly { name: string; begin: number[]; at?: number; decode?: Decoder }[] = [
  { name: "JPEG", begin: [0xff, 0xd8], decode: decodeJpeg },
  { name: "PNG", begin: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], decode: decodePng },
  { name: "WebP", begin: text("WEBP"), at: 8, decode: decodeWebp },
  { name: "GIF", begin: text("GIF8") },
  { name: "BMP", begin: text("BM") },
  { name: "TIFF", begin: [0x49, 0x49, 0x2a, 0] },
  { name: "TIFF", begin: [0x4d, 0x4d, 0, 0x2a] },
  { name: "HEIC", begin: text("ftyphei"), at: 4 },
  { name: "HEIC", begin: text("ftypmif1"), at: 4 },
  { name: "AVIF", begin: text("ftypavi"), at: 4 },
  { name: "JPEG 2000", begin: text("jP  "), at: 4 },
  { name: "JPEG XL", begin: [0xff, 0x0a] },
  { name: "PDF", begin: text("%PDF") },
  { name: "SVG", begin: text("<svg") },
];

const kindOf = (bytes: Uint8Array) =>
  kinds.find(({ begin, at = 0 }) => begin.every((byte, i) => bytes[at + i] === byte));

/** Whether a file begins as one of those that are decoded here. */
export const isPicture = (bytes: Uint8Array): boolean => kindOf(bytes)?.decode !== undefined;

/**
 * Decodes a JPEG, PNG or WebP file, which is told by its first bytes.
 *
 * @throws DataError for another kind of file, one that is damaged or ends early, or one that is too large.
 */
export function rawPicture(bytes: Uint8Array): RawPicture {
  const kind = kindOf(bytes);
  if (!kind) {
    const begin = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new DataError(say`The file is no JPEG, PNG or WebP picture: it begins with ${begin || "–"}.`);
  }
  if (!kind.decode) {
    throw new DataError(
      kind.name === "GIF" || kind.name === "BMP"
        ? say`The picture is a ${kind.name} file, and only JPEG, PNG and WebP are read: save it as PNG (\`tf.node.decodeImage\` reads it where TensorFlow is set up: \`npx glassbook setup-tensorflow\`).`
        : say`The picture is a ${kind.name} file, and only JPEG, PNG and WebP are read: save it as PNG or JPEG.`,
    );
  }
  try {
    return kind.decode(bytes);
  } catch (error) {
    if (!(error instanceof DamagedPicture)) throw error;
    throw new DataError(say`The ${kind.name} file cannot be read: ${error.message}.`, { cause: error });
  }
}
