import { blend, inkOpacity, opacity, type Palette, type Rgb } from "../shared/colours.ts";
import type { Grid, ViewMap } from "./viewMaps.ts";

/** Which values are drawn, and how: by sign, or by |value| alone. */
export type Sign = "all" | "positive" | "negative" | "absolute";

export interface Look {
  sign: Sign;
  /** From 0, the image alone, by ½, both in full, to 1, the map alone. */
  overlay: number;
  /** |value| at which a colour is full. */
  range: number;
  palette: Palette;
}

/** RGBA of one map over its image, in the resolution of the finer of the two. */
export function paint(view: ViewMap, look: Look): { pixels: Uint8ClampedArray<ArrayBuffer>; size: [number, number] } {
  const { map, image } = view;
  const { palette, range, overlay } = look;
  const height = Math.max(map.height, image.height);
  const width = Math.max(map.width, image.width);
  const pixels = new Uint8ClampedArray(4 * height * width);
  const imageShare = Math.min(1, 2 * (1 - overlay));
  const mapShare = Math.min(1, 2 * overlay);
  const imageColumns = nearestOf(width, image.width);
  const mapColumns = nearestOf(width, map.width);
  let at = 0;
  for (let row = 0; row < height; row++) {
    const imageRow = Math.floor((row * image.height) / height) * image.width;
    const mapRow = Math.floor((row * map.height) / height) * map.width;
    for (let column = 0; column < width; column++, at += 4) {
      const base = under(view.ink[imageRow + imageColumns[column]], view.photo, palette, imageShare);
      const value = map.values[mapRow + mapColumns[column]];
      const colour = colourOf(value, view.told.signed, look.sign, palette);
      const strength = Number.isFinite(value) ? opacity(Math.abs(value) / range) : 1;
      const [red, green, blue] = colour ? blend(base, colour, mapShare * strength) : base;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      pixels[at + 3] = 255;
    }
  }
  return { pixels, size: [width, height] };
}

function under(ink: number, photo: boolean, palette: Palette, share: number): Rgb {
  if (!photo) return blend(palette.background, palette.ink, inkOpacity(ink) * share);
  const grey = 60 + 185 * ink;
  return blend(palette.background, [grey, grey, grey], share);
}

/** The colour that a value is a shade of; undefined where its sign is not shown. */
function colourOf(value: number, signed: boolean, sign: Sign, palette: Palette): Rgb | undefined {
  if (!Number.isFinite(value)) return palette.invalid;
  if (!signed || sign === "absolute") return palette.strength;
  if (sign === "positive" && value < 0) return undefined;
  if (sign === "negative" && value > 0) return undefined;
  return value > 0 ? palette.for : palette.against;
}

const nearestOf = (size: number, of: number) =>
  Int32Array.from({ length: size }, (_, at) => Math.floor((at * of) / size));

/** A place that all maps share: the middle of a cell, as shares of height and width. */
export interface Cursor {
  y: number;
  x: number;
}

/** The cell of a grid at a place. */
export const cellAt = ({ height, width }: Pick<Grid, "height" | "width">, { y, x }: Cursor): [number, number] => [
  Math.min(height - 1, Math.max(0, Math.floor(y * height))),
  Math.min(width - 1, Math.max(0, Math.floor(x * width))),
];

/** The middle of a cell. */
export const cursorAt = ({ height, width }: Pick<Grid, "height" | "width">, row: number, column: number): Cursor => ({
  y: (Math.min(height - 1, Math.max(0, row)) + 0.5) / height,
  x: (Math.min(width - 1, Math.max(0, column)) + 0.5) / width,
});

/** The value of a grid at a place. */
export function valueAt(grid: Grid, cursor: Cursor): number {
  const [row, column] = cellAt(grid, cursor);
  return grid.values[row * grid.width + column];
}
