import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** An idx file's content, unpacked: bytes in the order of its axes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

const unsignedByte = 0x08;

/**
 * Reads the idx format of LeCun, Cortes and Burges: two zero bytes, a type (only 0x08, unsigned bytes, is served), the
 * number of axes, each axis' length as a big-endian uint32, then the values. Pure; the values are a view, not a copy.
 *
 * @param name the file's name, for the error.
 * @throws DataError where the bytes are not such a file, or fewer or more than its header promises.
 */
export function parseIdx(bytes: Uint8Array, name: string): IdxArray {
  const [zero, alsoZero, type, rank] = bytes;
  if (zero !== 0 || alsoZero !== 0 || rank === undefined || rank === 0) {
    const found = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new DataError(
      say`${name} is not an idx file: expected it to begin with 00 00 08, found ${found || "nothing"}.`,
    );
  }
  if (type !== unsignedByte) {
    throw new DataError(
      say`${name}: expected values of type 0x08 (unsigned byte), found type 0x${type?.toString(16)}.`,
    );
  }
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new DataError(say`${name} is truncated: expected a header of ${header} bytes, found ${bytes.length}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = header + shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== expected) {
    throw new DataError(
      bytes.length < expected
        ? say`${name} is truncated: expected ${expected} bytes for [${shape.join(", ")}], found ${bytes.length}.`
        : say`${name} is too long: expected ${expected} bytes for [${shape.join(", ")}], found ${bytes.length}.`,
    );
  }
  return { shape, values: bytes.subarray(header) };
}
