import { inkOpacity, opacity, type Palette, type Rgb } from "../shared/colors.ts";
import { type Cursor, cellAt } from "../shared/cursor.ts";
import { regionRing } from "../shared/regionRing.ts";
import { luminanceOf, overPhoto, underMap } from "../shared/underMap.ts";
import { type Grid, type Part, pixelsOf, type Under, type Window, windowed } from "./under.ts";
import type { ViewMap } from "./viewMaps.ts";

/** Which values are drawn, and how: by sign, or by |value| alone. */
export type Sign = "all" | "positive" | "negative" | "absolute";

/** The map over its picture, the map alone, or of the picture only what lies under the largest fifth of |value|. */
export type Mode = "overlay" | "alone" | "top";

export interface Look {
  sign: Sign;
  mode: Mode;
  /** From 0, the image alone, by ½, both in full, to 1, the map alone. */
  overlay: number;
  /** |value| at which a color is full. */
  range: number;
  /** Of the picture. */
  part: Part;
  palette: Palette;
  /** Of gray pictures; left out, all grays are shown. */
  window?: Window | undefined;
}

/** Steps of strength: more than a screen shows. */
const steps = 1024;
const opacities = Float32Array.from({ length: steps + 1 }, (_, i) => opacity(i / steps));

/** Pixels of a canvas: more than a card has on any screen. */
const longest = 1200;
const topShare = 0.2;

export interface Painted {
  pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Across and down. */
  size: [number, number];
}

/** RGBA of a part of one map over its image, in the resolution of the finer of the two, or of the screen. */
export function paint(view: ViewMap, values: Float32Array, look: Look): Painted {
  const painted = paintMap(view, values, look);
  const { region } = view.told;
  if (!region) return painted;
  const { pixels, size } = painted;
  for (const [i, line] of regionRing(region, size[0], size[1], look.part).entries()) {
    if (line > 0) pixels.set(line === 1 ? look.palette.ink : look.palette.background, 4 * i);
  }
  return painted;
}

function paintMap({ map, under, meaning }: ViewMap, values: Float32Array, look: Look): Painted {
  const { palette, mode, part } = look;
  const overlay = mode === "alone" ? 1 : look.overlay;
  const size = sizeOf(map, under, part);
  const [across, down] = size;
  const pixels = new Uint8ClampedArray(4 * across * down);
  const photo = pixelsOf(under, part, size);
  if (photo && look.window && under.photo?.color === false) windowed(photo, look.window);
  const drawn = drawnOf(map, values, part, size);
  if (mode === "top" && photo) {
    paintTop(pixels, photo, drawn, thresholdOf(values, look.sign, meaning.signed), look, meaning.signed);
    return { pixels, size };
  }
  const base = baseOf(under, photo, palette, overlay, part, size);
  // Where the picture is not there any more, nothing of it needs to be seen.
  const cover = photo && overlay <= 0.5 ? overPhoto : photo ? overPhoto + (1 - overPhoto) * (2 * overlay - 1) : 1;
  const share = Math.min(1, 2 * overlay) * cover;
  const perRange = steps / look.range;
  const [positive, negative] = colorsOf(meaning.signed, look.sign, palette);
  // Without a callback or an array for each of what may be a million pixels.
  for (let i = 0, at = 0; i < drawn.length; i++, at += 4) {
    const value = drawn[i];
    let color = value > 0 ? positive : negative;
    let alpha = share;
    if (!Number.isFinite(value)) color = palette.invalid;
    else alpha *= opacities[Math.min(steps, Math.round(Math.abs(value) * perRange))];
    if (color === undefined) alpha = 0;
    const over = color ?? palette.background;
    const under = 3 * i;
    pixels[at] = base[under] + (over[0] - base[under]) * alpha;
    pixels[at + 1] = base[under + 1] + (over[1] - base[under + 1]) * alpha;
    pixels[at + 2] = base[under + 2] + (over[2] - base[under + 2]) * alpha;
    pixels[at + 3] = 255;
  }
  return { pixels, size };
}

/** Pixels of the finer of map and picture that a part has, or as many as a screen shows. */
function sizeOf(map: Grid, under: Under, { height, width }: Part): [number, number] {
  const across = Math.max(1, width * Math.max(map.width, under.width));
  const down = Math.max(1, height * Math.max(map.height, under.height));
  const scale = Math.min(1, longest / Math.max(across, down));
  return [Math.max(1, Math.round(across * scale)), Math.max(1, Math.round(down * scale))];
}

