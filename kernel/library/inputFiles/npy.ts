import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** An array as NumPy saved it. */
export interface NpyArray {
  readonly values: Float32Array;
  readonly shape: readonly number[];
  /** NumPy's name of its type without the byte order: `f4`, `u1`, …. */
  readonly type: string;
}

const readers: Readonly<Record<string, (view: DataView, at: number, little: boolean) => number>> = {
  f2: (view, at, little) => half(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  u1: (view, at) => view.getUint8(at),
  b1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
};

function half(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Reads NumPy's `.npy` format (versions 1 to 3): numbers and booleans in C order, as float32.
 *
 * @param name the file's, for the error.
 * @throws DataError where the bytes are not such a file, are cut off, or hold something else.
 */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  if (String.fromCharCode(...bytes.subarray(0, 6)) !== "\x93NUMPY") {
    throw new DataError(say`${name} is not an .npy file: expected it to begin with \\x93NUMPY`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isShort = bytes[6] === 1;
  const begin = isShort ? 10 : 12;
  if (bytes.length < begin) throw new DataError(say`${name} is truncated: it ends within its header`);
  const end = begin + (isShort ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder("latin1").decode(bytes.subarray(begin, end));
  const described = /'descr':\s*'([<>|=]?)([a-zA-Z]\d+)'/.exec(header);
  const sizes = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  const type = described?.[2] ?? "";
  const read = readers[type];
  if (!read || sizes === undefined) {
    const found = /'descr':\s*([^,]*)/.exec(header)?.[1] ?? "no type";
    throw new DataError(say`${name} has the type ${found}: expected numbers such as float32`);
  }
  const shape = sizes.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)]));
  if (/'fortran_order':\s*True/.test(header) && shape.length > 1) {
    throw new DataError(say`${name} is in Fortran order: save np.ascontiguousarray(array)`);
  }
  const count = shape.reduce((all, size) => all * size, 1);
  const width = Number(type.slice(1));
  if (end + count * width !== bytes.length) {
    throw new DataError(
      say`${name}: expected ${count * width} bytes for [${shape.join(", ")}], found ${Math.max(0, bytes.length - end)}`,
    );
  }
  const isLittle = described?.[1] !== ">";
  return { values: Float32Array.from({ length: count }, (_, i) => read(view, end + i * width, isLittle)), shape, type };
}
