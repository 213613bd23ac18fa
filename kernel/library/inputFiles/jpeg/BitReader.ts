import { say } from "../../ground/say.ts";
import { DamagedPicture } from "../DamagedPicture.ts";
import { type HuffmanTable, quick } from "./huffmanTable.ts";

/** Reads the entropy-coded bits of a scan, up to its next mark. */
export class BitReader {
  readonly #data: Uint8Array;
  #at: number;
  /** The last `#count` bits are still to be read. */
  #bits = 0;
  #count = 0;
  /** Of them, how many were made up because a mark or the file's end was reached. */
  #padded = 0;

  constructor(data: Uint8Array, at: number) {
    this.#data = data;
    this.#at = at;
  }

  #fill(wanted: number): void {
    while (this.#count < wanted) {
      let byte = this.#data[this.#at];
      const isMark = byte === 0xff && this.#data[this.#at + 1] !== 0;
      if (byte === undefined || isMark) {
        byte = 0;
        this.#padded += 8;
      } else {
        this.#at += byte === 0xff ? 2 : 1;
      }
      this.#bits = (this.#bits << 8) | byte;
      this.#count += 8;
    }
  }

  bit(): number {
    if (this.#count < 1) this.#fill(1);
    this.#count--;
    return (this.#bits >>> this.#count) & 1;
  }

  /** An unsigned number of 0 to 16 bits. */
  bits(length: number): number {
    if (this.#count < length) this.#fill(length);
    this.#count -= length;
    return (this.#bits >>> this.#count) & ((1 << length) - 1);
  }

  /** A number of so many bits whose first bit is 0 where it is negative (ITU-T T.81, F.2.2.1). */
  signed(length: number): number {
    if (length === 0) return 0;
    const value = this.bits(length);
    return value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill(16);
    const found = table.lookup[(this.#bits >>> (this.#count - quick)) & ((1 << quick) - 1)];
    if (found !== 0) {
      this.#count -= found >> 8;
      return found & 255;
    }
    for (let length = quick + 1; length <= 16; length++) {
      const code = (this.#bits >>> (this.#count - length)) & ((1 << length) - 1);
      if (code < table.limit[length]) {
        this.#count -= length;
        return table.values[table.first[length] + code];
      }
    }
    this.check();
    throw new DamagedPicture(say`there is a code that no Huffman table has`);
  }

  /** Throws where more bits were read than there are. */
  check(): void {
    if (this.#count < this.#padded) throw new DamagedPicture(say`its data end early`);
  }

  /** Goes on after restart mark `n`. */
  restart(n: number): void {
    const skipped = this.finish();
    if (skipped > 0 || this.#data[this.#at] !== 0xff || this.#data[this.#at + 1] !== 0xd0 + n) {
      throw new DamagedPicture(say`a restart mark is not where it should be`);
    }
    this.#at += 2;
    this.#bits = this.#count = this.#padded = 0;
  }

  /** Goes to the next mark. @returns how many whole bytes lay before it unread. */
  finish(): number {
    let skipped = (this.#count - this.#padded) >> 3;
    const data = this.#data;
    while (this.#at < data.length && !(data[this.#at] === 0xff && data[this.#at + 1] > 0)) {
      this.#at++;
      skipped++;
    }
    // A mark may have any number of 0xff before its own.
    while (data[this.#at] === 0xff && data[this.#at + 1] === 0xff) this.#at++;
    return skipped;
  }

  /** Where `finish` came to. */
  get at(): number {
    return this.#at;
  }
}
