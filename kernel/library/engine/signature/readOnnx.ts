import type { Signature } from "../../signature/Signature.ts";
import type { Graph } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import type { RunnableGraph } from "../onnx/RunnableGraph.ts";
import { graphOutput } from "./graphOutput.ts";
import { readGraph } from "./readGraph.ts";
import { withMetadata } from "./withMetadata.ts";

/**
 * What an ONNX file's model takes and answers; the shapes that only its first run told are filled in.
 *
 * @param output the name of the output that the runnable graph answers.
 */
export function readOnnx(graph: Graph, { outputs }: RunnableGraph, output: string): Signature {
  const read = readGraph(graph);
  const shapes = inferShapes(graph);
  const known = {
    ...read,
    outputs: read.outputs.map((spec) =>
      spec.name === output ? graphOutput(graph, output, outputs.probability.shape, shapes) : spec,
    ),
  };
  return withMetadata(known, graph.metadata ?? {});
}
