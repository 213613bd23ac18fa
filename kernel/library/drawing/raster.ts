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

/** Pictures in rows, enlarged without smoothing, from the top left of equal cells. */
export function sideBySide(pictures: readonly Raster[], { columns, size, gap, background }: GridOptions): Raster {
  const scales = pictures.map(({ width, height }) => Math.max(1, Math.floor(size / Math.max(width, height))));
  const cell = (side: "width" | "height") =>
    Math.max(1, ...pictures.map((picture, i) => picture[side] * (scales[i] ?? 1)));
  const [cellWidth, cellHeight] = [cell("width"), cell("height")];
  const across = Math.min(columns, pictures.length);
  const rows = Math.ceil(pictures.length / across);
  const width = across * cellWidth + (across - 1) * gap;
  const height = rows * cellHeight + (rows - 1) * gap;
  return raster(width, height, (y, x) => {
    const column = Math.floor(x / (cellWidth + gap));
    const row = Math.floor(y / (cellHeight + gap));
    const index = row * across + column;
    const picture = pictures[index];
    const scale = scales[index] ?? 1;
    const px = Math.floor((x - column * (cellWidth + gap)) / scale);
    const py = Math.floor((y - row * (cellHeight + gap)) / scale);
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
