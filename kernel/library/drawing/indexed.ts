import type { IndexedColors } from "fast-png";
import type { Raster } from "./raster.ts";

/** Colors that differ by less than 8 of 255 in each channel count as one. */
const bits = 5;
const cells = 1 << (3 * bits);
const most = 256;

/**
 * A picture of at most 256 colors, by median cut (Heckbert 1982): a third of the bytes, and nobody sees it. Pictures that
 * have no more colors keep them as they are.
 */
export const indexed = ({ data }: Raster): Indexed => exactly(data) ?? medianCut(data);

export interface Indexed {
  palette: IndexedColors;
  /** Which of its colors each pixel has. */
  pixels: Uint8Array;
}

/** The colors of a picture that has 256 of them or fewer. */
export function exactly(data: Uint8Array): Indexed | undefined {
  const places = new Map<number, number>();
  const pixels = new Uint8Array(data.length / 3);
  for (let i = 0; i < pixels.length; i++) {
    const color = (data[3 * i] << 16) | (data[3 * i + 1] << 8) | data[3 * i + 2];
    let at = places.get(color);
    if (at === undefined) {
      if (places.size === most) return undefined;
      at = places.size;
      places.set(color, at);
    }
    pixels[i] = at;
  }
  return { palette: [...places.keys()].map((color) => [color >> 16, (color >> 8) & 255, color & 255]), pixels };
}

function medianCut(data: Uint8Array): Indexed {
  const counts = new Uint32Array(cells);
  const sums = new Float64Array(3 * cells);
  const cellOf = (i: number) => ((data[i] >> 3) << 10) | ((data[i + 1] >> 3) << 5) | (data[i + 2] >> 3);
  for (let i = 0; i < data.length; i += 3) {
    const cell = cellOf(i);
    counts[cell]++;
    for (let c = 0; c < 3; c++) sums[3 * cell + c] += data[i + c];
  }
  const used = Array.from(counts.keys()).filter((cell) => counts[cell] > 0);
  const boxes = [used];
  while (boxes.length < most) {
    const at = boxes.reduce((best, box, i) => (worth(box, counts) > worth(boxes[best], counts) ? i : best), 0);
    const box = boxes[at];
    if (box.length < 2) break;
    boxes.splice(at, 1, ...halves(box, counts));
  }
  const place = new Uint8Array(cells);
  const palette = boxes.map((box, i): [number, number, number] => {
    const total = box.reduce((sum, cell) => sum + counts[cell], 0);
    for (const cell of box) place[cell] = i;
    const mean = (c: number) => Math.round(box.reduce((sum, cell) => sum + sums[3 * cell + c], 0) / total);
    return [mean(0), mean(1), mean(2)];
  });
  const pixels = new Uint8Array(data.length / 3);
  for (let i = 0; i < pixels.length; i++) pixels[i] = place[cellOf(3 * i)];
  return { palette, pixels };
}

const part = (cell: number, channel: number) => (cell >> (bits * (2 - channel))) & 31;

function span(box: readonly number[]): { channel: number; width: number } {
  const widths = [0, 1, 2].map((channel) => {
    let [low, high] = [31, 0];
    for (const cell of box) {
      const at = part(cell, channel);
      if (at < low) low = at;
      if (at > high) high = at;
    }
    return high - low;
  });
  const channel = widths.indexOf(Math.max(...widths));
  return { channel, width: widths[channel] };
}

const worths = new WeakMap<readonly number[], number>();

/** Which box to cut next: one of many pixels that spans many colors. */
function worth(box: readonly number[], counts: Uint32Array): number {
  const known = worths.get(box);
  if (known !== undefined) return known;
  const value = span(box).width ** 2 * box.reduce((sum, cell) => sum + counts[cell], 0);
  worths.set(box, value);
  return value;
}

/** Cut where as many pixels lie on either side, across the channel that spans most. */
function halves(box: readonly number[], counts: Uint32Array): [number[], number[]] {
  const { channel } = span(box);
  const sorted = [...box].sort((a, b) => part(a, channel) - part(b, channel));
  const total = sorted.reduce((sum, cell) => sum + counts[cell], 0);
  let sum = 0;
  let cut = sorted.findIndex((cell) => {
    sum += counts[cell];
    return 2 * sum >= total;
  });
  cut = Math.min(sorted.length - 1, Math.max(1, cut + 1));
  return [sorted.slice(0, cut), sorted.slice(cut)];
}
