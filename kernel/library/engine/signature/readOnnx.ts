import type { Signature } from "../../signature/Signature.ts";
import { withOptions } from "../../signature/withOptions.ts";
import type { Graph } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import type { RunnableGraph } from "../onnx/RunnableGraph.ts";
import { graphOutput } from "./graphOutput.ts";
import { hubOptions } from "./hubOptions.ts";
import type { HubFacts } from "./huggingFace.ts";
import { readGraph } from "./readGraph.ts";
import { withMetadata } from "./withMetadata.ts";

/**
 * What an ONNX file's model takes and answers; the shapes that only its first run told are filled in.
 *
 * @param output the name of the output that the runnable graph answers.
 * @param beside what other files say of the model; the file's own metadata go before it.
 */
export function readOnnx(graph: Graph, { outputs }: RunnableGraph, output: string, beside?: HubFacts): Signature {
  const read = readGraph(graph);
  const shapes = inferShapes(graph);
  const known = {
    ...read,
    outputs: read.outputs.map((spec) =>
      spec.name === output ? graphOutput(graph, output, outputs.probability.shape, shapes) : spec,
    ),
  };
  const hinted = beside ? withOptions(known, hubOptions(known, beside), { raw: "logits" }) : known;
  return withMetadata(hinted, graph.metadata ?? {});
}
