import { intOf, intsOf, stringOf } from "../gradient/attributes.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Dimension, Graph, GraphNode, ValueInfo } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";

/** Numbers in one window of the convolution up to which the rewrites pay; above it the convolution itself is the cost. */
const MOST = 64;

export interface RewriteOptions {
  /** Values that must stay in the graph because somebody asks for them. */
  readonly keep?: ReadonlySet<string>;
  /** Values that may be taken apart, each place of the window for itself. No outputs of the graph. */
  readonly listened?: ReadonlySet<string>;
  readonly shapes?: ReadonlyMap<string, ValueInfo>;
}

/** A convolution, perhaps a ReLU, and a max pool whose windows do not overlap, each read by nothing but the next. */
export interface PoolPattern {
  readonly conv: GraphNode;
  readonly relu: GraphNode | undefined;
  /** The pool's window. */
  readonly window: readonly number[];
  /** Sizes of the convolution's input and kernel: [n, channels, …] (n may be open) and [out, in, …]. */
  readonly input: readonly Dimension[];
  readonly weight: readonly number[];
  /** Sizes of the pooled value. */
  readonly places: readonly number[];
  /** Whether the windows reach every place, so that what is pooled can be put together from them. */
  readonly isWhole: boolean;
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

/** Replaces each pattern that `accept` takes by what `write` adds to the graph under the name of the pool's output. */
export function replacePatterns(
  graph: Graph,
  options: RewriteOptions,
  accept: (pattern: PoolPattern) => boolean,
  write: (builder: GraphBuilder, pattern: PoolPattern, output: string) => void,
): Graph {
  const shapes = options.shapes ?? inferShapes(graph);
  const producers = new Map(graph.nodes.map((node) => [node.outputs[0] ?? "", node]));
  const readers = countReaders(graph);
  const single = (value: string) => readers.get(value) === 1 && !options.keep?.has(value);

  const replaced = new Map<GraphNode, PoolPattern>();
  const gone = new Set<GraphNode>();
  for (const pool of graph.nodes) {
    const before = producers.get(pool.inputs[0] ?? "");
    const relu = before?.op === "Relu" && single(before.outputs[0] ?? "") ? before : undefined;
    const conv = relu ? producers.get(relu.inputs[0] ?? "") : before;
    if (conv?.op !== "Conv" || !single(conv.outputs[0] ?? "")) continue;
    const window = windowOf(pool);
    const pattern = window && patternOf(conv, relu, window, (value) => shapes.get(value)?.shape);
    if (!pattern || !accept(pattern)) continue;
    const isListened = [conv, relu].some((node) => options.listened?.has(node?.outputs[0] ?? ""));
    if (isListened && !pattern.isWhole) continue;
    replaced.set(pool, pattern);
    gone.add(conv);
    if (relu) gone.add(relu);
  }
  if (replaced.size === 0) return graph;

  const builder = builderFor(graph);
  for (const node of graph.nodes) {
    const pattern = replaced.get(node);
    if (pattern) write(builder, pattern, node.outputs[0] ?? "");
    else if (!gone.has(node)) builder.push(node);
  }
  return builder.build(graph.inputs, graph.outputs);
}

/** A builder without the graph's nodes, in which the names of their outputs are taken all the same. */
export function builderFor(graph: Graph): GraphBuilder {
  const builder = new GraphBuilder({ ...graph, nodes: [] });
  for (const node of graph.nodes) for (const output of node.outputs) if (output !== "") builder.name(output);
  return builder;
}

/** How often each value is read, as an output of the graph too. */
export function countReaders(graph: Graph): Map<string, number> {
  const readers = new Map<string, number>();
  const read = (value: string) => readers.set(value, (readers.get(value) ?? 0) + 1);
  for (const node of graph.nodes) node.inputs.forEach(read);
  for (const output of graph.outputs) read(output.name);
  return readers;
}

/** The window of a max pool that is as far from the next as it is wide, without padding; undefined for any other. */
function windowOf(pool: GraphNode): readonly number[] | undefined {
  if (pool.op !== "MaxPool" || pool.outputs.some((output, index) => index > 0 && output !== "")) return undefined;
  const window = intsOf(pool, "kernel_shape");
  const strides = intsOf(pool, "strides");
  if (!window) return undefined;
  const plain =
    window.every((size, axis) => size === strides?.[axis]) &&
    !intsOf(pool, "pads")?.some((pad) => pad !== 0) &&
    !intsOf(pool, "dilations")?.some((dilation) => dilation !== 1) &&
    ["NOTSET", "VALID"].includes(stringOf(pool, "auto_pad", "NOTSET")) &&
    intOf(pool, "ceil_mode", 0) === 0;
  return plain && window.reduce((product, size) => product * size, 1) <= 9 ? window : undefined;
}

function patternOf(
  conv: GraphNode,
  relu: GraphNode | undefined,
  window: readonly number[],
  shapeOf: (value: string) => readonly Dimension[] | undefined,
): PoolPattern | undefined {
  const numbers = (shape: readonly Dimension[] | undefined) =>
    shape?.every((size) => typeof size === "number") ? shape : undefined;
  const weight = numbers(shapeOf(conv.inputs[1] ?? ""));
  const output = numbers(shapeOf(conv.outputs[0] ?? "")?.slice(2));
  const explicit = ["NOTSET", "VALID"].includes(stringOf(conv, "auto_pad", "NOTSET"));
  if (!weight || !output || !explicit) return undefined;
  if (weight.slice(1).reduce((product, size) => product * size, 1) > MOST) return undefined;
  const places = output.map((size, axis) => Math.floor(Number(size) / (window[axis] ?? 1)));
  return {
    ...{ conv, relu, window, weight, places },
    input: shapeOf(conv.inputs[0] ?? "") ?? [],
    isWhole: output.every((size, axis) => size === (places[axis] ?? 0) * (window[axis] ?? 1)),
    kernel: weight.slice(2),
    strides: intsOf(conv, "strides") ?? window.map(() => 1),
    dilations: intsOf(conv, "dilations") ?? window.map(() => 1),
    pads: intsOf(conv, "pads") ?? window.flatMap(() => [0, 0]),
  };
}

/** Every place in a window, in row-major order. */
export function offsets(window: readonly number[]): number[][] {
  return window.reduce<number[][]>(
    (all, size) => all.flatMap((offset) => Array.from({ length: size }, (_, cell) => [...offset, cell])),
    [[]],
  );
}
