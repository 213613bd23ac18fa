/** ONNX element types that the engine knows, by the names of onnxruntime. */
export type DataType =
  | "float32"
  | "float64"
  | "float16"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "bool"
  | "string";

/** The values of a constant, one entry per element; `float16` as its bits in a Uint16Array, `bool` as 0 and 1. */
export type TensorData =
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | readonly string[];

/** A constant: an initializer of the graph or a tensor attribute. Row-major. */
export interface Constant {
  readonly type: DataType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** A size that is only known when the graph runs, by name (`"n"` for the batch), or unknown altogether. */
export type Dimension = number | string | undefined;

/** What is known of a value before the graph runs; `shape` undefined when not even its rank is known. */
export interface ValueInfo {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly Dimension[] | undefined;
}

/** An ONNX attribute, tagged as ONNX tags it: a whole number and a float are different types there. */
export type Attribute =
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "strings"; readonly value: readonly string[] }
  | { readonly kind: "tensor"; readonly value: Constant }
  | { readonly kind: "graph"; readonly value: Graph };

/** One operator. An omitted optional input or output is the empty string, as in ONNX. */
export interface GraphNode {
  readonly op: string;
  /** `""` for ONNX's own operators, `"ai.onnx.ml"` for scikit-learn's, … */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An ONNX graph as plain data. Nodes are in topological order; every pass returns a new graph. */
export interface Graph {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly constants: ReadonlyMap<string, Constant>;
  readonly nodes: readonly GraphNode[];
  /** Operator set versions by domain, e.g. `{ "": 17 }`. */
  readonly opsets: Readonly<Record<string, number>>;
  /** What the file says of itself besides (ONNX's `metadata_props`). */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}
