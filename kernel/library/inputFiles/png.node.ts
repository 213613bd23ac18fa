import { crc32, inflateSync } from "node:zlib";
import { say } from "../ground/say.ts";
import { DamagedPicture } from "./DamagedPicture.ts";
import { checkSize } from "./pictureSize.ts";
import { type PngHeader, passesOf, pngPixels, type Transparency } from "./pngPixels.ts";
import type { RawPicture } from "./RawPicture.ts";

/** Which depths each color type may have: 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha. */
const depths: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** More than its pixels that a file may unpack to: some writers add a little. */
const slack = 65_536;

/**
 * Decodes a PNG file: every color type and depth, interlaced or not; 16 bits are cut to the upper 8, as libpng's
 * `png_set_strip_16` and Pillow's RGB do it. Checksums are checked. Of an animation it is the first picture.
 *
 * @throws DamagedPicture where data are missing or contradict themselves: nothing is filled in.
 */
export function decodePng(file: Uint8Array): RawPicture {
  const { header, palette, transparency, data, exif, profile, notes } = readChunks(file);
  const passes = passesOf(header);
  const size = passes.reduce((sum, { height, rowBytes }) => sum + height * (1 + rowBytes), 0);
  const unpacked = unpack(data, size, header);
  const pixels = pngPixels(unpacked, header, passes, palette, transparency);
  return { width: header.width, height: header.height, ...pixels, notes, exif, profile };
}

function unpack(data: readonly Uint8Array[], size: number, { width, height }: PngHeader): Uint8Array {
  let unpacked: Uint8Array;
  try {
    unpacked = inflateSync(Buffer.concat(data), { maxOutputLength: size + slack });
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code === "Z_BUF_ERROR") throw new DamagedPicture(say`its data end early`);
    if (code !== "ERR_BUFFER_TOO_LARGE") throw new DamagedPicture(say`its data are damaged (${message})`);
    throw new DamagedPicture(say`its data unpack to more than its ${height} × ${width} pixels need`);
  }
  if (unpacked.length < size) throw new DamagedPicture(say`its data end early`);
  return unpacked;
}

interface Chunks {
  header: PngHeader;
  palette: Uint8Array | undefined;
  transparency: Transparency;
  data: Uint8Array[];
  exif: Uint8Array | undefined;
  profile: Uint8Array | undefined;
  notes: string[];
}

function readChunks(file: Uint8Array): Chunks {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let header: PngHeader | undefined;
  let isEnded = false;
  const rest: Omit<Chunks, "header"> = {
    palette: undefined,
    transparency: undefined,
    data: [],
    exif: undefined,
    profile: undefined,
    notes: [],
  };
  for (let at = 8; at + 12 <= file.length && !isEnded; ) {
    const size = view.getUint32(at);
    const name = new TextDecoder("latin1").decode(file.subarray(at + 4, at + 8));
    if (at + 12 + size > file.length) break;
    const chunk = file.subarray(at + 8, at + 8 + size);
    const isWhole = crc32(file.subarray(at + 4, at + 8 + size)) === view.getUint32(at + 8 + size);
    at += 12 + size;
    // By PNG's rules a small first letter marks what a reader may do without.
    const isNeeded = name >= "A" && name < "a";
    if (!isWhole && isNeeded) throw new DamagedPicture(say`the checksum of its ${name} chunk is wrong`);
    if (!isWhole) continue;
    if (!header && name !== "IHDR") throw new DamagedPicture(say`its header is missing`);
    if (name === "IHDR") {
      if (header) throw new DamagedPicture(say`it has two headers`);
      header = readHeader(chunk);
    } else if (name === "PLTE") rest.palette = chunk;
    else if (name === "IDAT") rest.data.push(chunk);
    else if (name === "tRNS") rest.transparency = chunk;
    else if (name === "eXIf") rest.exif = chunk;
    else if (name === "iCCP") rest.profile = readProfile(chunk);
    else if (name === "acTL") rest.notes.push(say`The file is an animation: its first picture was read.`);
    else if (name === "IEND") isEnded = true;
    else if (isNeeded) throw new DamagedPicture(say`its ${name} chunk is of no known kind`);
  }
  if (!header) throw new DamagedPicture(say`its header is missing`);
  if (!isEnded) rest.notes.push(say`The file has no end mark; all of the picture is there.`);
  return { header, ...rest };
}

function readHeader(chunk: Uint8Array): PngHeader {
  if (chunk.length !== 13) throw new DamagedPicture(say`its header is damaged`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colorType, compression, filter, interlace] = chunk.subarray(8);
  if (!depths[colorType]?.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1) {
    throw new DamagedPicture(say`its header is damaged`);
  }
  checkSize(width, height);
  return { width, height, depth, colorType, isInterlaced: interlace === 1 };
}

/** A name, a zero, the way of packing, the packed profile. */
function readProfile(chunk: Uint8Array): Uint8Array | undefined {
  try {
    return inflateSync(chunk.subarray(chunk.indexOf(0) + 2), { maxOutputLength: 16_000_000 });
  } catch {
    return new Uint8Array();
  }
}
