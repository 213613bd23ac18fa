import { say } from "../../ground/say.ts";
import { DamagedPicture } from "../DamagedPicture.ts";
import { huffmanTable } from "./huffmanTable.ts";
import { type Applications, naturalOrder, type Tables } from "./JpegFile.ts";

const damaged = (segment: string) => new DamagedPicture(say`its ${segment} segment is damaged`);

/** DQT: quantization tables, given in zigzag order. */
export function readQuantization(segment: Uint8Array, tables: Tables): void {
  for (let at = 0; at < segment.length; ) {
    const [wide, place] = [segment[at] >> 4, segment[at] & 15];
    const bytes = wide ? 2 : 1;
    if (wide > 1 || place > 3 || at + 1 + 64 * bytes > segment.length) throw damaged("DQT");
    at++;
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++, at += bytes) {
      table[naturalOrder[k]] = wide ? segment[at] * 256 + segment[at + 1] : segment[at];
    }
    tables.quantization[place] = table;
  }
}

/** DHT: Huffman tables. */
export function readHuffman(segment: Uint8Array, tables: Tables): void {
  for (let at = 0; at < segment.length; ) {
    const [kind, place] = [segment[at] >> 4, segment[at] & 15];
    const counts = segment.subarray(at + 1, at + 17);
    const size = counts.reduce((sum, count) => sum + count, 0);
    if (kind > 1 || place > 3 || size > 256 || at + 17 + size > segment.length) throw damaged("DHT");
    const values = segment.slice(at + 17, at + 17 + size);
    (kind === 0 ? tables.dc : tables.ac)[place] = huffmanTable(counts, values);
    at += 17 + size;
  }
}

const startsWith = (segment: Uint8Array, text: string) =>
  [...text].every((letter, i) => segment[i] === letter.charCodeAt(0));

/** APPn: JFIF's mark, EXIF, pieces of a color profile, Adobe's color transform. */
export function readApplication(n: number, segment: Uint8Array, found: Applications): void {
  if (n === 0 && startsWith(segment, "JFIF\0")) found.isJfif = true;
  if (n === 1 && startsWith(segment, "Exif\0\0")) found.exif ??= segment.subarray(6);
  if (n === 2 && startsWith(segment, "ICC_PROFILE\0")) found.profile.set(segment[12], segment.subarray(14));
  if (n === 14 && startsWith(segment, "Adobe") && segment.length >= 12) found.adobeTransform = segment[11];
}
