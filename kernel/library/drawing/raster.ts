import { encode } from "fast-png";
import type { Rgb } from "../../../renderers/shared/colors.ts";
import { toBase64 } from "../../payloads/base64.ts";
import { exactly, type Indexed, indexed } from "./indexed.ts";

/** An RGB picture, one byte a channel. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

export function raster(width: number, height: number, color: (row: number, column: number) => Rgb): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) data.set(color(row, column), (row * width + column) * 3);
  }
  return { width, height, data };
}

export interface GridOptions {
  columns: number;
  /** Wanted pixels of a picture's longer side: smaller ones are enlarged by whole factors, larger ones stay as they are. */
  size: number;
  gap: number;
  background: Rgb;
}

/** A picture enlarged without smoothing by the largest whole factor that keeps its longer side within `size`. */
export function enlarged(picture: Raster, size: number): Raster {
  const { width, height, data } = picture;
  const scale = Math.max(1, Math.floor(size / Math.max(width, height)));
  if (scale === 1) return picture;
  return raster(width * scale, height * scale, (y, x) => {
    const at = 3 * (Math.floor(y / scale) * width + Math.floor(x / scale));
    return [data[at], data[at + 1], data[at + 2]];
  });
}

/** Pictures in rows, enlarged without smoothing, from the top left of equal cells. */
export function sideBySide(pictures: readonly Raster[], { columns, size, gap, background }: GridOptions): Raster {
  const shown = pictures.map((picture) => enlarged(picture, size));
  const cell = (side: "width" | "height") => Math.max(1, ...shown.map((picture) => picture[side]));
  const [cellWidth, cellHeight] = [cell("width"), cell("height")];
  const across = Math.min(columns, pictures.length);
  const rows = Math.ceil(pictures.length / across);
  const width = across * cellWidth + (across - 1) * gap;
  const height = rows * cellHeight + (rows - 1) * gap;
  return raster(width, height, (y, x) => {
    const column = Math.floor(x / (cellWidth + gap));
    const row = Math.floor(y / (cellHeight + gap));
    const picture = shown[row * across + column];
    const px = x - column * (cellWidth + gap);
    const py = y - row * (cellHeight + gap);
    if (!picture || px >= picture.width || py >= picture.height) return background;
    const at = (py * picture.width + px) * 3;
    return [picture.data[at] ?? 0, picture.data[at + 1] ?? 0, picture.data[at + 2] ?? 0];
  });
}

/** Base64 of a PNG: what `image/png` holds in a bundle. Of many colors 256 are kept. */
export const toPng = (picture: Raster): string => indexedPng(picture, indexed(picture));

/** Base64 of a PNG with all colors. */
export function toExactPng(picture: Raster): string {
  const few = exactly(picture.data);
  if (few) return indexedPng(picture, few);
  const { width, height, data } = picture;
  return toBase64(encode({ width, height, data, channels: 3, depth: 8 }));
}

const indexedPng = ({ width, height }: Raster, { palette, pixels }: Indexed): string =>
  toBase64(encode({ width, height, data: pixels, channels: 1, depth: 8, palette }, { zlib: { level: 9 } }));
