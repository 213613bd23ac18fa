import type { HuffmanTable } from "./huffmanTable.ts";

/** One of a JPEG's components: brightness, a color difference, an ink. */
export interface Component {
  readonly id: number;
  /** How many blocks an MCU has of it, across and down. */
  readonly across: number;
  readonly down: number;
  /** Of its own samples, which may be fewer than the picture's pixels. */
  readonly width: number;
  readonly height: number;
  /** Blocks of 8 × 8 that are kept for it, whole MCUs. */
  readonly columns: number;
  readonly rows: number;
  /** Which quantization table is its own. */
  readonly table: number;
  /** That table in natural order, as it was when the component's first scan began. */
  quantization: Uint16Array | undefined;
  /** `[rows · columns, 64]` in natural order; of progressive files only. */
  coefficients: Int16Array | undefined;
  /** Samples, `[rows · 8, columns · 8]`. */
  samples: Uint8Array | undefined;
  /** Progressive: of each coefficient in zigzag order, how many low bits are still to come; −1: nothing came. */
  readonly missingBits: Int8Array;
}

/** What the frame header says. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isProgressive: boolean;
  readonly components: readonly Component[];
  /** The largest `across` and `down` of all components. */
  readonly across: number;
  readonly down: number;
}

/** Tables and numbers as they stand at a place in the file: each may be given anew before the next scan. */
export interface Tables {
  readonly quantization: (Uint16Array | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  /** MCUs from one restart mark to the next; 0: there are none. */
  restartInterval: number;
}

/** What application segments say of the colors and of how the picture is held. */
export interface Applications {
  isJfif: boolean;
  /** Adobe's: 0 none, 1 YCbCr, 2 YCCK. */
  adobeTransform: number | undefined;
  exif: Uint8Array | undefined;
  /** Pieces of a color profile, by their number. */
  readonly profile: Map<number, Uint8Array>;
}

/** From a coefficient's place in the file to its place in the block. */
export const naturalOrder = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21],
  ...[28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61],
  ...[54, 47, 55, 62, 63],
);
