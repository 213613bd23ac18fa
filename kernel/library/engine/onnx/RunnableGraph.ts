import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { TokenPlaces } from "../attention/TokenPlaces.ts";
import { tokensOfGraph } from "../attention/tokensOfGraph.ts";
import type { FinalActivation } from "../finalActivation.ts";
import type { CompiledLayers } from "../fromLayers/compileLayers.ts";
import { product, tfjsLayout, type Value } from "../fromLayers/Value.ts";
import type { Graph, ValueInfo } from "../graph/graph.ts";
import { prune } from "../graph/prune.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import { type Port, portsOf } from "../ports.ts";
import type { LayerFact, Output } from "../runner.ts";
import { packInputs } from "./packInputs.ts";

/** A graph of one input and one output that a runner can run, whatever it was made from. */
export interface RunnableGraph {
  /** Its single input is float32, `[batch, ...input.shape]`. */
  readonly graph: Graph;
  readonly input: Value;
  /** Of a model of several inputs: where each lies in a row of the packed one. */
  readonly ports?: readonly Port[] | undefined;
  readonly outputs: Readonly<Record<Output, Value>>;
  /** What ends the model, if the logit behind it can be explained. */
  readonly finalActivation: FinalActivation | undefined;
  /** What can be asked for by name; a shape of undefined is only known after a run. */
  readonly layers: ReadonlyMap<string, LayerValue>;
  /** What the model that it was made from says of its layers, in tfjs's order of the axes; else the graph says it. */
  readonly facts?: readonly LayerFact[] | undefined;
  /** Rows that every run must have, where the graph says so. */
  readonly fixedBatch?: number | undefined;
  /** Shapes that rules do not tell, with the batch, as runs told them. */
  readonly probed?: ReadonlyMap<string, ValueInfo> | undefined;
  /** Where its attention is; undefined where it has none. */
  readonly attention?: TokenPlaces | undefined;
}

export interface LayerValue extends Pick<Value, "name" | "layout"> {
  readonly shape: readonly number[] | undefined;
  /** Whether the batch is folded into the first axis, `[n × heads, …]`: which part is whose is certain row by row only. */
  readonly isFolded?: true;
}

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

/**
 * @param index which of the model's outputs is answered.
 * @param names of the model's inputs, in its order.
 */
export function fromCompiledLayers(
  { graph: whole, layers }: CompiledLayers,
  index = 0,
  names: readonly string[] = [],
): RunnableGraph {
  const output = whole.outputs[index];
  if (!output || whole.inputs.length === 0) {
    throw new UnsupportedLayerError(
      say`the model has ${whole.inputs.length} inputs and ${whole.outputs.length} outputs: it needs at least one of each`,
    );
  }
  const declared = whole.inputs.map(({ name, shape }, i) => ({
    name: names[i] ?? name,
    shape: (shape ?? []).slice(1).map(Number),
    // What counts as whole numbers is cast by the layer that reads it.
    dtype: "float32" as const,
  }));
  const ports = declared.length > 1 ? portsOf(declared) : undefined;
  const asked = whole.outputs.length > 1 ? prune(whole, [output]) : whole;
  const graph = ports ? packInputs(asked, ports) : asked;
  const [input = output] = graph.inputs;
  const batchless = ({ name, shape }: ValueInfo): Value => ({
    name,
    shape: (shape ?? []).slice(1).map(Number),
    layout: tfjsLayout,
  });
  const probability = batchless(output);
  const end = finalActivationOf(graph, output.name, probability.shape.length + 1);
  const logit = end ? { ...probability, name: end.logit } : probability;
  // The layer that ends in the softmax is asked for to look behind it, as the tfjs runner does.
  const made = new Set(graph.nodes.flatMap((each) => each.outputs));
  const named = [...layers]
    .filter(([, { name }]) => whole === asked || made.has(name) || name === input.name)
    .map(([name, value]) => [name, value.name === probability.name ? logit : value] as const);
  return {
    graph,
    input: batchless(input),
    ports,
    outputs: { logit, probability },
    finalActivation: end?.kind,
    layers: new Map(named),
    attention: attentionOf(graph, new Map(named)),
  };
}

/** The attention of compiled layers, by the layers' names. */
function attentionOf(graph: Graph, layers: ReadonlyMap<string, LayerValue>): TokenPlaces | undefined {
  const found = tokensOfGraph(graph, inferShapes(graph));
  if (!found) return undefined;
  const names = new Map([...layers].map(([name, value]) => [value.name, name]));
  return { ...found, scores: found.scores.flatMap((name) => names.get(name) ?? []) };
}

/** Numbers that one row has in the largest value that is known. */
export const floatsPerRow = ({ layers, input, outputs }: RunnableGraph): number =>
  Math.max(...[input, outputs.logit, ...layers.values()].map(({ shape }) => product(shape ?? [])));
