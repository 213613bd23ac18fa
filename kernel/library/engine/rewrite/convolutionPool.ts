import { intOf, intsOf, stringOf } from "../gradient/attributes.ts";
import { int64, ints } from "../graph/constants.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Dimension, Graph, GraphNode, ValueInfo } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";

/** Numbers in one window of the convolution up to which the rewrite pays; above it the convolution itself is the cost. */
const MOST = 64;

interface Options {
  /** Values that must stay in the graph because somebody asks for them. */
  readonly keep?: ReadonlySet<string>;
  readonly shapes?: ReadonlyMap<string, ValueInfo>;
}

/**
 * Writes a convolution (and ReLU) followed by a max pool whose windows do not overlap as one strided convolution for
 * each place in the window and an elementwise maximum. The values stay the same; the gradient then passes at the
 * pooled size, without the scalar code of a max pool's indices, and of equal places the first still wins.
 *
 * For graphs to be differentiated: a forward pass alone gains nothing.
 */
export function convolutionPool(graph: Graph, options: Options = {}): Graph {
  const shapes = options.shapes ?? inferShapes(graph);
  const producers = new Map(graph.nodes.map((node) => [node.outputs[0] ?? "", node]));
  const readers = countReaders(graph);
  const single = (value: string) => readers.get(value) === 1 && !options.keep?.has(value);

  const replaced = new Map<GraphNode, Pattern>();
  const gone = new Set<GraphNode>();
  for (const pool of graph.nodes) {
    const before = producers.get(pool.inputs[0] ?? "");
    const relu = before?.op === "Relu" && single(before.outputs[0] ?? "") ? before : undefined;
    const conv = relu ? producers.get(relu.inputs[0] ?? "") : before;
    if (conv?.op !== "Conv" || !single(conv.outputs[0] ?? "")) continue;
    const window = windowOf(pool);
    const pattern = window && patternOf(conv, relu, window, (value) => shapes.get(value)?.shape);
    if (!pattern) continue;
    replaced.set(pool, pattern);
    gone.add(conv);
    if (relu) gone.add(relu);
  }
  if (replaced.size === 0) return graph;

  const builder = new GraphBuilder({ ...graph, nodes: [] });
  for (const node of graph.nodes) for (const output of node.outputs) if (output !== "") builder.name(output);
  for (const node of graph.nodes) {
    const pattern = replaced.get(node);
    if (pattern) write(builder, pattern, node.outputs[0] ?? "");
    else if (!gone.has(node)) builder.push(node);
  }
  return builder.build(graph.inputs, graph.outputs);
}

interface Pattern {
  readonly conv: GraphNode;
  readonly relu: GraphNode | undefined;
  /** The pool's window. */
  readonly window: readonly number[];
  /** Sizes of the pooled value. */
  readonly places: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

function countReaders(graph: Graph): Map<string, number> {
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
): Pattern | undefined {
  const numbers = (shape: readonly Dimension[] | undefined) =>
    shape?.every((size) => typeof size === "number") ? shape : undefined;
  const weight = numbers(shapeOf(conv.inputs[1] ?? ""));
  const output = numbers(shapeOf(conv.outputs[0] ?? "")?.slice(2));
  const explicit = ["NOTSET", "VALID"].includes(stringOf(conv, "auto_pad", "NOTSET"));
  if (!weight || !output || !explicit) return undefined;
  if (weight.slice(1).reduce((product, size) => product * size, 1) > MOST) return undefined;
  return {
    ...{ conv, relu, window },
    places: output.map((size, axis) => Math.floor(size / (window[axis] ?? 1))),
    kernel: weight.slice(2),
    strides: intsOf(conv, "strides") ?? window.map(() => 1),
    dilations: intsOf(conv, "dilations") ?? window.map(() => 1),
    pads: intsOf(conv, "pads") ?? window.flatMap(() => [0, 0]),
  };
}

function write(builder: GraphBuilder, pattern: Pattern, output: string): void {
  const { conv, relu, window, kernel, strides, dilations, pads, places } = pattern;
  const [x = "", ...weights] = conv.inputs;
  const rank = window.length;
  const vector = (values: readonly number[]) => builder.constant(int64(values), `${output}/ints`);
  const amounts = [0, 0, ...pads.slice(0, rank), 0, 0, ...pads.slice(rank)];
  const whole = pads.some((pad) => pad > 0) ? builder.add("Pad", [x, vector(amounts)], {}, `${output}/padded`) : x;
  const far = strides.map((stride, axis) => stride * (window[axis] ?? 1));
  const axes = vector(window.map((_, axis) => axis + 2));
  const ones = vector(window.map(() => 1));
  const attributes = {
    ...conv.attributes,
    strides: ints(far),
    pads: ints(pads.map(() => 0)),
    kernel_shape: ints(kernel),
  };

  let parts = offsets(window).map((offset) => {
    const starts = offset.map((cell, axis) => cell * (strides[axis] ?? 1));
    const ends = starts.map((start, axis) => {
      const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
      return start + ((places[axis] ?? 1) - 1) * (far[axis] ?? 1) + reach;
    });
    const cut = builder.add("Slice", [whole, vector(starts), vector(ends), axes, ones], {}, `${output}/cut`);
    return builder.add("Conv", [cut, ...weights], attributes, `${output}/place`);
  });
  // In pairs, so that the gradient is passed on by comparing two at a time; the earlier place stays on the left.
  while (parts.length > 1) {
    const pairs: string[] = [];
    for (let i = 0; i < parts.length; i += 2) {
      const pair = parts.slice(i, i + 2);
      pairs.push(pair.length === 2 ? builder.add("Max", pair, {}, `${output}/max`) : (pair[0] ?? ""));
    }
    parts = pairs;
  }
  const last = { domain: "", name: output, inputs: parts, outputs: [output], attributes: {} };
  builder.push({ ...last, op: relu ? "Relu" : "Identity" });
}

/** Every place in a window, in row-major order. */
function offsets(window: readonly number[]): number[][] {
  return window.reduce<number[][]>(
    (all, size) => all.flatMap((offset) => Array.from({ length: size }, (_, cell) => [...offset, cell])),
    [[]],
  );
}
