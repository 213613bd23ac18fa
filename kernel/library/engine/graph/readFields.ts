import type protobuf from "protobufjs/minimal.js";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";

const BYTES = 2;

/**
 * Goes over the fields of a message that ends at `end`. `read` reads the field's value and gives true, or gives false
 * for a field it does not know, which is then skipped.
 */
export function eachField(reader: protobuf.Reader, end: number, read: (field: number, wire: number) => boolean): void {
  if (end > reader.len) throw new DataError(say`it ends ${end - reader.len} bytes too early`);
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (!read(tag >>> 3, tag & 7)) reader.skipType(tag & 7);
  }
  if (reader.pos !== end) throw new DataError(say`a field exceeds its message at byte ${end}`);
}

/** Reads the message that begins here with its length. */
export function readMessage<T>(reader: protobuf.Reader, read: (end: number) => T): T {
  const length = reader.uint32();
  return read(reader.pos + length);
}

/** A repeated number: one by one, or many packed into one field. */
export function readPacked(reader: protobuf.Reader, wire: number, read: () => unknown): void {
  if (wire !== BYTES) {
    read();
    return;
  }
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new DataError(say`it ends ${end - reader.len} bytes too early`);
  while (reader.pos < end) read();
}

/** An int64 with all its bits. */
export function readInt64(reader: protobuf.Reader): bigint {
  const long: protobuf.Long | number = reader.int64();
  if (typeof long === "number") return BigInt(long);
  return BigInt.asIntN(64, (BigInt(long.high) << 32n) | BigInt(long.low >>> 0));
}

/** An int64 as a number: exact up to 2^53, the nearest beyond. */
export const readInteger = (reader: protobuf.Reader): number => Number(readInt64(reader));
