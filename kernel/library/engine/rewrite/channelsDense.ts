import { floatOf, intOf, intsOf } from "../gradient/attributes.ts";
import { int, int64, sizeOf } from "../graph/constants.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import { builderFor, countReaders, type RewriteOptions } from "./poolPattern.ts";

/**
 * Takes the transposition out of transpose → flatten → dense where it only brings the channels, which lie before the
 * batch, behind it: the dense layer becomes one product of matrices for each channel, and their sum. Values agree to
 * rounding; the two transpositions of a training step (the gradient has its own) are saved.
 */
export function channelsDense(graph: Graph, options: RewriteOptions = {}): Graph {
  const shapes = options.shapes ?? inferShapes(graph);
  const producers = new Map(graph.nodes.map((node) => [node.outputs[0] ?? "", node]));
  const readers = countReaders(graph);
  const before = (node: GraphNode | undefined, op: string) => {
    const value = node?.inputs[0] ?? "";
    const found = producers.get(value);
    return found?.op === op && readers.get(value) === 1 && !options.keep?.has(value) ? found : undefined;
  };

  const builder = builderFor(graph);
  const gone = new Set<GraphNode>();
  const written = new Map<GraphNode, GraphNode>();
  for (const gemm of graph.nodes) {
    const flatten = isPlainDense(gemm) ? before(gemm, "Flatten") : undefined;
    const transpose = flatten && intOf(flatten, "axis", 1) === 1 ? before(flatten, "Transpose") : undefined;
    const moved =
      transpose && intsOf(transpose, "perm")?.every((axis, i) => axis === [1, 0][i] || (i > 1 && axis === i));
    if (!flatten || !transpose || !moved) continue;
    gone.add(flatten).add(transpose);
    written.set(gemm, transpose);
  }
  if (written.size === 0) return graph;

  for (const node of graph.nodes) {
    const transpose = written.get(node);
    const sizes = shapes.get(transpose?.inputs[0] ?? "")?.shape?.map(Number);
    const units = Number(shapes.get(node.inputs[1] ?? "")?.shape?.[1]);
    if (!transpose || !sizes) {
      if (!gone.has(node)) builder.push(node);
      continue;
    }
    const [channels = 1, batch = 1, ...places] = sizes;
    const [output = ""] = node.outputs;
    const [, kernel = "", bias = ""] = node.inputs;
    const reshape = (value: string, shape: number[]) =>
      builder.add("Reshape", [value, builder.constant(int64(shape), `${output}/shape`)], {}, `${output}/channels`);
    const rows = reshape(transpose.inputs[0] ?? "", [channels, batch, sizeOf(places)]);
    const each = builder.add(
      "MatMul",
      [rows, reshape(kernel, [channels, sizeOf(places), units])],
      {},
      `${output}/each`,
    );
    const axis = builder.constant(int64([0]), `${output}/axis`);
    const sum = builder.add("ReduceSum", [each, axis], { keepdims: int(0) }, `${output}/sum`);
    const inputs = bias === "" ? [sum] : [sum, bias];
    builder.push({
      op: bias === "" ? "Identity" : "Add",
      domain: "",
      name: output,
      inputs,
      outputs: [output],
      attributes: {},
    });
  }
  return builder.build(graph.inputs, graph.outputs);
}

const isPlainDense = (node: GraphNode) =>
  node.op === "Gemm" &&
  intOf(node, "transA", 0) === 0 &&
  intOf(node, "transB", 0) === 0 &&
  floatOf(node, "alpha", 1) === 1 &&
  floatOf(node, "beta", 1) === 1;
