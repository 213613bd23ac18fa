import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Attribute, Constant, DataType, TensorData } from "./graph.ts";

/** How the elements of each ONNX type lie in memory, and ONNX's number for the type. */
export const elementTypes: Readonly<
  Record<
    DataType,
    { readonly code: number; readonly bytes: number; readonly make: (buffer: ArrayBuffer) => TensorData }
  >
> = {
  float32: { code: 1, bytes: 4, make: (buffer) => new Float32Array(buffer) },
  uint8: { code: 2, bytes: 1, make: (buffer) => new Uint8Array(buffer) },
  int8: { code: 3, bytes: 1, make: (buffer) => new Int8Array(buffer) },
  uint16: { code: 4, bytes: 2, make: (buffer) => new Uint16Array(buffer) },
  int16: { code: 5, bytes: 2, make: (buffer) => new Int16Array(buffer) },
  int32: { code: 6, bytes: 4, make: (buffer) => new Int32Array(buffer) },
  int64: { code: 7, bytes: 8, make: (buffer) => new BigInt64Array(buffer) },
  string: { code: 8, bytes: 0, make: () => [] },
  bool: { code: 9, bytes: 1, make: (buffer) => new Uint8Array(buffer) },
  float16: { code: 10, bytes: 2, make: (buffer) => new Uint16Array(buffer) },
  float64: { code: 11, bytes: 8, make: (buffer) => new Float64Array(buffer) },
  uint32: { code: 12, bytes: 4, make: (buffer) => new Uint32Array(buffer) },
  uint64: { code: 13, bytes: 8, make: (buffer) => new BigUint64Array(buffer) },
};

/** The number of elements of a shape; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, dimension) => size * dimension, 1);

function constant(type: DataType, data: TensorData, shape: readonly number[]): Constant {
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError(say`${data.length} values do not fill the shape [${shape}], which needs ${sizeOf(shape)}`);
  }
  return { type, shape, data };
}

/** A float32 constant; a single number makes a scalar, a list without a shape a vector. */
export function float32(values: number | readonly number[] | Float32Array, shape?: readonly number[]): Constant {
  if (typeof values === "number") return constant("float32", Float32Array.of(values), shape ?? []);
  const data = values instanceof Float32Array ? values : Float32Array.from(values);
  return constant("float32", data, shape ?? [data.length]);
}

/** An int64 constant, the type in which ONNX takes shapes, axes and indices; a single number makes a scalar. */
export function int64(values: number | readonly number[], shape?: readonly number[]): Constant {
  if (typeof values === "number") return constant("int64", BigInt64Array.of(BigInt(values)), shape ?? []);
  return constant("int64", BigInt64Array.from(values, BigInt), shape ?? [values.length]);
}

/** The attribute kinds, for `node("Conv", …, { strides: ints([2, 2]) })`. */
export const int = (value: number): Attribute => ({ kind: "int", value });
export const float = (value: number): Attribute => ({ kind: "float", value });
export const string = (value: string): Attribute => ({ kind: "string", value });
export const ints = (value: readonly number[]): Attribute => ({ kind: "ints", value });
export const floats = (value: readonly number[]): Attribute => ({ kind: "floats", value });
export const strings = (value: readonly string[]): Attribute => ({ kind: "strings", value });
export const tensor = (value: Constant): Attribute => ({ kind: "tensor", value });
