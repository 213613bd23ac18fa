import type { Writing } from "./pixelFont.ts";
import type { Raster } from "./raster.ts";

/** Digits of 3 × 5 dots, and a minus sign: rows from the top, each of three bits. */
const dots: Readonly<Record<string, readonly number[]>> = {
  "0": [7, 5, 5, 5, 7],
  "1": [2, 6, 2, 2, 7],
  "2": [7, 1, 7, 4, 7],
  "3": [7, 1, 7, 1, 7],
  "4": [5, 5, 7, 1, 1],
  "5": [7, 4, 7, 1, 7],
  "6": [7, 4, 7, 5, 7],
  "7": [7, 1, 1, 1, 1],
  "8": [7, 5, 7, 5, 7],
  "9": [7, 5, 7, 1, 7],
  "-": [0, 0, 7, 0, 0],
};

export const digitHeight = 5;
export const digitsWidth = (text: string): number => 4 * text.length - 1;

/** Draws a whole number into a picture, where there are no fonts. */
export function drawDigits(picture: Raster, text: string, { top, left, scale, color }: Writing): void {
  for (const [place, digit] of [...text].entries()) {
    for (const [row, bits] of (dots[digit] ?? []).entries()) {
      for (let column = 0; column < 3; column++) {
        if (((bits >> (2 - column)) & 1) === 0) continue;
        for (let dot = 0; dot < scale * scale; dot++) {
          const y = top + row * scale + Math.floor(dot / scale);
          const x = left + (4 * place + column) * scale + (dot % scale);
          if (y >= 0 && y < picture.height && x >= 0 && x < picture.width)
            picture.data.set(color, (y * picture.width + x) * 3);
        }
      }
    }
  }
}
