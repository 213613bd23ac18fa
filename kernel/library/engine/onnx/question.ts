import { toTfjs } from "../fromLayers/Value.ts";
import { gradientGraph } from "../gradient/index.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph, ValueInfo } from "../graph/graph.ts";
import { prune } from "../graph/prune.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import type { PredictOptions } from "../runner.ts";
import type { LayerValue, RunnableGraph } from "./RunnableGraph.ts";

/** The graph input that chooses the output whose gradient is taken: one-hot rows. */
export const SEED = "glassbook/seed";

/** A graph for one kind of question, and what its outputs are. */
export interface Question {
  readonly graph: Graph;
  readonly output: string;
  readonly input?: string | undefined;
  readonly layers: ReadonlyMap<string, { activation: string; gradient?: string | undefined }>;
}

const info = (name: string, shape?: readonly number[]): ValueInfo => ({
  name,
  type: "float32",
  shape: shape && ["n", ...shape],
});

/** Writes the graph that answers one kind of question, every value in tfjs's order. */
export function questionOf(model: RunnableGraph, asked: PredictOptions, withGradients: boolean): Question {
  const names = asked.layers ?? [];
  const values = new Map(names.flatMap((name) => [[name, model.layers.get(name)] as const]).filter(isThere));
  const forward = new GraphBuilder(model.graph);
  const output = toTfjs(forward, model.outputs[asked.output]);
  const inOrder = (builder: GraphBuilder, name: string, { layout, shape }: LayerValue) =>
    shape ? toTfjs(builder, { name, layout, shape }).name : name;
  const layers = new Map(
    [...values].map(([name, value]) => [name, { activation: inOrder(forward, value.name, value) }] as const),
  );
  const activations = [...values].map(([name, { shape }]) => info(layers.get(name)?.activation ?? "", shape));
  const outputs = unique([info(output.name, output.shape), ...activations]);
  const pruned = prune(forward.build(model.graph.inputs, outputs));
  if (!withGradients) return { graph: pruned, output: output.name, layers };

  const raw = [...values.values()].map((value) => value.name);
  const withRespectTo = [...new Set([model.input.name, ...raw])];
  const { graph, gradients } = gradientGraph(pruned, {
    of: output.name,
    seed: SEED,
    withRespectTo,
    shapes: inferShapes(pruned),
  });
  const backward = new GraphBuilder(graph);
  const withGradient = new Map(
    [...values].map(([name, value]) => {
      const gradient = inOrder(backward, gradients.get(value.name) ?? "", value);
      return [name, { activation: layers.get(name)?.activation ?? "", gradient }] as const;
    }),
  );
  const input = gradients.get(model.input.name);
  const wanted = unique([
    ...outputs,
    info(input ?? "", model.input.shape),
    ...[...withGradient].map(([name, { gradient }]) => info(gradient, values.get(name)?.shape)),
  ]);
  return { graph: prune(backward.build(graph.inputs, wanted)), output: output.name, input, layers: withGradient };
}

const isThere = <K, V>(entry: readonly [K, V | undefined]): entry is readonly [K, V] => entry[1] !== undefined;

const unique = (values: readonly ValueInfo[]): ValueInfo[] => [
  ...new Map(values.map((value) => [value.name, value])).values(),
];
