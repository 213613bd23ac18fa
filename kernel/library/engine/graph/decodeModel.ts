import protobuf from "protobufjs/minimal.js";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Attribute, Constant, DataType, Dimension, Graph, GraphNode, ValueInfo } from "./graph.ts";
import { eachField, readInt64, readInteger, readMessage, readPacked } from "./readFields.ts";
import { type ReadExternal, readTensor, typeOf } from "./readTensor.ts";
import { sortNodes } from "./sortNodes.ts";

/** An input or output as the file has it; `type` undefined where it is no tensor but a sequence or a map. */
interface FileValue {
  readonly name: string;
  readonly type: DataType | undefined;
  readonly shape: readonly Dimension[] | undefined;
}

/** Subgraphs in subgraphs; real models have two or three. */
const DEEPEST = 32;

class ModelReader {
  readonly #reader: protobuf.Reader;
  readonly #external: ReadExternal | undefined;
  #depth = 0;

  constructor(bytes: Uint8Array, external: ReadExternal | undefined) {
    this.#reader = protobuf.Reader.create(bytes);
    this.#external = external;
  }

  model(): Graph {
    const opsets: Record<string, number> = {};
    const metadata: Record<string, string> = {};
    let graph: Omit<Graph, "opsets"> | undefined;
    const reader = this.#reader;
    eachField(reader, reader.len, (field) => {
      if (field === 7) graph = this.#graph();
      else if (field === 8) this.#opset(opsets);
      else if (field === 14) this.#entry(metadata);
      else if (field === 25) throw new DataError(say`it defines functions of its own: inline them in the export`);
      else return false;
      return true;
    });
    if (!graph || graph.outputs.length === 0) throw new DataError(say`it has no graph with an output`);
    return Object.keys(metadata).length === 0 ? { ...graph, opsets } : { ...graph, opsets, metadata };
  }

