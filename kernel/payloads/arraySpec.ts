import { fromBase64, toBase64 } from "./base64.ts";

const arrays = {
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

export type Dtype = keyof typeof arrays;
export type NumericArray = InstanceType<(typeof arrays)[Dtype]>;

/** A typed array in JSON, as plotly.js reads it: base64 of little-endian values, row-major, `shape` as `"28,28"`. */
export interface ArraySpec {
  dtype: Dtype;
  bdata: string;
  shape?: string;
}

/** @example encodeArray(new Float32Array(784), [28, 28]) // { dtype: "f4", bdata: "AAAA…", shape: "28,28" } */
export function encodeArray(values: NumericArray, shape?: readonly number[]): ArraySpec {
  const found = (Object.keys(arrays) as Dtype[]).find((name) => values instanceof arrays[name]);
  if (!found) throw new TypeError("encodeArray takes a typed array of numbers");
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { dtype: found, bdata: toBase64(bytes), ...(shape && { shape: shape.join(",") }) };
}

/** @throws TypeError where the bytes do not fit the dtype or the shape. */
export function decodeArray(spec: ArraySpec): { values: NumericArray; shape: number[] } {
  const bytes = fromBase64(spec.bdata);
  const type = arrays[spec.dtype];
  if (bytes.length % type.BYTES_PER_ELEMENT !== 0) {
    throw new TypeError(`${bytes.length} bytes are no whole number of ${spec.dtype} values`);
  }
  const values = new type(bytes.buffer);
  const shape = spec.shape === undefined ? [values.length] : spec.shape.split(",").map(Number);
  const wanted = shape.reduce((product, size) => product * size, 1);
  if (wanted !== values.length) throw new TypeError(`shape ${spec.shape} wants ${wanted} values, got ${values.length}`);
  return { values, shape };
}

export const isArraySpec = (value: unknown): value is ArraySpec => {
  const spec = value as Partial<ArraySpec> | null;
  return (
    typeof spec === "object" &&
    spec !== null &&
    typeof spec.dtype === "string" &&
    spec.dtype in arrays &&
    typeof spec.bdata === "string" &&
    (spec.shape === undefined || /^ *\d+( *, *\d+)* *$/.test(spec.shape))
  );
};