/** The value that is drawn at each pixel: of several in one pixel the largest, so that nothing is lost. */
function drawnOf(map: Grid, values: Float32Array, part: Part, [across, down]: [number, number]): Float32Array {
  const columns = edgesOf(across, part.left, part.width, map.width);
  const rows = edgesOf(down, part.top, part.height, map.height);
  const drawn = new Float32Array(across * down);
  for (let y = 0, at = 0; y < down; y++) {
    const [top, bottom] = [rows[y], Math.max(rows[y] + 1, rows[y + 1])];
    for (let x = 0; x < across; x++, at++) {
      const [left, right] = [columns[x], Math.max(columns[x] + 1, columns[x + 1])];
      let found = values[top * map.width + left];
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const value = values[row * map.width + column];
          if (!(Math.abs(value) <= Math.abs(found))) found = value;
        }
      }
      drawn[at] = found;
    }
  }
  return drawn;
}

/** Where the cells of each pixel begin, and at the end where the last one ends. */
const edgesOf = (size: number, from: number, share: number, of: number): Int32Array =>
  Int32Array.from({ length: size + 1 }, (_, at) =>
    Math.min(at === size ? of : of - 1, Math.floor((from + (share * at) / size) * of + 1e-6)),
  );

/** The image as it lies under the map, three numbers a pixel. */
function baseOf(
  { ink, height, width }: Under,
  photo: Uint8ClampedArray | undefined,
  palette: Palette,
  overlay: number,
  part: Part,
  [across, down]: [number, number],
): Float32Array {
  const { background } = palette;
  const base = new Float32Array(3 * across * down);
  const share = Math.min(1, 2 * (1 - overlay));
  if (photo) {
    // Alone it is as it is; under a map it is lightened.
    const full = Math.max(0, 1 - 2 * overlay);
    for (let i = 0; i < across * down; i++) {
      const pixel: Rgb = [photo[4 * i], photo[4 * i + 1], photo[4 * i + 2]];
      const muted = underMap(pixel, palette, share);
      for (let c = 0; c < 3; c++) base[3 * i + c] = muted[c] + (pixel[c] - muted[c]) * full;
    }
    return base;
  }
  const columns = edgesOf(across, part.left, part.width, width);
  const rows = edgesOf(down, part.top, part.height, height);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const alpha = inkOpacity(ink?.[rows[y] * width + columns[x]] ?? 0) * share;
      for (let c = 0; c < 3; c++) {
        base[3 * (y * across + x) + c] = background[c] + (palette.ink[c] - background[c]) * alpha;
      }
    }
  }
  return base;
}

/** The picture where |value| is among the largest, a shadow of it elsewhere. */
function paintTop(
  pixels: Uint8ClampedArray,
  photo: Uint8ClampedArray,
  drawn: Float32Array,
  threshold: number,
  { palette: { background }, sign }: Look,
  signed: boolean,
): void {
  for (let i = 0; i < drawn.length; i++) {
    const [red, green, blue] = photo.subarray(4 * i, 4 * i + 3);
    const size = sizeIn(drawn[i], sign, signed);
    const isIn = size >= threshold && size > 0;
    const gray = luminanceOf(red, green, blue);
    const shadow = (paper: number) => paper + (gray - paper) * 0.15;
    pixels[4 * i] = isIn ? red : shadow(background[0]);
    pixels[4 * i + 1] = isIn ? green : shadow(background[1]);
    pixels[4 * i + 2] = isIn ? blue : shadow(background[2]);
    pixels[4 * i + 3] = 255;
  }
}

/** What counts of a value where only one sign is shown. */
function sizeIn(value: number, sign: Sign, signed: boolean): number {
  if (!Number.isFinite(value)) return 0;
  if (!signed || sign === "all" || sign === "absolute") return Math.abs(value);
  return Math.max(0, sign === "positive" ? value : -value);
}

/** From here on a value is among the largest fifth; where that would be most of them, since many are alike, above those. */
function thresholdOf(values: Float32Array, sign: Sign, signed: boolean): number {
  const sizes = values.map((value) => sizeIn(value, sign, signed)).sort();
  const least = sizes[Math.min(sizes.length - 1, Math.ceil((1 - topShare) * sizes.length))];
  const first = sizes.indexOf(least);
  if (sizes.length - first <= 2 * topShare * sizes.length) return least;
  return sizes.find((size) => size > least) ?? least;
}

/** The colors that positive and negative values are shades of; undefined for those whose sign is not shown. */
export function colorsOf(signed: boolean, sign: Sign, palette: Palette): [Rgb | undefined, Rgb | undefined] {
  if (!signed || sign === "absolute") return [palette.strength, palette.strength];
  return [sign === "negative" ? undefined : palette.for, sign === "positive" ? undefined : palette.against];
}

/** The value of a grid at a place. */
export function valueAt(grid: Grid, cursor: Cursor): number {
  const [row, column] = cellAt(grid, cursor);
  return grid.values[row * grid.width + column];
}
