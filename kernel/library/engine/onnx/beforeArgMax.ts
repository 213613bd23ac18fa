import { say } from "../../ground/say.ts";
import { GraphBuilder, node } from "../graph/GraphBuilder.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import { explainableOutputs } from "./choose.ts";

/** Operators behind an ArgMax that only put its numbers in another form. */
const passing = new Set(["Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape", "Flatten"]);

/** The ArgMax whose places an output is. */
function argMaxOf(graph: Graph, output: string): GraphNode | undefined {
  const maker = graph.nodes.find(({ outputs }) => outputs.includes(output));
  if (maker?.op === "ArgMax") return maker;
  return maker && passing.has(maker.op) ? argMaxOf(graph, maker.inputs[0] ?? "") : undefined;
}

/**
 * A model that answers with the places of largest values alone, which have no gradient, with these values in their stead:
 * `mask/scores` for `mask`. Any other model stays as it is.
 */
export function beforeArgMax(graph: Graph): { readonly graph: Graph; readonly notes: readonly string[] } {
  if (explainableOutputs(graph).length > 0) return { graph, notes: [] };
  const builder = new GraphBuilder(graph);
  const shapes = inferShapes(graph);
  const notes: string[] = [];
  const outputs = graph.outputs.map((output) => {
    const scores = argMaxOf(graph, output.name)?.inputs[0];
    if (scores === undefined) return output;
    const { type, shape } = shapes.get(scores) ?? { type: "float32" as const, shape: undefined };
    const name = builder.name(`${output.name}/scores`);
    builder.push(node("Identity", [scores], [name]));
    notes.push(
      say`${output.name} is the place of the largest value (ArgMax), which has no gradient: ${name}, the values before it, can be explained in its stead`,
    );
    return { name, type, shape };
  });
  return notes.length === 0 ? { graph, notes } : { graph: builder.build(graph.inputs, outputs), notes };
}
