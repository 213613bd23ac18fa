import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { TokenPlaces } from "../attention/TokenPlaces.ts";
import { tokensOfGraph } from "../attention/tokensOfGraph.ts";
import { type FinalActivation, type SoftmaxAxis, softmaxAxis } from "../finalActivation.ts";
import type { CompiledLayers } from "../fromLayers/compileLayers.ts";
import { product, tfjsLayout, type Value } from "../fromLayers/Value.ts";
import { ints } from "../graph/constants.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
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
  /** Of a final softmax: the numbers that it is over. */
  readonly softmax?: SoftmaxAxis | undefined;
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

/** What ends a graph: its output, the value before the activation, and over which numbers a softmax goes. */
export type Ends = Pick<RunnableGraph, "graph" | "outputs" | "finalActivation" | "softmax">;

/**
 * A final Softmax (over any axis but the batch) or Sigmoid, and the value before it; behind it the axes may be brought into
 * another order, which the value before it is brought into too.
 */
export function endsOf(graph: Graph, probability: Value): Ends {
  const end = endBefore(graph, probability.name, probability.shape.length + 1);
  if (!end) return { graph, outputs: { logit: probability, probability }, finalActivation: undefined };
  const { kind, axis, perms } = end;
  const softmax = kind === "softmax" ? softmaxAxis(probability.shape, axis - 1) : undefined;
  const ends = (name: string) => ({
    outputs: { logit: { ...probability, name }, probability },
    finalActivation: kind,
    softmax,
  });
  if (perms.length === 0) return { graph, ...ends(end.logit) };
  const builder = new GraphBuilder(graph);
  const name = perms.reduce(
    (value, perm) => builder.add("Transpose", [value], { perm: ints(perm) }, "logit"),
    end.logit,
  );
  return { graph: builder.build(graph.inputs, graph.outputs), ...ends(name) };
}

interface End {
  readonly kind: FinalActivation;
  readonly logit: string;
  /** Of a softmax: where its axis is in the end, the batch being 0. */
  readonly axis: number;
  /** Orders of axes that follow the activation, first one first. */
  readonly perms: readonly (readonly number[])[];
}

function endBefore(graph: Graph, output: string, rank: number): End | undefined {
  const last = graph.nodes.find((node) => node.outputs.includes(output));
  const [before = ""] = last?.inputs ?? [];
  if (last?.domain !== "") return undefined;
  switch (last.op) {
    case "Identity":
      return endBefore(graph, before, rank);
    case "Sigmoid":
      return { kind: "sigmoid", logit: before, axis: rank - 1, perms: [] };
    case "Softmax": {
      const { axis } = last.attributes;
      const given = axis?.kind === "int" ? axis.value : -1;
      const counted = given < 0 ? given + rank : given;
      return counted === 0 ? undefined : { kind: "softmax", logit: before, axis: counted, perms: [] };
    }
    case "Transpose": {
      const { perm } = last.attributes;
      const inner = perm?.kind === "ints" && perm.value[0] === 0 ? endBefore(graph, before, rank) : undefined;
      if (!inner || perm?.kind !== "ints") return undefined;
      return { ...inner, axis: perm.value.indexOf(inner.axis), perms: [...inner.perms, perm.value] };
    }
    default:
      return undefined;
  }
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
  const ends = endsOf(graph, probability);
  const { logit } = ends.outputs;
  // The layer that ends in the softmax is asked for to look behind it, as the tfjs runner does.
  const made = new Set(graph.nodes.flatMap((each) => each.outputs));
  const named = [...layers]
    .filter(([, { name }]) => whole === asked || made.has(name) || name === input.name)
    .map(([name, value]) => [name, value.name === probability.name ? logit : value] as const);
  return {
    ...ends,
    input: batchless(input),
    ports,
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
