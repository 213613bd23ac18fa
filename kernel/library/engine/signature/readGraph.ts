import type { Signature } from "../../signature/Signature.ts";
import type { Graph } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import { graphInput } from "./graphInput.ts";
import { graphOutput, rowOf } from "./graphOutput.ts";

/** What a graph takes and answers, as its operators tell. Runs nothing. */
export function readGraph(graph: Graph): Signature {
  const shapes = inferShapes(graph);
  return {
    inputs: graph.inputs.map((input) => graphInput(graph, input)),
    outputs: graph.outputs.map(({ name, shape }) => {
      const known = shape ?? shapes.get(name)?.shape;
      return graphOutput(graph, name, known && rowOf(known), shapes);
    }),
  };
}
