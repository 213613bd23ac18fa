import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { FinalActivation } from "../finalActivation.ts";
import type { CompiledLayers } from "../fromLayers/compileLayers.ts";
import { product, tfjsLayout, type Value } from "../fromLayers/Value.ts";
import type { Graph } from "../graph/graph.ts";
import type { Output } from "../runner.ts";

/** A graph of one input and one output that a runner can run, whatever it was made from. */
export interface RunnableGraph {
  /** Its single input is float32, `[batch, ...input.shape]`. */
  readonly graph: Graph;
  readonly input: Value;
  readonly outputs: Readonly<Record<Output, Value>>;
  /** What ends the model, if the logit behind it can be explained. */
  readonly finalActivation: FinalActivation | undefined;
  /** What can be asked for by name; a shape of undefined is only known after a run. */
  readonly layers: ReadonlyMap<string, LayerValue>;
  /** Rows that every run must have, where the graph says so. */
  readonly fixedBatch?: number | undefined;
}

export type LayerValue = Pick<Value, "name" | "layout"> & { readonly shape: readonly number[] | undefined };

/** A final Softmax (over the last of `rank` axes) or Sigmoid, and the value before it. */
export function finalActivationOf(
  graph: Graph,
  output: string,
  rank: number,
): { kind: FinalActivation; logit: string } | undefined {
  const last = graph.nodes.find((node) => node.outputs.includes(output));
  const [logit = ""] = last?.inputs ?? [];
  if (last?.op === "Identity") return finalActivationOf(graph, logit, rank);
  if (last?.op === "Sigmoid") return { kind: "sigmoid", logit };
  const axis = last?.attributes.axis;
  const isLast = axis?.kind !== "int" || axis.value === -1 || axis.value === rank - 1;
  return last?.op === "Softmax" && isLast ? { kind: "softmax", logit } : undefined;
}

/** @throws UnsupportedLayerError for a model of several inputs or outputs. */
export function fromCompiledLayers({ graph, layers }: CompiledLayers): RunnableGraph {
  const [input, ...moreInputs] = graph.inputs;
  const [output, ...moreOutputs] = graph.outputs;
  if (!input || !output || moreInputs.length > 0 || moreOutputs.length > 0) {
    throw new UnsupportedLayerError(
      say`the model has ${graph.inputs.length} inputs and ${graph.outputs.length} outputs: one of each can be explained`,
    );
  }
  const batchless = ({ name, shape }: typeof input): Value => ({
    name,
    shape: (shape ?? []).slice(1).map(Number),
    layout: tfjsLayout,
  });
  const probability = batchless(output);
  const end = finalActivationOf(graph, output.name, probability.shape.length + 1);
  const logit = end ? { ...probability, name: end.logit } : probability;
  // The layer that ends in the softmax is asked for to look behind it, as the tfjs runner does.
  const named = [...layers].map(([name, value]) => [name, value.name === probability.name ? logit : value] as const);
  return {
    graph,
    input: batchless(input),
    outputs: { logit, probability },
    finalActivation: end?.kind,
    layers: new Map(named),
  };
}

/** Numbers that one row has in the largest value that is known. */
export const floatsPerRow = ({ layers, input, outputs }: RunnableGraph): number =>
  Math.max(...[input, outputs.logit, ...layers.values()].map(({ shape }) => product(shape ?? [])));
