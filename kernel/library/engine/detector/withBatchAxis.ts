import { node } from "../graph/GraphBuilder.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";

/** Operators behind which a picture is still a picture of as many axes. */
const keeping = new Set(["Identity", "Cast", "Sub", "Div", "Mul", "Add", "Clip"]);

/**
 * A graph that takes one picture without a batch axis, to be read as one that takes many: what unsqueezes the picture does
 * nothing. Of what a graph says of its input that is enough; it is not to be run.
 *
 * @param row of the picture.
 */
export function withBatchAxis(graph: Graph, row: readonly number[]): Graph {
  const pictures = new Set(graph.inputs.map(({ name }) => name));
  const nodes = graph.nodes.map((each): GraphNode => {
    const [first = ""] = each.inputs;
    if (!pictures.has(first)) return each;
    if (keeping.has(each.op)) pictures.add(each.outputs[0]);
    return each.op === "Unsqueeze" ? node("Identity", [first], each.outputs) : each;
  });
  return { ...graph, inputs: graph.inputs.map((input) => ({ ...input, shape: ["n", ...row] })), nodes };
}
