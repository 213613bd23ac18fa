import { say } from "../ground/say.ts";
import { DamagedPicture } from "./DamagedPicture.ts";

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a sample. */
  readonly depth: number;
  readonly colorType: number;
  readonly isInterlaced: boolean;
}

/** The chunk tRNS: alpha for each color of a palette, or the one gray or color that is transparent. */
export type Transparency = Uint8Array | undefined;

/** A part of the picture that was packed by itself: all of it, or every so many-th row and column. */
export interface Pass {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
  readonly width: number;
  readonly height: number;
  readonly rowBytes: number;
}

const samplesOf = (colorType: number) => (colorType === 2 ? 3 : colorType === 4 ? 2 : colorType === 6 ? 4 : 1);

/** Adam7: left, top, step across, step down. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

export function passesOf({ width, height, depth, colorType, isInterlaced }: PngHeader): Pass[] {
  return (isInterlaced ? adam7 : [[0, 0, 1, 1]])
    .map(([left, top, across, down]) => {
      const own = { width: Math.ceil((width - left) / across), height: Math.ceil((height - top) / down) };
      return { left, top, across, down, ...own, rowBytes: Math.ceil((own.width * depth * samplesOf(colorType)) / 8) };
    })
    .filter((pass) => pass.width > 0 && pass.height > 0);
}

/**
 * The unpacked data as bytes, `[height, width, channels]`. Each row begins with the number of its filter.
 *
 * @param data changed: the filters are undone in it.
 */
export function pngPixels(
  data: Uint8Array,
  header: PngHeader,
  passes: readonly Pass[],
  palette: Uint8Array | undefined,
  transparency: Transparency,
): { channels: 1 | 2 | 3 | 4; data: Uint8Array } {
  const { width, height, depth, colorType } = header;
  const samples = samplesOf(colorType);
  const writer = pixelWriter(header, palette, transparency);
  const { channels } = writer;
  const pixels = new Uint8Array(width * height * channels);
  const pixelBytes = Math.max(1, (depth * samples) >> 3);
  let at = 0;
  for (const pass of passes) {
    const sample = sampleReader(data, depth);
    let above: Uint8Array = new Uint8Array(pass.rowBytes);
    for (let y = 0; y < pass.height; y++) {
      const row = data.subarray(at + 1, at + 1 + pass.rowBytes);
      unfilter(data[at], row, above, pixelBytes);
      if (writer.copies && !header.isInterlaced) pixels.set(row, y * row.length);
      else
        for (let x = 0; x < pass.width; x++) {
          const to = ((pass.top + y * pass.down) * width + pass.left + x * pass.across) * channels;
          writer.write(sample, at + 1, x * samples, pixels, to);
        }
      above = row;
      at += 1 + pass.rowBytes;
    }
  }
  return { channels, data: pixels };
}

/** Undoes a row's filter: nothing, left, above, their mean, Paeth's choice. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, back: number): void {
  if (filter === 0) return;
  if (filter > 4) throw new DamagedPicture(say`a row has filter ${filter}: expected 0 to 4`);
  const { length } = row;
  if (filter === 1) for (let i = back; i < length; i++) row[i] += row[i - back];
  else if (filter === 2) for (let i = 0; i < length; i++) row[i] += above[i];
  else if (filter === 3) for (let i = 0; i < length; i++) row[i] += ((i < back ? 0 : row[i - back]) + above[i]) >> 1;
  else {
    for (let i = 0; i < back; i++) row[i] += above[i];
    for (let i = back; i < length; i++) row[i] += paeth(row[i - back], above[i], above[i - back]);
  }
}

function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** The sample at a place of the row that begins at `row`, with all its bits. */
type Sample = (row: number, place: number) => number;

function sampleReader(data: Uint8Array, depth: number): Sample {
  if (depth === 8) return (row, place) => data[row + place];
  if (depth === 16) return (row, place) => data[row + place * 2] * 256 + data[row + place * 2 + 1];
  const most = 2 ** depth - 1;
  return (row, place) => (data[row + ((place * depth) >> 3)] >> (8 - depth - ((place * depth) & 7))) & most;
}

interface PixelWriter {
  readonly channels: 1 | 2 | 3 | 4;
  /** Whether samples are pixels as they are. */
  readonly copies: boolean;
  readonly write: (sample: Sample, row: number, place: number, pixels: Uint8Array, to: number) => void;
}

function pixelWriter(header: PngHeader, palette: Uint8Array | undefined, transparency: Transparency): PixelWriter {
  const { depth, colorType } = header;
  if (colorType === 3) return paletteWriter(palette, transparency);
  const samples = samplesOf(colorType);
  const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  const byte = (value: number) => (depth === 16 ? value >> 8 : value * scale);
  if (!transparency || colorType > 3 || transparency.length < samples * 2) {
    return {
      channels: samples as 1 | 2 | 3 | 4,
      copies: depth === 8,
      write: (sample, row, place, pixels, to) => {
        for (let c = 0; c < samples; c++) pixels[to + c] = byte(sample(row, place + c));
      },
    };
  }
  const clear = Array.from({ length: samples }, (_, c) => transparency[c * 2] * 256 + transparency[c * 2 + 1]);
  return {
    channels: samples === 1 ? 2 : 4,
    copies: false,
    write: (sample, row, place, pixels, to) => {
      let isClear = true;
      for (let c = 0; c < samples; c++) {
        const value = sample(row, place + c);
        pixels[to + c] = byte(value);
        isClear &&= value === clear[c];
      }
      pixels[to + samples] = isClear ? 0 : 255;
    },
  };
}

function paletteWriter(palette: Uint8Array | undefined, alpha: Transparency): PixelWriter {
  if (!palette || palette.length === 0 || palette.length % 3 !== 0)
    throw new DamagedPicture(say`its palette is missing`);
  return {
    channels: alpha ? 4 : 3,
    copies: false,
    write: (sample, row, place, pixels, to) => {
      const index = sample(row, place);
      const from = index * 3;
      if (from >= palette.length) throw new DamagedPicture(say`a color is not in its palette`);
      for (let c = 0; c < 3; c++) pixels[to + c] = palette[from + c];
      if (alpha) pixels[to + 3] = alpha[index] ?? 255;
    },
  };
}
