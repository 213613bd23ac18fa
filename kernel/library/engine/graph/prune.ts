import type { Graph, ValueInfo } from "./graph.ts";
import { readsOf } from "./sortNodes.ts";

/** The graph with other outputs (any of its values), without the nodes and constants that these do not need. */
export function prune(graph: Graph, outputs: readonly ValueInfo[] = graph.outputs): Graph {
  const needed = new Set(outputs.map((output) => output.name));
  const nodes = graph.nodes
    .toReversed()
    .filter((node) => {
      const isNeeded = node.outputs.some((output) => needed.has(output));
      if (isNeeded) for (const name of readsOf(node)) needed.add(name);
      return isNeeded;
    })
    .reverse();
  const constants = new Map([...graph.constants].filter(([name]) => needed.has(name)));
  return { ...graph, outputs, nodes, constants };
}
