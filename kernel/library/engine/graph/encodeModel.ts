import protobuf from "protobufjs/minimal.js";
import { elementTypes } from "./constants.ts";
import type { Attribute, Constant, Graph, GraphNode, ValueInfo } from "./graph.ts";

type Writer = protobuf.Writer;

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/** AttributeProto.AttributeType. */
const attributeCodes = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

const largestInt64 = 2n ** 63n - 1n;

/** int64 as a varint. Whole numbers up to 2^53 are exact; "as far as it goes" (2^63, which no number holds less one) is cut. */
function int64(writer: Writer, field: number, value: number): void {
  const whole = BigInt(Math.trunc(value));
  const bits = BigInt.asUintN(64, whole > largestInt64 ? largestInt64 : whole);
  const long = { low: Number(bits & 0xffffffffn), high: Number(bits >> 32n), unsigned: false };
  writer.uint32((field << 3) | VARINT).int64(long);
}

const int32 = (writer: Writer, field: number, value: number) => writer.uint32((field << 3) | VARINT).int32(value);
const float = (writer: Writer, field: number, value: number) => writer.uint32((field << 3) | FIXED32).float(value);
const text = (writer: Writer, field: number, value: string) => writer.uint32((field << 3) | BYTES).string(value);
const bytes = (writer: Writer, field: number, value: Uint8Array) => writer.uint32((field << 3) | BYTES).bytes(value);

function message(writer: Writer, field: number, write: () => void): void {
  writer.uint32((field << 3) | BYTES).fork();
  write();
  writer.ldelim();
}

function writeTensor(writer: Writer, { type, shape, data }: Constant, name: string): void {
  for (const dimension of shape) int64(writer, 1, dimension);
  int32(writer, 2, elementTypes[type].code);
  if (ArrayBuffer.isView(data)) bytes(writer, 9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  else for (const value of data) text(writer, 6, value);
  text(writer, 8, name);
}

function writeAttribute(writer: Writer, name: string, attribute: Attribute): void {
  text(writer, 1, name);
  switch (attribute.kind) {
    case "float":
      float(writer, 2, attribute.value);
      break;
    case "int":
      int64(writer, 3, attribute.value);
      break;
    case "string":
      text(writer, 4, attribute.value);
      break;
    case "tensor":
      message(writer, 5, () => writeTensor(writer, attribute.value, ""));
      break;
    case "graph":
      message(writer, 6, () => writeGraph(writer, attribute.value, name));
      break;
    case "floats":
      for (const value of attribute.value) float(writer, 7, value);
      break;
    case "ints":
      for (const value of attribute.value) int64(writer, 8, value);
      break;
    case "strings":
      for (const value of attribute.value) text(writer, 9, value);
      break;
  }
  int32(writer, 20, attributeCodes[attribute.kind]);
}

function writeNode(writer: Writer, { op, domain, name, inputs, outputs, attributes }: GraphNode): void {
  for (const input of inputs) text(writer, 1, input);
  for (const output of outputs) text(writer, 2, output);
  if (name) text(writer, 3, name);
  text(writer, 4, op);
  for (const [key, value] of Object.entries(attributes)) {
    message(writer, 5, () => writeAttribute(writer, key, value));
  }
  if (domain) text(writer, 7, domain);
}

/** A value whose rank is not known has no shape at all; a size that is not known is an empty dimension. */
function writeValueInfo(writer: Writer, { name, type, shape }: ValueInfo): void {
  text(writer, 1, name);
  const dimensions = () => {
    for (const dimension of shape ?? []) {
      message(writer, 1, () => {
        if (typeof dimension === "number") int64(writer, 1, dimension);
        if (typeof dimension === "string") text(writer, 2, dimension);
      });
    }
  };
  const tensorType = () => {
    int32(writer, 1, elementTypes[type].code);
    if (shape) message(writer, 2, dimensions);
  };
  message(writer, 2, () => message(writer, 1, tensorType));
}

function writeGraph(writer: Writer, graph: Graph, name: string): void {
  for (const each of graph.nodes) message(writer, 1, () => writeNode(writer, each));
  text(writer, 2, name);
  for (const [key, value] of graph.constants) message(writer, 5, () => writeTensor(writer, value, key));
  for (const input of graph.inputs) message(writer, 11, () => writeValueInfo(writer, input));
  for (const output of graph.outputs) message(writer, 12, () => writeValueInfo(writer, output));
}

/** The file format version that came with an operator set (ONNX's table of versions). */
const irVersionOf = (opset: number) => (opset <= 14 ? 7 : opset <= 18 ? 8 : opset <= 20 ? 9 : 10);

/**
 * Writes a graph as an ONNX file (a `ModelProto`).
 *
 * @example
 * await writeFile("model.onnx", encodeModel(graph));
 */
export function encodeModel(graph: Graph): Uint8Array {
  const writer = protobuf.Writer.create();
  int64(writer, 1, irVersionOf(graph.opsets[""] ?? 0));
  text(writer, 2, "glassbook");
  message(writer, 7, () => writeGraph(writer, graph, "glassbook"));
  for (const [domain, version] of Object.entries(graph.opsets)) {
    message(writer, 8, () => {
      if (domain) text(writer, 1, domain);
      int64(writer, 2, version);
    });
  }
  for (const [key, value] of Object.entries(graph.metadata ?? {})) {
    message(writer, 14, () => {
      text(writer, 1, key);
      text(writer, 2, value);
    });
  }
  return writer.finish();
}