  #entry(metadata: Record<string, string>): void {
    let [key, value] = ["", ""];
    readMessage(this.#reader, (end) =>
      eachField(this.#reader, end, (field) => {
        if (field === 1) key = this.#reader.string();
        else if (field === 2) value = this.#reader.string();
        else return false;
        return true;
      }),
    );
    // A key such as "__proto__" is a key like any other.
    Object.defineProperty(metadata, key, { value, enumerable: true, configurable: true, writable: true });
  }

  #opset(opsets: Record<string, number>): void {
    let domain = "";
    let version = 0;
    readMessage(this.#reader, (end) =>
      eachField(this.#reader, end, (field) => {
        if (field === 1) domain = this.#reader.string();
        else if (field === 2) version = readInteger(this.#reader);
        else return false;
        return true;
      }),
    );
    opsets[domain === "ai.onnx" ? "" : domain] = version;
  }

  #graph(): Omit<Graph, "opsets"> {
    if (++this.#depth > DEEPEST) throw new DataError(say`its graphs are nested more than ${DEEPEST} deep`);
    const reader = this.#reader;
    const nodes: GraphNode[] = [];
    const constants = new Map<string, Constant>();
    const inputs: FileValue[] = [];
    const outputs: FileValue[] = [];
    readMessage(reader, (end) =>
      eachField(reader, end, (field) => {
        if (field === 1) nodes.push(this.#node());
        else if (field === 5) {
          const { name, constant } = readMessage(reader, (stop) => readTensor(reader, stop, this.#external));
          constants.set(name, constant);
        } else if (field === 11) inputs.push(this.#value());
        else if (field === 12) outputs.push(this.#value());
        else if (field === 15) throw new DataError(say`it has sparse constants: export it with dense ones`);
        else return false;
        return true;
      }),
    );
    this.#depth--;
    // Before IR version 4 every constant was also listed as an input.
    const given = inputs.filter((input) => !constants.has(input.name)).map(onlyTensor("input"));
    const inner = this.#depth > 0;
    const { nodes: kept, outputs: plain } = withoutZipMap(nodes, outputs);
    const sorted = inner ? kept : sortNodes(kept, [...given.map((input) => input.name), ...constants.keys()]);
    return { inputs: given, outputs: plain, constants, nodes: sorted };
  }

  #node(): GraphNode {
    const reader = this.#reader;
    const inputs: string[] = [];
    const outputs: string[] = [];
    const attributes: Record<string, Attribute> = {};
    let [name, op, domain] = ["", "", ""];
    readMessage(reader, (end) =>
      eachField(reader, end, (field) => {
        if (field === 1) inputs.push(reader.string());
        else if (field === 2) outputs.push(reader.string());
        else if (field === 3) name = reader.string();
        else if (field === 4) op = reader.string();
        else if (field === 5) Object.assign(attributes, this.#attribute());
        else if (field === 7) domain = reader.string();
        else return false;
        return true;
      }),
    );
    return { op, domain: domain === "ai.onnx" ? "" : domain, name, inputs, outputs, attributes };
  }

  #attribute(): Record<string, Attribute> {
    const reader = this.#reader;
    let name = "";
    let type = 0;
    let single: Attribute | undefined;
    const numbers: number[] = [];
    const texts: string[] = [];
    const decodeText = () => new TextDecoder().decode(reader.bytes());
    readMessage(reader, (end) =>
      eachField(reader, end, (field, wire) => {
        if (field === 1) name = reader.string();
        else if (field === 2) single = { kind: "float", value: reader.float() };
        else if (field === 3) single = { kind: "int", value: readInteger(reader) };
        else if (field === 4) single = { kind: "string", value: decodeText() };
        else if (field === 5) {
          const { constant } = readMessage(reader, (stop) => readTensor(reader, stop, this.#external));
          single = { kind: "tensor", value: constant };
        } else if (field === 6) single = { kind: "graph", value: { ...this.#graph(), opsets: {} } };
        else if (field === 7) readPacked(reader, wire, () => numbers.push(reader.float()));
        else if (field === 8) readPacked(reader, wire, () => numbers.push(Number(readInt64(reader))));
        else if (field === 9) texts.push(decodeText());
        else if (field === 20) type = reader.int32();
        else return false;
        return true;
      }),
    );
    return { [name]: attributeOf(name, type, single, numbers, texts) };
  }

  #value(): FileValue {
    const reader = this.#reader;
    let name = "";
    let type: DataType | undefined;
    let shape: Dimension[] | undefined;
    const readTensorType = (end: number) =>
      eachField(reader, end, (field) => {
        if (field === 1) type = typeOf(reader.int32(), `the value ${JSON.stringify(name)}`);
        else if (field === 2) shape = readMessage(reader, (stop) => this.#shape(stop));
        else return false;
        return true;
      });
    const readType = (end: number) =>
      eachField(reader, end, (field) => {
        if (field !== 1) return false;
        readMessage(reader, readTensorType);
        return true;
      });
    readMessage(reader, (end) =>
      eachField(reader, end, (field) => {
        if (field === 1) name = reader.string();
        else if (field === 2) readMessage(reader, readType);
        else return false;
        return true;
      }),
    );
    return { name, type, shape };
  }

  #shape(end: number): Dimension[] {
    const reader = this.#reader;
    const shape: Dimension[] = [];
    const readDimension = (stop: number) => {
      let dimension: Dimension;
      eachField(reader, stop, (field) => {
        if (field === 1) dimension = readInteger(reader);
        else if (field === 2) dimension = reader.string() || undefined;
        else return false;
        return true;
      });
      // Some exporters write -1 or 0 for a size that is not known.
      shape.push(typeof dimension === "number" && dimension <= 0 ? undefined : dimension);
    };
    eachField(reader, end, (field) => {
      if (field !== 1) return false;
      readMessage(reader, readDimension);
      return true;
    });
    return shape;
  }
}

/** The attribute by its declared type; a number or text of value 0 or "" may be missing from the file. */
function attributeOf(
  name: string,
  type: number,
  single: Attribute | undefined,
  numbers: readonly number[],
  texts: readonly string[],
): Attribute {
  if (type === 1) return single?.kind === "float" ? single : { kind: "float", value: 0 };
  if (type === 2) return single?.kind === "int" ? single : { kind: "int", value: 0 };
  if (type === 3) return single?.kind === "string" ? single : { kind: "string", value: "" };
  if ((type === 4 || type === 5) && single) return single;
  if (type === 6) return { kind: "floats", value: numbers };
  if (type === 7) return { kind: "ints", value: numbers };
  if (type === 8) return { kind: "strings", value: texts };
  throw new DataError(say`the attribute ${JSON.stringify(name)} has an unsupported type (${type})`);
}

const onlyTensor =
  (role: string) =>
  ({ name, type, shape }: FileValue): ValueInfo => {
    if (type !== undefined) return { name, type, shape };
    throw new DataError(say`its ${role} ${JSON.stringify(name)} is a sequence or a map; only tensors can be explained`);
  };

/** scikit-learn's exporter ends in a list of dictionaries made by ZipMap; the table it is made of is what we want. */
function withoutZipMap(
  nodes: readonly GraphNode[],
  outputs: readonly FileValue[],
): { nodes: readonly GraphNode[]; outputs: ValueInfo[] } {
  const zips = new Map(
    nodes.filter((each) => each.op === "ZipMap").map((each) => [each.outputs[0] ?? "", each.inputs[0] ?? ""] as const),
  );
  const plain = outputs.map((output) => {
    const source = zips.get(output.name);
    return source === undefined
      ? onlyTensor("output")(output)
      : { name: source, type: "float32" as const, shape: undefined };
  });
  return { nodes: zips.size === 0 ? nodes : nodes.filter((each) => each.op !== "ZipMap"), outputs: plain };
}

/**
 * Reads an ONNX file (a `ModelProto`). The nodes come in topological order; a final `ZipMap` is taken away.
 *
 * @param external gives the constants that lie in files beside the model; without it such a model is refused.
 * @throws DataError for bytes that are no ONNX model, are cut off, contradict themselves, or hold a cycle.
 * @example
 * const graph = decodeModel(await readFile("model.onnx"));
 */
export function decodeModel(bytes: Uint8Array, external?: ReadExternal): Graph {
  try {
    return new ModelReader(bytes, external).model();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(say`these ${bytes.byteLength} bytes are not a readable ONNX model: ${why}`, {
      cause: error,
    });
  }
}
