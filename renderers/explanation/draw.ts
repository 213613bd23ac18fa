import { css, opacity, type Rgb } from "../shared/colors.ts";
import { colorsOf, type Look, type Painted, paint } from "./paint.ts";
import type { ViewMap } from "./viewMaps.ts";

/** Of a strip or of bars, in pixels of its canvas: two for one of the page. */
const width = 560;
const fine = 2;
/** Of a row, in pixels of the page: thinner where there are many. */
const barHeight = (rows: number) => Math.max(5, Math.min(20, Math.floor(480 / rows)));
const bandHeight = (rows: number) => Math.max(8, Math.min(64, Math.floor(288 / rows)));

/** Draws a map on its canvas, whose size follows it: a picture pixel by pixel, a series as lines, a list as bars. */
export function drawMap(canvas: HTMLCanvasElement, view: ViewMap, values: Float32Array, look: Look): void {
  const { layout } = view;
  if (layout.kind === "series") drawSeries(canvas, view, look);
  else if (layout.kind === "list") drawBars(canvas, view, look);
  else put(canvas, paint(view, values, look), view);
}

/** The picture under a map as it is. */
export function drawPhoto(canvas: HTMLCanvasElement, view: ViewMap, look: Look): void {
  const empty = new Float32Array(view.map.values.length);
  put(canvas, paint(view, empty, { ...look, mode: "overlay", overlay: 0 }), view);
}

function put(canvas: HTMLCanvasElement, { pixels, size }: Painted, { map, under }: ViewMap): void {
  [canvas.width, canvas.height] = size;
  // A map of a layer is of the picture's form.
  const { width, height } = under.photo ? under : map;
  canvas.style.aspectRatio = `${width} / ${height}`;
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, size[0], size[1]), 0, 0);
}

/** A band for each feature: its map as color, its numbers as a line from the least to the largest. */
function drawSeries(canvas: HTMLCanvasElement, view: ViewMap, look: Look): void {
  const { map, under } = view;
  const band = fine * bandHeight(map.height);
  const context = sized(canvas, Math.max(width, Math.min(map.width, 4 * width)), band * map.height, look);
  if (!context) return;
  const step = canvas.width / map.width;
  for (let row = 0; row < map.height; row++) {
    for (let column = 0; column < map.width; column++) {
      const color = shade(map.values[row * map.width + column], view, look);
      if (!color) continue;
      context.fillStyle = color;
      // From one whole pixel to another: halves would show as lines.
      const [left, right] = [Math.round(column * step), Math.round((column + 1) * step)];
      context.fillRect(left, row * band, Math.max(1, right - left), band);
    }
  }
  const { values, height, width: columns } = under;
  if (!values || height !== map.height) return;
  context.strokeStyle = css(look.palette.ink);
  context.globalAlpha = Math.min(1, 2 * (1 - look.overlay));
  context.lineWidth = 1.2 * fine;
  for (let row = 0; row < height; row++) {
    const line = values.subarray(row * columns, (row + 1) * columns);
    const finite = line.filter(Number.isFinite);
    const [low, high] = [
      finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    ];
    context.beginPath();
    for (const [i, value] of line.entries()) {
      const share = high > low ? (value - low) / (high - low) : 0.5;
      const [x, y] = [(i + 0.5) * (canvas.width / columns), row * band + band * (0.9 - 0.8 * share)];
      if (Number.isFinite(value)) context.lineTo(x, y);
    }
    context.stroke();
  }
  context.globalAlpha = 0.25;
  context.lineWidth = 1;
  for (let row = 1; row < map.height; row++) context.strokeRect(-1, row * band, canvas.width + 2, 0);
  context.globalAlpha = 1;
}

/** A bar for each item, from zero: the longest is as long as there is room. */
function drawBars(canvas: HTMLCanvasElement, view: ViewMap, look: Look): void {
  const { map, meaning } = view;
  const height = fine * barHeight(map.height);
  const gap = height > 12 ? height / 6 : 0;
  const context = sized(canvas, width, height * map.height, look);
  if (!context) return;
  const finite = map.values.filter(Number.isFinite);
  const longest = finite.reduce((max, value) => Math.max(max, Math.abs(value)), 0) || 1;
  const isTwoSided = meaning.signed && look.sign !== "absolute";
  const zero = isTwoSided ? canvas.width / 2 : 0;
  const unit = (canvas.width - zero) / longest;
  for (const [row, value] of map.values.entries()) {
    const color = shade(value, view, { ...look, range: Number.MIN_VALUE });
    if (!color || value === 0) continue;
    context.fillStyle = color;
    const length = (Number.isFinite(value) ? Math.abs(value) : longest) * unit;
    const left = isTwoSided && value < 0 ? zero - length : zero;
    context.fillRect(left, row * height + gap, Math.max(1, length), height - 2 * gap);
  }
  context.fillStyle = css(look.palette.ink);
  context.globalAlpha = 0.35;
  context.fillRect(Math.max(0, zero - 0.5), 0, 1, canvas.height);
  context.globalAlpha = 1;
}

function sized(canvas: HTMLCanvasElement, width: number, height: number, { palette }: Look) {
  canvas.width = width;
  canvas.height = height;
  canvas.style.height = `${height / fine}px`;
  canvas.style.imageRendering = "auto";
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.fillStyle = css(palette.background);
  context.fillRect(0, 0, width, height);
  return context;
}

/** The color of a value; undefined where its sign is not shown. */
function shade(value: number, { meaning }: ViewMap, { palette, sign, range, overlay }: Look): string | undefined {
  const rgba = ([red, green, blue]: Rgb, alpha: number) => `rgba(${red},${green},${blue},${alpha})`;
  const share = Math.min(1, 2 * overlay);
  if (!Number.isFinite(value)) return rgba(palette.invalid, share);
  const [positive, negative] = colorsOf(meaning.signed, sign, palette);
  const color = value > 0 ? positive : negative;
  return color && rgba(color, share * opacity(Math.abs(value) / range));
}
