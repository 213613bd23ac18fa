import type { Dimension, Graph, GraphNode, ValueInfo } from "../graph/graph.ts";
import type { TokenPlaces } from "./TokenPlaces.ts";

type Shapes = ReadonlyMap<string, Pick<ValueInfo, "shape">>;

/**
 * The attention of a graph: softmaxes over `[…, tokens, tokens]`, whoever wrote them; the grid of patches by the places of
 * the last convolution before the first of them, or by a Reshape that cuts the picture; the tokens before the patches by the
 * Concat that joins them.
 *
 * @param shapes of values, with the batch.
 */
export function tokensOfGraph(graph: Graph, shapes: Shapes): TokenPlaces | undefined {
  const nodes = graph.nodes.filter((node) => isAttention(node, shapes));
  const [first] = nodes;
  if (!first) return undefined;
  const scores = nodes.map(({ outputs }) => outputs[0]);
  const tokens = shapes.get(scores[0])?.shape?.at(-1) as number;
  const grid = gridBefore(graph, first, shapes, tokens);
  return { scores, grid, before: grid && beforePatches(graph, shapes, tokens, grid[0] * grid[1]) };
}

function isAttention({ op, domain, attributes, outputs }: GraphNode, shapes: Shapes): boolean {
  if (op !== "Softmax" || domain !== "") return false;
  const shape = shapes.get(outputs[0])?.shape ?? [];
  const axis = attributes.axis?.kind === "int" ? attributes.axis.value : -1;
  const [queries, keys] = shape.slice(-2);
  const overKeys = axis === -1 || axis === shape.length - 1;
  return shape.length >= 3 && overKeys && typeof keys === "number" && keys > 1 && queries === keys;
}

/** Rows and columns of patches. */
function gridBefore(
  graph: Graph,
  first: GraphNode,
  shapes: Shapes,
  tokens: number,
): readonly [number, number] | undefined {
  const before = ancestorsOf(graph, first);
  const sizes = (node: GraphNode) => (shapes.get(node.outputs[0])?.shape ?? []).slice(1);
  const fits = ([rows, columns]: readonly Dimension[]) =>
    typeof rows === "number" && typeof columns === "number" && rows * columns <= tokens && rows * columns > 1;
  for (const node of before.toReversed()) {
    if (node.op === "Conv" && sizes(node).length === 3) {
      const places = sizes(node).slice(1);
      if (fits(places)) return places as unknown as readonly [number, number];
    }
    const cut = node.op === "Reshape" ? cutBy(node, shapes) : undefined;
    if (cut && fits(cut)) return cut;
  }
  return undefined;
}

/** A picture that a Reshape cuts into patches: `[channels, rows, size, columns, size]` or the same with channels last. */
function cutBy({ inputs, outputs }: GraphNode, shapes: Shapes): readonly [number, number] | undefined {
  const picture = shapes.get(inputs[0])?.shape?.slice(1) ?? [];
  const cut = shapes.get(outputs[0])?.shape?.slice(1) ?? [];
  const [a, b, c] = picture;
  if (cut.length !== 5 || picture.length !== 3 || !cut.every((size) => typeof size === "number")) return undefined;
  const [v, w, x, y, z] = cut as number[];
  if (v === a && w * x === b && y * z === c) return [w, y];
  return z === c && v * w === a && x * y === b ? [v, x] : undefined;
}

/** The operators that one depends on, in order. */
function ancestorsOf({ nodes }: Graph, node: GraphNode): GraphNode[] {
  const wanted = new Set(node.inputs);
  const found: GraphNode[] = [];
  for (const each of nodes.slice(0, nodes.indexOf(node)).toReversed()) {
    if (!each.outputs.some((output) => wanted.has(output))) continue;
    found.push(each);
    for (const input of each.inputs) wanted.add(input);
  }
  return found.reverse();
}

/** How many tokens the Concat that makes all of them puts before the patches; 0 where all tokens are patches. */
function beforePatches(graph: Graph, shapes: Shapes, tokens: number, patches: number): number | undefined {
  if (tokens === patches) return 0;
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const length = (value: string) => {
    const shape = (shapes.get(value) ?? graph.constants.get(value))?.shape;
    return shape?.length === 3 && typeof shape[1] === "number" ? shape[1] : undefined;
  };
  const startOf = (value: string): number | undefined => {
    if (length(value) === patches) return 0;
    const maker = makers.get(value);
    if (maker?.op !== "Concat") {
      const from = maker?.inputs.find((input) => makers.has(input) && length(input) === length(value));
      return maker && from !== undefined && carrying.has(maker.op) ? startOf(from) : undefined;
    }
    let start = 0;
    for (const input of maker.inputs) {
      const within = startOf(input);
      if (within !== undefined) return start + within;
      const own = length(input);
      if (own === undefined) return undefined;
      start += own;
    }
    return undefined;
  };
  for (const { op, outputs } of graph.nodes) {
    const start = op === "Concat" && length(outputs[0]) === tokens ? startOf(outputs[0]) : undefined;
    if (start !== undefined) return start;
  }
  return undefined;
}

/** Operators behind which each token stands where it was. */
const carrying = new Set(["Add", "Identity", "Cast", "Dropout", "LayerNormalization", "Mul"]);
