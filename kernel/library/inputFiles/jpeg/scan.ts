import { say } from "../../ground/say.ts";
import { DamagedPicture } from "../DamagedPicture.ts";
import { BitReader } from "./BitReader.ts";
import type { HuffmanTable } from "./huffmanTable.ts";
import { inverseTransform } from "./inverseTransform.ts";
import { type Component, type Frame, naturalOrder, type Tables } from "./JpegFile.ts";

/** A component in a scan. */
export interface Part {
  readonly component: Component;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

/** Which coefficients a scan brings, in zigzag order, and which of their bits. */
export interface Band {
  readonly first: number;
  readonly last: number;
  /** The lowest bit that was known before; 0: none was. */
  readonly high: number;
  /** The lowest bit that is known afterwards. */
  readonly low: number;
}

/** What a scan remembers from block to block. */
interface State {
  /** The last brightness of each part. */
  readonly last: Int32Array;
  /** So many more blocks have nothing more in this band. */
  run: number;
}

type ReadBlock = (bits: BitReader, part: Part, i: number, state: State, block: Int16Array, at: number) => void;

/**
 * Reads one scan into the samples (sequential) or the coefficients (progressive) of its components.
 *
 * @returns where the next mark stands, and how many bytes were left over before it.
 */
export function readScan(
  data: Uint8Array,
  begin: number,
  frame: Frame,
  parts: readonly Part[],
  band: Band,
  tables: Tables,
): { at: number; skipped: number } {
  const bits = new BitReader(data, begin);
  const state: State = { last: new Int32Array(parts.length), run: 0 };
  const read = frame.isProgressive ? progressive(band) : sequential;
  const block = new Int16Array(64);
  const readAt = (i: number, row: number, column: number) => {
    const { component } = parts[i];
    const { coefficients, samples, quantization, columns } = component;
    const place = row * columns + column;
    if (coefficients) return read(bits, parts[i], i, state, coefficients, place * 64);
    block.fill(0);
    read(bits, parts[i], i, state, block, 0);
    if (samples && quantization) {
      inverseTransform(block, 0, quantization, samples, (row * columns * 8 + column) * 8, columns * 8);
    }
  };
  const alone = parts.length === 1 ? parts[0].component : undefined;
  const across = alone ? Math.ceil(alone.width / 8) : Math.ceil(frame.width / (8 * frame.across));
  const down = alone ? Math.ceil(alone.height / 8) : Math.ceil(frame.height / (8 * frame.down));
  const { restartInterval } = tables;
  for (let mcu = 0; mcu < across * down; mcu++) {
    if (restartInterval > 0 && mcu > 0 && mcu % restartInterval === 0) {
      bits.restart((mcu / restartInterval - 1) & 7);
      state.last.fill(0);
      state.run = 0;
    }
    const [row, column] = [Math.floor(mcu / across), mcu % across];
    if (alone) readAt(0, row, column);
    else {
      for (let i = 0; i < parts.length; i++) {
        const { across: h, down: v } = parts[i].component;
        for (let y = 0; y < v; y++) for (let x = 0; x < h; x++) readAt(i, row * v + y, column * h + x);
      }
    }
    bits.check();
  }
  const skipped = bits.finish();
  return { at: bits.at, skipped };
}

function table(found: HuffmanTable | undefined): HuffmanTable {
  if (!found) throw new DamagedPicture(say`a Huffman table is missing`);
  return found;
}

/** The first coefficient is told by its difference to the last block's. */
function readFirst(bits: BitReader, { dc }: Part, i: number, { last }: State): number {
  const length = bits.symbol(table(dc));
  if (length > 15) throw new DamagedPicture(say`a coefficient is too large`);
  last[i] += bits.signed(length);
  return last[i];
}

const beyond = () => new DamagedPicture(say`a block has more than 64 coefficients`);

const sequential: ReadBlock = (bits, part, i, state, block, at) => {
  block[at] = readFirst(bits, part, i, state);
  const ac = table(part.ac);
  for (let k = 1; k < 64; k++) {
    const symbol = bits.symbol(ac);
    const length = symbol & 15;
    if (length === 0) {
      if (symbol !== 0xf0) return;
      k += 15;
      continue;
    }
    k += symbol >> 4;
    if (k > 63) throw beyond();
    block[at + naturalOrder[k]] = bits.signed(length);
  }
};

function progressive(band: Band): ReadBlock {
  if (band.first === 0) return band.high === 0 ? firstOfDc(band.low) : moreOfDc(band.low);
  return band.high === 0 ? firstOfAc(band) : moreOfAc(band);
}

const firstOfDc =
  (low: number): ReadBlock =>
  (bits, part, i, state, block, at) => {
    block[at] = readFirst(bits, part, i, state) << low;
  };

const moreOfDc =
  (low: number): ReadBlock =>
  (bits, _part, _i, _state, block, at) => {
    if (bits.bit()) block[at] |= 1 << low;
  };

const firstOfAc =
  ({ first, last, low }: Band): ReadBlock =>
  (bits, { ac }, _i, state, block, at) => {
    if (state.run > 0) {
      state.run--;
      return;
    }
    const codes = table(ac);
    for (let k = first; k <= last; k++) {
      const symbol = bits.symbol(codes);
      const [zeros, length] = [symbol >> 4, symbol & 15];
      if (length === 0) {
        if (zeros < 15) {
          state.run = (1 << zeros) + bits.bits(zeros) - 1;
          return;
        }
        k += 15;
        continue;
      }
      k += zeros;
      if (k > 63) throw beyond();
      block[at + naturalOrder[k]] = bits.signed(length) << low;
    }
  };

/** ITU-T T.81, G.1.2.3: a bit for each coefficient that was not 0, and new ones of ±1 between them. */
function moreOfAc({ first, last, low }: Band): ReadBlock {
  const [plus, minus] = [1 << low, -1 << low];
  const refine = (bits: BitReader, block: Int16Array, place: number) => {
    const value = block[place];
    if (bits.bit() && (Math.abs(value) & plus) === 0) block[place] += value >= 0 ? plus : minus;
  };
  return (bits, { ac }, _i, state, block, at) => {
    const codes = table(ac);
    let k = first;
    for (; state.run === 0 && k <= last; k++) {
      const symbol = bits.symbol(codes);
      const length = symbol & 15;
      let zeros = symbol >> 4;
      let value = 0;
      if (length > 0) value = bits.bit() ? plus : minus;
      else if (zeros < 15) {
        state.run = (1 << zeros) + bits.bits(zeros);
        break;
      }
      for (; k <= last; k++) {
        const place = at + naturalOrder[k];
        if (block[place] !== 0) refine(bits, block, place);
        else if (zeros-- === 0) break;
      }
      if (value !== 0) {
        if (k > last) throw beyond();
        block[at + naturalOrder[k]] = value;
      }
    }
    if (state.run === 0) return;
    for (; k <= last; k++) {
      const place = at + naturalOrder[k];
      if (block[place] !== 0) refine(bits, block, place);
    }
    state.run--;
  };
}
