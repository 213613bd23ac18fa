import { say } from "../ground/say.ts";
import { DamagedPicture } from "./DamagedPicture.ts";
import { checkSize } from "./pictureSize.ts";

/** What a WebP container holds. */
export interface WebpChunks {
  readonly canvas: { readonly width: number; readonly height: number };
  /** The still picture in it, or an animation's first one, as a file of its own. */
  readonly frame: {
    readonly file: Uint8Array;
    readonly width: number;
    readonly height: number;
    readonly left: number;
    readonly top: number;
  };
  readonly notes: readonly string[];
  readonly exif: Uint8Array | undefined;
  readonly profile: Uint8Array | undefined;
}

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
  /** With its name and size, padded. */
  readonly whole: Uint8Array;
}

const name = (bytes: Uint8Array, at: number) => new TextDecoder("latin1").decode(bytes.subarray(at, at + 4));
const uint24 = (bytes: Uint8Array, at: number) => bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
const uint32 = (bytes: Uint8Array, at: number) => uint24(bytes, at) + bytes[at + 3] * 2 ** 24;

/** The chunks of `bytes` from `at` on. */
function chunksOf(bytes: Uint8Array, at: number): Chunk[] {
  const chunks: Chunk[] = [];
  while (at + 8 <= bytes.length) {
    const size = uint32(bytes, at + 4);
    if (at + 8 + size > bytes.length) throw new DamagedPicture(say`its data end early`);
    const end = at + 8 + size + (size & 1);
    chunks.push({ name: name(bytes, at), data: bytes.subarray(at + 8, at + 8 + size), whole: bytes.subarray(at, end) });
    at = end;
  }
  return chunks;
}

/** Takes a WebP file apart. @throws DamagedPicture where it is cut off or has no picture. */
export function readWebpChunks(file: Uint8Array): WebpChunks {
  const size = uint32(file, 4) + 8;
  // The last padding byte is often left out.
  if (!(size <= file.length + 1)) throw new DamagedPicture(say`its data end early`);
  const chunks = chunksOf(file.subarray(0, size), 12);
  const find = (wanted: string) => chunks.find((chunk) => chunk.name === wanted)?.data;
  const extended = find("VP8X");
  const animated = find("ANMF");
  const rest = { exif: withoutMark(find("EXIF")), profile: find("ICCP") };
  if (animated) {
    if (!extended || extended.length < 10 || animated.length < 16) throw new DamagedPicture(say`its header is damaged`);
    const canvas = { width: uint24(extended, 4) + 1, height: uint24(extended, 7) + 1 };
    checkSize(canvas.width, canvas.height);
    const place = { left: uint24(animated, 0) * 2, top: uint24(animated, 3) * 2 };
    const frame = still(chunksOf(animated, 16));
    const notes = [say`The file is an animation: its first picture was read.`];
    return { canvas, frame: { ...frame, ...place }, notes, ...rest };
  }
  const frame = still(chunks);
  const { width, height } = frame;
  return { canvas: { width, height }, frame: { ...frame, left: 0, top: 0 }, notes: [], ...rest };
}

/** Some writers put JPEG's mark before the EXIF data. */
const withoutMark = (exif: Uint8Array | undefined) => (exif && name(exif, 0) === "Exif" ? exif.subarray(6) : exif);

/** A picture's own chunks, as a file without anything else. */
function still(chunks: readonly Chunk[]) {
  const bits = chunks.find((chunk) => chunk.name === "VP8 " || chunk.name === "VP8L");
  if (!bits) throw new DamagedPicture(say`it has no picture`);
  const size = bits.name === "VP8L" ? losslessSize(bits.data) : lossySize(bits.data);
  checkSize(size.width, size.height);
  const alpha = bits.name === "VP8 " ? chunks.find((chunk) => chunk.name === "ALPH") : undefined;
  const parts = alpha ? [extendedHeader(size), alpha.whole, bits.whole] : [bits.whole];
  const padded = parts.reduce((sum, part) => sum + part.length + (part.length & 1), 0);
  const file = new Uint8Array(12 + padded);
  file.set(new TextEncoder().encode("RIFF"));
  new DataView(file.buffer).setUint32(4, file.length - 8, true);
  file.set(new TextEncoder().encode("WEBP"), 8);
  let at = 12;
  for (const part of parts) {
    file.set(part, at);
    at += part.length + (part.length & 1);
  }
  return { file, ...size };
}

function extendedHeader({ width, height }: { width: number; height: number }): Uint8Array {
  const header = new Uint8Array(18);
  header.set(new TextEncoder().encode("VP8X"));
  const view = new DataView(header.buffer);
  view.setUint32(4, 10, true);
  // Has alpha.
  header[8] = 0x10;
  view.setUint16(12, (width - 1) & 0xffff, true);
  header[14] = (width - 1) >> 16;
  view.setUint16(15, (height - 1) & 0xffff, true);
  header[17] = (height - 1) >> 16;
  return header;
}

function losslessSize(data: Uint8Array) {
  if (data[0] !== 0x2f || data.length < 5) throw new DamagedPicture(say`its header is damaged`);
  const bits = uint32(data, 1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function lossySize(data: Uint8Array) {
  const isKeyFrame = data[3] === 0x9d && data[4] === 0x01 && data[5] === 0x2a;
  if (!isKeyFrame || data.length < 10) throw new DamagedPicture(say`its header is damaged`);
  return { width: (data[6] | (data[7] << 8)) & 0x3fff, height: (data[8] | (data[9] << 8)) & 0x3fff };
}
