import type { Rgb } from "../../../renderers/shared/colors.ts";
import type { Raster } from "./raster.ts";

/** The letters of ASCII from the space on, in 5 × 7 dots: five columns each, in hexadecimal, the top dot the lowest bit. */
const letters = `
  0000000000 00005f0000 0007000700 147f147f14 242a7f2a12 2313086462 3649562050 0000070000 001c224100 0041221c00
  14083e0814 08083e0808 0050300000 0808080808 0060600000 2010080402 3e5149453e 00427f4000 4261514946 2141454b31
  1814127f10 2745454539 3c4a494930 0171090503 3649494936 064949291e 0036360000 0056360000 0814224100 1414141414
  0041221408 0201510906 324979413e 7e1111117e 7f49494936 3e41414122 7f4141221c 7f49494941 7f09090901 3e4149497a
  7f0808087f 00417f4100 2040413f01 7f08142241 7f40404040 7f020c027f 7f0408107f 3e4141413e 7f09090906 3e4151215e
  7f09192946 4649494931 01017f0101 3f4040403f 1f2040201f 3f4038403f 6314081463 0708700807 6151494543 007f414100
  0204081020 0041417f00 0402010204 4040404040 0001020400 2054545478 7f48444438 3844444420 384444487f 3854545418
  087e090102 085454543c 7f08040478 00447d4000 2040443d00 7f10284400 00417f4000 7c04180478 7c08040478 3844444438
  7c14141408 081414187c 7c08040408 4854545420 043f444020 3c4040207c 1c2040201c 3c4030403c 4428102844 0c5050503c
  4464544c44 0008364100 00007f0000 0041360800 1008081008`;

const blank = [0, 0, 0];

/** The columns of each letter, as wide as it needs. */
const glyphs = letters
  .trim()
  .split(/\s+/)
  .map((hex) => {
    const columns = Array.from({ length: 5 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
    const first = columns.findIndex(Boolean);
    return first < 0 ? blank : columns.slice(first, columns.findLastIndex(Boolean) + 1);
  });

const unknown = glyphs["?".charCodeAt(0) - 32];
const glyphOf = (letter: string): readonly number[] => glyphs[letter.charCodeAt(0) - 32] ?? unknown;

/** Of a letter, in dots. */
export const letterHeight = 7;

/** Of a text, in dots: one between letters. */
export const lineWidth = (text: string): number =>
  Math.max(0, [...text].reduce((sum, letter) => sum + glyphOf(letter).length + 1, 0) - 1);

const likes: Readonly<Record<string, string>> = {
  "×": "x",
  "−": "-",
  "–": "-",
  "—": "-",
  "…": "...",
  "·": "-",
  "’": "'",
};

/** A text without accents, and with a plain letter for each sign that has one like it. */
export const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .replaceAll(/[×−–—…·’]/g, (sign) => likes[sign] ?? sign);

/** Whether all of a plain text can be written. */
export const isWritable = (text: string): boolean => /^[ -~]+$/.test(text);

/** Cuts a text that is wider than so many dots. */
export function cut(text: string, dots: number): string {
  if (lineWidth(text) <= dots) return text;
  const kept = [...text];
  while (kept.length > 0 && lineWidth(`${kept.join("").trimEnd()}...`) > dots) kept.pop();
  return `${kept.join("").trimEnd()}...`;
}

export interface Writing {
  readonly top: number;
  readonly left: number;
  /** Pixels of a dot. */
  readonly scale: number;
  readonly color: Rgb;
}

/** Writes into a picture, where there are no fonts; `?` for what is not ASCII. */
export function write(picture: Raster, text: string, { top, left, scale, color }: Writing): void {
  let at = left;
  for (const letter of text) {
    const columns = glyphOf(letter);
    for (let y = 0; y < letterHeight * scale; y++) {
      for (let x = 0; x < columns.length * scale; x++) {
        if (((columns[Math.floor(x / scale)] >> Math.floor(y / scale)) & 1) === 0) continue;
        if (top + y < 0 || top + y >= picture.height || at + x < 0 || at + x >= picture.width) continue;
        picture.data.set(color, ((top + y) * picture.width + at + x) * 3);
      }
    }
    at += (columns.length + 1) * scale;
  }
}
