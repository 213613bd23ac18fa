import { type ArraySpec, decodeArray, isArraySpec, type NumericArray } from "./arraySpec.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { fromHalf, toHalf } from "./half.ts";
import { isRecord } from "./isRecord.ts";

/**
 * Many numbers in few bytes: `f2` 16-bit floating-point numbers times `scale` (three digits of every value, zero, NaN and
 * infinity exact), `u2` whole numbers from 0 to 65,535. Their high bytes stand before their low ones, deflated by zlib, in
 * base64; row-major, `shape` as `"224,224"`.
 */
export interface PackedArray {
  packed: "f2" | "u2";
  zdata: string;
  shape: string;
  scale?: number;
}

/** An array as it is, or packed. */
export type StoredArray = ArraySpec | PackedArray;

/** The largest |value| becomes this, or up to half of it: nearly all of the format's range is left for smaller ones. */
const largest = 2 ** 15;

/** Packs a map's numbers. @param deflate of zlib. */
export function packFloats(
  values: Float32Array,
  shape: readonly number[],
  deflate: (bytes: Uint8Array) => Uint8Array,
): PackedArray {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > most && size < Number.POSITIVE_INFINITY) most = size;
  }
  // A power of two changes no digit.
  const scale = most > 0 ? 2 ** (Math.floor(Math.log2(most)) + 1) / largest : 1;
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) halves[i] = toHalf(values[i] / scale);
  return { packed: "f2", zdata: planes(halves, deflate), shape: shape.join(","), scale };
}

/** Packs whole numbers from 0 to 65,535. */
export const packWhole = (
  values: ArrayLike<number>,
  shape: readonly number[],
  deflate: (bytes: Uint8Array) => Uint8Array,
): PackedArray => ({ packed: "u2", zdata: planes(Uint16Array.from(values), deflate), shape: shape.join(",") });

function planes(numbers: Uint16Array, deflate: (bytes: Uint8Array) => Uint8Array): string {
  const bytes = new Uint8Array(2 * numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    bytes[i] = numbers[i] >> 8;
    bytes[numbers.length + i] = numbers[i] & 255;
  }
  return toBase64(deflate(bytes));
}

/**
 * The numbers of an array, packed or not.
 *
 * @param inflate of zlib, into so many bytes. @throws TypeError where the bytes do not fit the shape.
 */
export function unpack(
  stored: StoredArray,
  inflate: (bytes: Uint8Array, size: number) => Uint8Array,
): { values: NumericArray; shape: number[] } {
  if (!isPackedArray(stored)) return decodeArray(stored);
  const shape = stored.shape.split(",").map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > mostNumbers) throw new TypeError(`shape ${stored.shape} is more than a page can hold`);
  const bytes = inflate(fromBase64(stored.zdata), 2 * count);
  if (bytes.length !== 2 * count) throw new TypeError(`shape ${stored.shape} wants ${count} values, got others`);
  const at = (i: number) => (bytes[i] << 8) | bytes[count + i];
  if (stored.packed === "u2") return { values: Uint16Array.from({ length: count }, (_, i) => at(i)), shape };
  const { scale = 1 } = stored;
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = fromHalf(at(i)) * scale;
  return { values, shape };
}

const mostNumbers = 100_000_000;

const isPackedArray = (value: unknown): value is PackedArray =>
  isRecord(value) &&
  (value.packed === "f2" || value.packed === "u2") &&
  typeof value.zdata === "string" &&
  typeof value.shape === "string" &&
  /^\d+(,\d+)*$/.test(value.shape) &&
  (value.scale === undefined || (Number.isFinite(value.scale) && (value.scale as number) > 0));

export const isStoredArray = (value: unknown): value is StoredArray => isPackedArray(value) || isArraySpec(value);
