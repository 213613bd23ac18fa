import { inkOpacity, opacity, type Palette, type Rgb } from "../shared/colors.ts";
import { type Cursor, cellAt } from "../shared/cursor.ts";
import type { Grid, ViewMap } from "./viewMaps.ts";

/** Which values are drawn, and how: by sign, or by |value| alone. */
export type Sign = "all" | "positive" | "negative" | "absolute";

export interface Look {
  sign: Sign;
  /** From 0, the image alone, by ½, both in full, to 1, the map alone. */
  overlay: number;
  /** |value| at which a color is full. */
  range: number;
  palette: Palette;
}

/** Steps of strength: more than a screen shows. */
const steps = 1024;
const opacities = Float32Array.from({ length: steps + 1 }, (_, i) => opacity(i / steps));

/** RGBA of one map over its image, in the resolution of the finer of the two. */
export function paint(view: ViewMap, look: Look): { pixels: Uint8ClampedArray<ArrayBuffer>; size: [number, number] } {
  const { map, image, meaning } = view;
  const { palette, overlay } = look;
  const height = Math.max(map.height, image.height);
  const width = Math.max(map.width, image.width);
  const pixels = new Uint8ClampedArray(4 * height * width);
  const base = baseOf(view, palette, Math.min(1, 2 * (1 - overlay)));
  const share = Math.min(1, 2 * overlay);
  const perRange = steps / look.range;
  const [positive, negative] = colorsOf(meaning.signed, look.sign, palette);
  const imageColumns = nearestOf(width, image.width);
  const mapColumns = nearestOf(width, map.width);
  let at = 0;
  // Without a callback or an array for each of what may be a million pixels.
  for (let row = 0; row < height; row++) {
    const imageRow = Math.floor((row * image.height) / height) * image.width;
    const mapRow = Math.floor((row * map.height) / height) * map.width;
    for (let column = 0; column < width; column++, at += 4) {
      const under = 3 * (imageRow + imageColumns[column]);
      const value = map.values[mapRow + mapColumns[column]];
      let color = value > 0 ? positive : negative;
      let alpha = share;
      if (!Number.isFinite(value)) color = palette.invalid;
      else alpha *= opacities[Math.min(steps, Math.round(Math.abs(value) * perRange))];
      if (color === undefined) alpha = 0;
      const over = color ?? palette.background;
      pixels[at] = base[under] + (over[0] - base[under]) * alpha;
      pixels[at + 1] = base[under + 1] + (over[1] - base[under + 1]) * alpha;
      pixels[at + 2] = base[under + 2] + (over[2] - base[under + 2]) * alpha;
      pixels[at + 3] = 255;
    }
  }
  return { pixels, size: [width, height] };
}

/** The image as it lies under the map, three numbers a pixel. */
function baseOf({ ink, photo }: ViewMap, palette: Palette, share: number): Float32Array {
  const { background } = palette;
  const base = new Float32Array(3 * ink.length);
  for (let i = 0; i < ink.length; i++) {
    const alpha = photo ? share : inkOpacity(ink[i]) * share;
    for (let channel = 0; channel < 3; channel++) {
      const full = photo ? 60 + 185 * ink[i] : palette.ink[channel];
      base[3 * i + channel] = background[channel] + (full - background[channel]) * alpha;
    }
  }
  return base;
}

/** The colors that positive and negative values are shades of; undefined for those whose sign is not shown. */
export function colorsOf(signed: boolean, sign: Sign, palette: Palette): [Rgb | undefined, Rgb | undefined] {
  if (!signed || sign === "absolute") return [palette.strength, palette.strength];
  return [sign === "negative" ? undefined : palette.for, sign === "positive" ? undefined : palette.against];
}

const nearestOf = (size: number, of: number) =>
  Int32Array.from({ length: size }, (_, at) => Math.floor((at * of) / size));

/** The value of a grid at a place. */
export function valueAt(grid: Grid, cursor: Cursor): number {
  const [row, column] = cellAt(grid, cursor);
  return grid.values[row * grid.width + column];
}
