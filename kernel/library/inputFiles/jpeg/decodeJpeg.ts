import { say } from "../../ground/say.ts";
import { DamagedPicture } from "../DamagedPicture.ts";
import type { RawPicture } from "../RawPicture.ts";
import { toColors } from "./colors.ts";
import { readFrame } from "./frame.ts";
import { inverseTransform } from "./inverseTransform.ts";
import type { Applications, Component, Frame, Tables } from "./JpegFile.ts";
import { type Band, type Part, readScan } from "./scan.ts";
import { readApplication, readHuffman, readQuantization } from "./segments.ts";

/** A file with more scans than these, libjpeg-turbo's advice, is made to cost time. */
const mostScans = 500;

/**
 * Decodes a JPEG file: baseline, extended and progressive, of 8 bits, with any whole sampling factors. The values are
 * libjpeg-turbo's: "islow" transform, "fancy" upsampling, its fixed-point colors; CMYK as Pillow turns it into RGB.
 *
 * @throws DamagedPicture where data are missing or contradict themselves: nothing is filled in.
 */
export function decodeJpeg(data: Uint8Array): RawPicture {
  const tables: Tables = { quantization: [], dc: [], ac: [], restartInterval: 0 };
  const found: Applications = { isJfif: false, adobeTransform: undefined, exif: undefined, profile: new Map() };
  let frame: Frame | undefined;
  let scans = 0;
  let skipped = 0;
  let isEnded = false;
  let at = 2;
  while (at < data.length && !isEnded) {
    if (data[at] !== 0xff) throw new DamagedPicture(say`at byte ${at} there is no mark`);
    const mark = data[at + 1];
    if (mark === 0xff) {
      at++;
      continue;
    }
    isEnded = mark === 0xd9;
    at += 2;
    if (isEnded || mark === 0x01) continue;
    const size = data[at] * 256 + data[at + 1];
    const segment = data.subarray(at + 2, at + size);
    if (!(size >= 2 && segment.length === size - 2)) break;
    at += size;
    if (mark === 0xdb) readQuantization(segment, tables);
    else if (mark === 0xc4) readHuffman(segment, tables);
    else if (mark === 0xdd) tables.restartInterval = segment[0] * 256 + segment[1];
    else if (mark >= 0xe0 && mark <= 0xef) readApplication(mark - 0xe0, segment, found);
    else if (mark >= 0xc0 && mark <= 0xcf && mark !== 0xc8 && mark !== 0xcc) {
      if (frame) throw new DamagedPicture(say`it has two headers`);
      frame = readFrame(mark - 0xc0, segment);
      checkLength(frame, data.length);
    } else if (mark === 0xda) {
      if (!frame) throw new DamagedPicture(say`its header is missing`);
      if (++scans > mostScans) throw new DamagedPicture(say`it has more than ${mostScans} scans`);
      const { parts, band } = readScanHeader(segment, frame, tables);
      const end = readScan(data, at, frame, parts, band, tables);
      at = end.at;
      skipped += end.skipped;
    }
  }
  if (!frame) throw new DamagedPicture(say`its header is missing`);
  const notes = finish(frame, isEnded);
  if (skipped > 0)
    notes.push(say`Between its data there are bytes that mean nothing (${skipped}): the file may be damaged.`);
  return { ...toColors(frame, found), notes, exif: found.exif, profile: joined(found.profile) };
}

/** A block takes at least a bit: a header that promises more is a lie, found before memory is taken for it. */
function checkLength({ components }: Frame, bytes: number): void {
  const blocks = components.reduce((sum, { columns, rows }) => sum + columns * rows, 0);
  if (blocks > bytes * 8) throw new DamagedPicture(say`its data end early`);
}

function readScanHeader(segment: Uint8Array, frame: Frame, tables: Tables): { parts: Part[]; band: Band } {
  const damaged = () => new DamagedPicture(say`its ${"SOS"} segment is damaged`);
  const count = segment[0];
  if (!(count >= 1 && count <= 4 && segment.length >= 4 + count * 2)) throw damaged();
  const parts = Array.from({ length: count }, (_, i): Part => {
    const [id, places] = segment.subarray(1 + i * 2);
    const component = frame.components.find((one) => one.id === id);
    if (!component) throw damaged();
    return { component, dc: tables.dc[places >> 4], ac: tables.ac[places & 15] };
  });
  const blocks = parts.reduce((sum, { component }) => sum + component.across * component.down, 0);
  if (new Set(parts.map(({ component }) => component)).size < count || (count > 1 && blocks > 10)) throw damaged();
  const [first, last, bits] = segment.subarray(1 + count * 2);
  const band: Band = frame.isProgressive ? { first, last, high: bits >> 4, low: bits & 15 } : whole;
  const isOrdered = band.first <= band.last && band.last <= 63 && band.low <= 13;
  const isWhole = !frame.isProgressive || (first === 0 ? last === 0 : count === 1);
  if (!isOrdered || !isWhole || (band.high > 0 && band.high !== band.low + 1)) throw damaged();
  for (const { component } of parts) prepare(component, frame, tables, band);
  return { parts, band };
}

const whole: Band = { first: 0, last: 63, high: 0, low: 0 };

/** Takes memory for a component at its first scan, and notes which bits this one brings. */
function prepare(component: Component, frame: Frame, tables: Tables, band: Band): void {
  const { missingBits, columns, rows, table } = component;
  const expected = band.high > 0 ? band.high : -1;
  for (let k = band.first; k <= band.last; k++) {
    if (missingBits[k] !== expected) throw new DamagedPicture(say`its scans are in no order`);
    missingBits[k] = band.low;
  }
  component.quantization ??= tables.quantization[table];
  if (!component.quantization) throw new DamagedPicture(say`a quantization table is missing`);
  if (frame.isProgressive) component.coefficients ??= new Int16Array(columns * rows * 64);
  else component.samples ??= new Uint8Array(columns * rows * 64);
}

/** Checks that everything came, and makes samples of a progressive file's coefficients. */
function finish(frame: Frame, isEnded: boolean): string[] {
  const notes: string[] = [];
  const isComplete = frame.components.every(({ missingBits }) => missingBits.every((bits) => bits === 0));
  const hasFirst = frame.components.every(({ missingBits }) => missingBits[0] >= 0);
  if (!isComplete && !(isEnded && hasFirst)) throw new DamagedPicture(say`its data end early`);
  if (!isComplete) notes.push(say`Its last scans, which bring the finest detail, are not in the file.`);
  if (!isEnded) notes.push(say`The file has no end mark; all of the picture is there.`);
  for (const component of frame.components) {
    const { coefficients, quantization, columns, rows } = component;
    if (!coefficients || !quantization) continue;
    const samples = new Uint8Array(columns * rows * 64);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const from = (row * columns + column) * 64;
        inverseTransform(coefficients, from, quantization, samples, (row * columns * 8 + column) * 8, columns * 8);
      }
    }
    component.samples = samples;
    component.coefficients = undefined;
  }
  return notes;
}

/** A profile in pieces of up to 64 kB, numbered from 1. */
function joined(pieces: Map<number, Uint8Array>): Uint8Array | undefined {
  if (pieces.size === 0) return undefined;
  const inOrder = [...pieces].sort(([a], [b]) => a - b).map(([, piece]) => piece);
  const all = new Uint8Array(inOrder.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of inOrder) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
