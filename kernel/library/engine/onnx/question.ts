import { UnsupportedLayerError } from "../../errors.ts";
import { toTfjs, type Value } from "../fromLayers/Value.ts";
import { gradientGraph, withReferencePass } from "../gradient/index.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph, ValueInfo } from "../graph/graph.ts";
import { prune } from "../graph/prune.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import { convolutionPool } from "../rewrite/index.ts";
import type { GradientOptions, PredictOptions } from "../runner.ts";
import { gradientRulesFor } from "./backwardRules.ts";
import type { LayerValue, RunnableGraph } from "./RunnableGraph.ts";

/** The graph input that chooses the output whose gradient is taken: one-hot rows. */
export const SEED = "glassbook/seed";

/** A graph for one kind of question, and what its outputs are. */
export interface Question {
  readonly graph: Graph;
  readonly output: string;
  readonly input?: string | undefined;
  /** Of one row of the seed: of what `targets` count. */
  readonly seedShape: readonly number[];
  /** The graph input that takes the references' rows. */
  readonly references?: string | undefined;
  readonly layers: ReadonlyMap<string, { activation: string; gradient?: string | undefined }>;
}

const info = (name: string, shape?: readonly number[]): ValueInfo => ({
  name,
  type: "float32",
  shape: shape && ["n", ...shape],
});

export type Asked = PredictOptions & Pick<GradientOptions, "neuronsOf" | "rules">;

/** The layer whose neurons are explained, in tfjs's order. */
function neuronsIn(model: RunnableGraph, name: string, forward: GraphBuilder): Pick<Value, "name" | "shape"> {
  const value = model.layers.get(name);
  if (!value?.shape)
    throw new UnsupportedLayerError(`the size of ${name} is only known after a run: name another layer`);
  return toTfjs(forward, { ...value, shape: value.shape });
}

/** Writes the graph that answers one kind of question, every value in tfjs's order. */
export function questionOf(model: RunnableGraph, asked: Asked, withGradients: boolean): Question {
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
  const of = asked.neuronsOf === undefined ? output : neuronsIn(model, asked.neuronsOf, forward);
  const outputs = unique([info(output.name, output.shape), info(of.name, of.shape), ...activations]);
  const pruned = prune(forward.build(model.graph.inputs, outputs));
  if (!withGradients) return { graph: pruned, output: output.name, layers, seedShape: of.shape };

  const raw = [...values.values()].map((value) => value.name);
  const withRespectTo = [...new Set([model.input.name, ...raw])];
  const { rules } = asked;
  // Rules are for the operators that the model has; the plain gradient may take a faster way.
  const keep = new Set([...withRespectTo, ...outputs.map((value) => value.name)]);
  const way = rules ? pruned : convolutionPool(pruned, { keep });
  const { graph: run, references } =
    rules?.kind === "deepLift" ? withReferencePass(way) : { graph: way, references: undefined };
  const { graph, gradients } = gradientGraph(run, {
    of: of.name,
    seed: SEED,
    withRespectTo,
    shapes: inferShapes(run),
    rules: rules && gradientRulesFor(rules, run),
    references,
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
  return {
    graph: prune(backward.build(graph.inputs, wanted)),
    output: output.name,
    input,
    layers: withGradient,
    seedShape: of.shape,
    references: references?.get(model.input.name),
  };
}

const isThere = <K, V>(entry: readonly [K, V | undefined]): entry is readonly [K, V] => entry[1] !== undefined;

const unique = (values: readonly ValueInfo[]): ValueInfo[] => [
  ...new Map(values.map((value) => [value.name, value])).values(),
];
