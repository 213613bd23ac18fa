import { say } from "../../ground/say.ts";
import { DamagedPicture } from "../DamagedPicture.ts";
import type { Applications, Frame } from "./JpegFile.ts";
import { rowsOf } from "./upsample.ts";

/** What a color difference of 0 to 255 adds, in libjpeg's fixed-point numbers (src/jdcolor.c). */
const tables = () => {
  const table = (value: (x: number) => number) => Int32Array.from({ length: 256 }, (_, i) => value(i - 128));
  const fixed = (x: number) => Math.trunc(x * 65536 + 0.5);
  return {
    red: table((x) => (fixed(1.402) * x + 32768) >> 16),
    blue: table((x) => (fixed(1.772) * x + 32768) >> 16),
    greenOfRed: table((x) => -fixed(0.71414) * x),
    greenOfBlue: table((x) => -fixed(0.34414) * x + 32768),
  };
};

const clip = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value);

/** Whether brightness and color differences are stored, as libjpeg decides it. */
function isYcc({ components }: Frame, { isJfif, adobeTransform }: Applications): boolean {
  if (components.length === 4) return adobeTransform !== undefined && adobeTransform !== 0;
  if (isJfif) return true;
  if (adobeTransform !== undefined) return adobeTransform !== 0;
  return components.map(({ id }) => String.fromCharCode(id)).join("") !== "RGB";
}

/** The decoded components as gray or RGB at the picture's size. */
export function toColors(frame: Frame, found: Applications) {
  const { width, height, components } = frame;
  const readers = components.map((component) => {
    if (!component.samples) throw new DamagedPicture(say`its data end early`);
    return rowsOf(component, component.samples, frame);
  });
  if (components.length === 1) {
    const data = new Uint8Array(width * height);
    // A single component is never sampled down, whatever its factors say.
    for (let y = 0; y < height; y++) readers[0](y, data.subarray(y * width, (y + 1) * width));
    return { width, height, channels: 1 as const, data };
  }
  const data = new Uint8Array(width * height * 3);
  // Upsampling makes pairs: one more than an odd width.
  const rows = components.map(() => new Uint8Array(width + 1));
  const convert = isYcc(frame, found) ? yccRow() : plainRow;
  for (let y = 0; y < height; y++) {
    for (const [i, read] of readers.entries()) read(y, rows[i]);
    const row = data.subarray(y * width * 3, (y + 1) * width * 3);
    convert(rows, row);
    if (components.length === 4) mixInks(row, rows[3], isYcc(frame, found));
  }
  return { width, height, channels: 3 as const, data };
}

function plainRow([a, b, c]: readonly Uint8Array[], row: Uint8Array): void {
  for (let x = 0, at = 0; at < row.length; x++) {
    row[at++] = a[x];
    row[at++] = b[x];
    row[at++] = c[x];
  }
}

function yccRow() {
  const { red, blue, greenOfRed, greenOfBlue } = tables();
  return ([light, ofBlue, ofRed]: readonly Uint8Array[], row: Uint8Array): void => {
    for (let x = 0, at = 0; at < row.length; x++) {
      const y = light[x];
      const cb = ofBlue[x];
      const cr = ofRed[x];
      row[at++] = clip(y + red[cr]);
      row[at++] = clip(y + ((greenOfBlue[cb] + greenOfRed[cr]) >> 16));
      row[at++] = clip(y + blue[cb]);
    }
  };
}

/**
 * Cyan, magenta, yellow and black as RGB. Inks are stored turned over (255: none), as Adobe does it and Pillow assumes
 * it; YCCK has its first three turned over once more.
 */
function mixInks(row: Uint8Array, black: Uint8Array, areTurned: boolean): void {
  for (let at = 0; at < row.length; at++) {
    const light = black[Math.floor(at / 3)];
    const ink = areTurned ? row[at] : 255 - row[at];
    const product = ink * light + 128;
    row[at] = clip(light - ((product + (product >> 8)) >> 8));
  }
}
