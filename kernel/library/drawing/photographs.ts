import type { MimeBundle } from "../ground/cell.ts";
import { raster } from "./raster.ts";
import { tilesBundle } from "./tiles.ts";
import { drawingWords } from "./words.ts";

/** Bytes as they are shown, row-major, channels last; 0 is black. */
export interface Photograph {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly data: ArrayLike<number>;
}

/** Photographs as themselves: one at its own size where there is room, several as tiles. */
export function photographs(pictures: readonly Photograph[]): MimeBundle {
  const tiles = pictures.map(({ height, width, channels, data }, i) => ({
    raster: raster(width, height, (row, column) => {
      const at = (row * width + column) * channels;
      return channels === 3 ? [data[at], data[at + 1], data[at + 2]] : [data[at], data[at], data[at]];
    }),
    caption: "",
    alt: drawingWords().image(i + 1, ""),
    paper: false,
  }));
  const widest = Math.max(...pictures.map(({ width }) => width));
  return tilesBundle(tiles, { columns: 8, size: Math.min(pictures.length === 1 ? 640 : 160, Math.max(96, widest)) });
}
