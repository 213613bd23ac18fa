import type protobuf from "protobufjs/minimal.js";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { elementTypes, sizeOf } from "./constants.ts";
import type { Constant, DataType, TensorData } from "./graph.ts";
import { eachField, readInt64, readInteger, readPacked } from "./readFields.ts";

/** A place in a file beside the model where a large constant lies. */
export interface ExternalData {
  readonly location: string;
  readonly offset: number;
  /** To the end of the file where it is left out. */
  readonly length: number | undefined;
}

/** Gives the bytes of a constant that is not in the model itself. */
export type ReadExternal = (external: ExternalData) => Uint8Array;

const typeByCode = new Map(
  (Object.keys(elementTypes) as DataType[]).map((type) => [elementTypes[type].code, type] as const),
);

/** The element type with ONNX's number `code`. */
export function typeOf(code: number, where: string): DataType {
  const type = typeByCode.get(code);
  if (type === undefined) {
    throw new DataError(
      say`${where} has the ONNX element type ${code}; supported are ${[...typeByCode.values()].join(", ")}`,
    );
  }
  return type;
}

/** Values that are listed one by one instead of as bytes: each type has its own field, small integers share int32's. */
function listed(type: DataType, values: readonly (number | bigint)[]): TensorData {
  switch (type) {
    case "int64":
      return BigInt64Array.from(values, BigInt);
    case "uint64":
      return BigUint64Array.from(values, (value) => BigInt.asUintN(64, BigInt(value)));
    case "float64":
      return Float64Array.from(values, Number);
    case "float32":
      return Float32Array.from(values, Number);
    case "int32":
      return Int32Array.from(values, Number);
    case "uint32":
      return Uint32Array.from(values, Number);
    case "int16":
      return Int16Array.from(values, Number);
    case "int8":
      return Int8Array.from(values, Number);
    case "uint16":
    case "float16":
      return Uint16Array.from(values, Number);
    case "uint8":
    case "bool":
      return Uint8Array.from(values, Number);
    case "string":
      return [];
  }
}

/** A TensorProto. Nothing is allocated for sizes that the file only claims: data must be there first. */
export function readTensor(
  reader: protobuf.Reader,
  end: number,
  external: ReadExternal | undefined,
): { name: string; constant: Constant } {
  let name = "";
  let code = 0;
  let raw: Uint8Array | undefined;
  let isExternal = false;
  const shape: number[] = [];
  const values: (number | bigint)[] = [];
  const texts: string[] = [];
  const entries = new Map<string, string>();
  eachField(reader, end, (field, wire) => {
    if (field === 1) readPacked(reader, wire, () => shape.push(readInteger(reader)));
    else if (field === 2) code = reader.int32();
    else if (field === 4) readPacked(reader, wire, () => values.push(reader.float()));
    else if (field === 5) readPacked(reader, wire, () => values.push(reader.int32()));
    else if (field === 6) texts.push(new TextDecoder().decode(reader.bytes()));
    else if (field === 7) readPacked(reader, wire, () => values.push(readInt64(reader)));
    else if (field === 8) name = reader.string();
    else if (field === 9) raw = reader.bytes();
    else if (field === 10) readPacked(reader, wire, () => values.push(reader.double()));
    else if (field === 11) readPacked(reader, wire, () => values.push(readInt64(reader)));
    else if (field === 13) readEntry(reader, entries);
    else if (field === 14) isExternal = reader.int32() === 1;
    else return false;
    return true;
  });
  const where = `the constant ${JSON.stringify(name)}`;
  const type = typeOf(code, where);
  if (isExternal) raw = readFrom(entries, external, where);
  const size = sizeOf(shape);
  if (shape.some((dimension) => dimension < 0) || !Number.isSafeInteger(size)) {
    throw new DataError(say`${where} claims the impossible shape [${shape}]`);
  }
  const data = type === "string" ? texts : raw ? fromBytes(type, raw, where) : listed(type, values);
  if (data.length !== size) {
    throw new DataError(say`${where} of shape [${shape}] should have ${size} values but has ${data.length}`);
  }
  return { name, constant: { type, shape, data } };
}

function fromBytes(type: DataType, raw: Uint8Array, where: string): TensorData {
  const { bytes, make } = elementTypes[type];
  if (raw.byteLength % bytes !== 0) {
    throw new DataError(say`${where} has ${raw.byteLength} bytes, which is not a whole number of ${type} values`);
  }
  // A copy: the bytes in the file are not aligned, and the file need not stay in memory.
  return make(new Uint8Array(raw).buffer);
}

function readEntry(reader: protobuf.Reader, entries: Map<string, string>): void {
  let key = "";
  let value = "";
  eachField(reader, reader.uint32() + reader.pos, (field) => {
    if (field === 1) key = reader.string();
    else if (field === 2) value = reader.string();
    else return false;
    return true;
  });
  entries.set(key, value);
}

function readFrom(entries: Map<string, string>, external: ReadExternal | undefined, where: string): Uint8Array {
  const location = entries.get("location") ?? "";
  if (!external) {
    throw new DataError(say`${where} is in another file (${location}): load the model by its file name, not as bytes`);
  }
  const length = entries.get("length");
  const offset = Number(entries.get("offset") ?? 0);
  return external({ location, offset, length: length === undefined ? undefined : Number(length) });
}
