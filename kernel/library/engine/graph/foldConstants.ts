import { sizeOf } from "./constants.ts";
import type { Constant, Graph, GraphNode } from "./graph.ts";
import { prune } from "./prune.ts";
import { inferShapes } from "./shapes/inferShapes.ts";
import { isNumbers } from "./shapes/ShapeContext.ts";
import { readsOf } from "./sortNodes.ts";

/** Runs a graph without inputs and gives its outputs. */
export type RunGraph = (graph: Graph) => Promise<Record<string, Constant>>;

/** A constant that is computed may be small before and large after (ConstantOfShape): beyond this and its inputs it stays computed. */
const mostElements = 1 << 20;

/** What gives another answer each time. */
const isRandom = ({ op }: GraphNode) => op.startsWith("Random") || op === "Bernoulli" || op === "Multinomial";

/** The value of a `Constant` node, where it is written out. */
function written(node: GraphNode): Constant | undefined {
  const { value, value_float, value_int, value_floats, value_ints } = node.attributes;
  if (node.op !== "Constant" || node.domain !== "") return undefined;
  if (value?.kind === "tensor") return value.value;
  const floats =
    value_float?.kind === "float"
      ? [value_float.value]
      : value_floats?.kind === "floats"
        ? value_floats.value
        : undefined;
  const shapeOf = (values: readonly number[], single: unknown) => (single ? [] : [values.length]);
  if (floats) return { type: "float32", shape: shapeOf(floats, value_float), data: Float32Array.from(floats) };
  const ints =
    value_int?.kind === "int" ? [value_int.value] : value_ints?.kind === "ints" ? value_ints.value : undefined;
  return ints && { type: "int64", shape: shapeOf(ints, value_int), data: BigInt64Array.from(ints, BigInt) };
}

/** A constant by its name: an initializer, or what a `Constant` node has written out. */
export function constantIn({ constants, nodes }: Graph, name: string): Constant | undefined {
  const maker = constants.has(name) ? undefined : nodes.find(({ outputs }) => outputs.includes(name));
  return constants.get(name) ?? (maker && written(maker));
}

/** Whether a Squeeze or an Unsqueeze is of the first axis alone. */
export function isOfFirstAxis(graph: Graph, { inputs, attributes }: GraphNode): boolean {
  const axes = attributes.axes?.kind === "ints" ? attributes.axes.value : constantIn(graph, inputs[1] ?? "")?.data;
  return axes !== undefined && Array.from(axes as ArrayLike<number | bigint>, Number).join() === "0";
}

/**
 * Puts constants in the place of what depends on constants only: `Constant` nodes, shapes that are known, and whole
 * subgraphs, which `run` computes.
 *
 * @example
 * const smaller = await foldConstants(graph, async (part) => (await createSession(part)).run({}));
 */
export async function foldConstants(graph: Graph, run: RunGraph): Promise<Graph> {
  const constants = new Map(graph.constants);
  const known = inferShapes(graph);
  // What the graph gives as its output stays something that it makes.
  const isOutput = (name: string) => graph.outputs.some((output) => output.name === name);
  const nodes = graph.nodes.filter((node) => {
    const value = node.outputs.some(isOutput) ? undefined : (written(node) ?? knownShape(node, known));
    if (value) constants.set(node.outputs[0] ?? "", value);
    return !value;
  });
  const fixed = new Set(constants.keys());
  const elements = (name: string) =>
    sizeOf((constants.get(name)?.shape ?? known.get(name)?.shape ?? [Number.NaN]).map(Number));
  // Weights that a file holds as float16 are large and stay so: what grows is left to be computed.
  const isHeld = (name: string, { inputs }: GraphNode) =>
    elements(name) <= Math.max(mostElements, ...inputs.filter((input) => input !== "").map(elements));
  const computed = nodes.filter((node) => {
    const isConstant = readsOf(node).every((name) => fixed.has(name)) && !isRandom(node);
    const isComputed = isConstant && node.outputs.every((name) => isHeld(name, node) && !isOutput(name));
    if (isComputed) for (const output of node.outputs) fixed.add(output);
    return isComputed;
  });
  const rest = nodes.filter((node) => !computed.includes(node));
  const needed = new Set(rest.flatMap(readsOf));
  const wanted = computed
    .flatMap((node) => node.outputs)
    .flatMap((name) => (needed.has(name) ? (known.get(name) ?? []) : []));
  if (wanted.length > 0) {
    const values = await run(prune({ ...graph, inputs: [], constants, nodes: computed }, wanted));
    for (const [name, value] of Object.entries(values)) constants.set(name, value);
  }
  return prune({ ...graph, constants, nodes: rest });
}

/** The result of a `Shape` whose input has a shape that is known down to the batch. */
function knownShape(
  { op, domain, inputs, attributes }: GraphNode,
  known: ReturnType<typeof inferShapes>,
): Constant | undefined {
  const shape = known.get(inputs[0] ?? "")?.shape;
  if (op !== "Shape" || domain !== "" || !shape || !isNumbers(shape) || Object.keys(attributes).length > 0)
    return undefined;
  return { type: "int64", shape: [shape.length], data: BigInt64Array.from(shape, BigInt) };
}
