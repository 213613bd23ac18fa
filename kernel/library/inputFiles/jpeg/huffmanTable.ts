import { say } from "../../ground/say.ts";
import { DamagedPicture } from "../DamagedPicture.ts";

/** Codes of up to 9 bits are looked up at once. */
export const quick = 9;

/** A Huffman table ready for decoding. */
export interface HuffmanTable {
  /** By the next 9 bits: the code's length · 256 + its value; 0: longer. */
  readonly lookup: Uint16Array;
  /** By length: the first code that is too large for it; `first[length] + code` is the value's place. */
  readonly limit: Int32Array;
  readonly first: Int32Array;
  readonly values: Uint8Array;
}

/**
 * @param counts how many codes there are of 1 to 16 bits.
 * @param values in the order of their codes.
 */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const lookup = new Uint16Array(1 << quick);
  const limit = new Int32Array(18);
  const first = new Int32Array(18);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= 16; length++) {
    first[length] = place - code;
    for (let i = 0; i < counts[length - 1]; i++, code++, place++) {
      if (length <= quick) {
        const begin = code << (quick - length);
        lookup.fill((length << 8) | values[place], begin, begin + (1 << (quick - length)));
      }
    }
    if (code > 1 << length) throw new DamagedPicture(say`a Huffman table has more codes than bits`);
    limit[length] = code;
    code <<= 1;
  }
  return { lookup, limit, first, values };
}
