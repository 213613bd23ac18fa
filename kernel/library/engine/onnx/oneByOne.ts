import { say } from "../../ground/say.ts";
import { int64 } from "../graph/constants.ts";
import { isOfFirstAxis } from "../graph/foldConstants.ts";
import { GraphBuilder, node } from "../graph/GraphBuilder.ts";
import type { Graph } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";

/** Operators behind which each axis is what it was. */
const keeping = new Set(["Identity", "Cast", "Sub", "Div", "Mul", "Add", "Clip"]);

/**
 * A model that takes one picture without a batch axis, as one that takes a batch of one: `[1, …]` is squeezed before it, and
 * its answers get the axis. Any other model stays as it is.
 */
export function oneByOne(graph: Graph): { readonly graph: Graph; readonly notes: readonly string[] } {
  const [input, ...others] = graph.inputs;
  const isStatic = input?.shape?.every((size) => typeof size === "number");
  if (!input || others.length > 0 || !isStatic || !takesOne(graph)) return { graph, notes: [] };
  const shapes = inferShapes(graph);
  const open = graph.outputs.filter(({ name, shape }) => (shapes.get(name)?.shape ?? shape)?.[0] !== 1);
  const builder = new GraphBuilder({ ...graph, nodes: [] });
  const first = builder.constant(int64([0]), "batch");
  // What the model calls its input and its outputs are those with the axis; within, they get other names.
  const inner = new Map([input, ...open].map(({ name }) => [name, builder.name(`${name}/one`)]));
  const within = (name: string) => inner.get(name) ?? name;
  builder.push(node("Squeeze", [input.name, first], [within(input.name)]));
  for (const each of graph.nodes) {
    builder.push({ ...each, inputs: each.inputs.map(within), outputs: each.outputs.map(within) });
  }
  for (const { name } of open) builder.push(node("Unsqueeze", [within(name), first], [name]));
  const outputs = graph.outputs.map((output) =>
    open.includes(output) ? { ...output, shape: output.shape && [1, ...output.shape] } : output,
  );
  const given = { ...input, shape: [1, ...(input.shape ?? [])] };
  return {
    graph: builder.build([given], outputs),
    notes: [say`${input.name} takes one example without a batch axis: examples go through the model one by one`],
  };
}

/** Whether the input gets its first axis before a convolution, which has one more than the input. */
function takesOne(graph: Graph): boolean {
  const {
    inputs: [input],
    nodes,
    constants,
  } = graph;
  const pictures = new Set([input.name]);
  const batches = new Set<string>();
  for (const each of nodes) {
    const [from = ""] = each.inputs;
    const set = batches.has(from) ? batches : pictures.has(from) ? pictures : undefined;
    if (!set) continue;
    if (keeping.has(each.op)) set.add(each.outputs[0]);
    if (set === pictures && each.op === "Unsqueeze" && isOfFirstAxis(graph, each)) batches.add(each.outputs[0]);
    const rank = constants.get(each.inputs[1] ?? "")?.shape.length;
    if (set === batches && each.op === "Conv") return rank === (input.shape?.length ?? 0) + 1;
  }
  return false;
}
