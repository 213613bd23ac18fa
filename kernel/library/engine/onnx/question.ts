import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Axis } from "../../signature/axes.ts";
import { toTfjs, type Value } from "../fromLayers/Value.ts";
import { gradientGraph, withReferencePass } from "../gradient/index.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph, ValueInfo } from "../graph/graph.ts";
import { prune } from "../graph/prune.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import { convolutionPool, convolutionPoolApart, type TakenApart, together } from "../rewrite/index.ts";
import type { GradientOptions, LayerFact, PredictOptions } from "../runner.ts";
import { gradientRulesFor } from "./backwardRules.ts";
import { camGraph, type MapAxes, mapAxes } from "./camGraph.ts";
import type { LayerValue, RunnableGraph } from "./RunnableGraph.ts";

/** The graph input that weights the outputs whose gradient is taken: for a single one, one-hot rows. */
export const SEED = "glassbook/seed";

/** The outputs that hold a layer's activation and gradient, and what its axes are. */
export interface AskedLayer {
  readonly activation: string;
  readonly gradient?: string | undefined;
  readonly axes: readonly Axis[] | undefined;
}

/** A graph for one kind of question, and what its outputs are. */
export interface Question {
  readonly graph: Graph;
  readonly output: string;
  readonly input?: string | undefined;
  /** Of one row of the seed: of what `targets` count. */
  readonly seedShape: readonly number[];
  /** The graph input that takes the references' rows. */
  readonly references?: string | undefined;
  /** Whether the rows must be asked one by one. */
  readonly isOneByOne: boolean;
  readonly layers: ReadonlyMap<string, AskedLayer>;
  /** The output that holds the class activation map. */
  readonly cam?: { readonly name: string; readonly size: MapAxes["size"] } | undefined;
}

const info = (name: string, shape?: readonly number[]): ValueInfo => ({
  name,
  type: "float32",
  shape: shape && ["n", ...shape],
});

export type Asked = PredictOptions & Pick<GradientOptions, "neuronsOf" | "rules" | "onlyLayers" | "cam" | "sums">;

/** The layer whose neurons are explained. */
function neuronsIn(model: RunnableGraph, name: string): Value {
  const value = model.layers.get(name);
  if (value?.shape) return { ...value, shape: value.shape };
  throw new UnsupportedLayerError(say`the size of ${name} is known only after a run: name another layer`);
}

/** The part of the model that is asked for, by the way that is fastest to differentiate. */
function wayOf(
  needed: Graph,
  { rules }: Asked,
  keep: ReadonlySet<string>,
  listened: ReadonlySet<string>,
): { graph: Graph; apart: ReadonlyMap<string, TakenApart> } {
  const none = { graph: needed, apart: new Map<string, TakenApart>() };
  // A maximum below zero has another place before the ReLU than behind it, and deconvolution passes there too.
  if (rules?.kind === "deconvolution") return none;
  if (rules?.kind === "deepLift" || listened.size > 0) return convolutionPoolApart(needed, { keep, listened });
  return { ...none, graph: convolutionPool(needed, { keep }) };
}

/** Writes the graph that answers one kind of question, every value in tfjs's order. */
export function questionOf(
  model: RunnableGraph,
  asked: Asked,
  withGradients: boolean,
  facts: readonly LayerFact[],
): Question {
  const { layers: names = [], rules, neuronsOf, cam } = asked;
  const values = new Map(names.flatMap((name) => [[name, model.layers.get(name)] as const]).filter(isThere));
  const answer = model.outputs[asked.output];
  const explained = neuronsOf === undefined ? answer : neuronsIn(model, neuronsOf);
  const ends = [answer, explained].map(({ name }) => info(name));
  const mapped = cam && model.layers.get(cam.layer);
  const axes = cam && mapped && mapAxes(cam.layer, mapped, axesIn(facts, cam.layer));
  const raw = new Set([...values.values(), ...(mapped ? [mapped] : [])].map(({ name }) => name));
  const needed = prune(model.graph, unique([...ends, ...[...raw].map((name) => info(name))]));
  const keep = new Set([model.input.name, ...ends.map(({ name }) => name)]);
  const { graph: way, apart } = withGradients
    ? wayOf({ ...needed, outputs: unique(ends) }, asked, keep, raw)
    : { graph: needed, apart: new Map<string, TakenApart>() };

  const forward = new GraphBuilder(way);
  const output = toTfjs(forward, answer);
  const of = toTfjs(forward, explained);
  /** A layer's value, or its gradients, in tfjs's order. */
  const inOrder = (builder: GraphBuilder, value: LayerValue, nameOf: (part: string) => string) => {
    const { name, layout, shape } = value;
    const pieces = apart.get(name);
    if (pieces && shape) {
      const parts = pieces.parts.map(nameOf);
      return together(builder, { ...pieces, parts }, shape, { last: layout.kind === "channelsFirst" });
    }
    return shape ? toTfjs(builder, { name: nameOf(name), layout, shape }).name : nameOf(name);
  };
  const layers = new Map(
    [...values].map(([name, value]) => {
      const activation = inOrder(forward, value, (part) => part);
      return [name, { activation, axes: axesIn(facts, name) }] as const;
    }),
  );
  const rowOf = ({ shape, isFolded }: LayerValue) => (isFolded ? undefined : shape);
  const activations = [...values].map(([name, value]) => info(layers.get(name)?.activation ?? "", rowOf(value)));
  const outputs = unique([info(output.name, output.shape), info(of.name, of.shape), ...activations]);
  const pruned = prune(forward.build(model.graph.inputs, outputs));
  const isOneByOne = [...values.values()].some(({ isFolded }) => isFolded === true);
  if (!withGradients) return { graph: pruned, output: output.name, layers, seedShape: of.shape, isOneByOne };

  const listened = [...raw].flatMap((name) => apart.get(name)?.parts ?? [name]);
  const withRespectTo = [...new Set([...(asked.onlyLayers ? [] : [model.input.name]), ...listened])];
  const { graph: run, references } =
    rules?.kind === "deepLift" ? withReferencePass(pruned) : { graph: pruned, references: undefined };
  const { graph, gradients } = gradientGraph(run, {
    of: of.name,
    seed: SEED,
    withRespectTo,
    shapes: inferShapes(run, model.probed),
    rules: rules && gradientRulesFor(rules, run, maxPools(model.graph)),
    references,
  });
  const backward = new GraphBuilder(graph);
  const withGradient = new Map(
    [...values].map(([name, value]) => {
      const gradient = inOrder(backward, value, (part) => gradients.get(part) ?? "");
      return [name, { activation: layers.get(name)?.activation ?? "", gradient, axes: axesIn(facts, name) }] as const;
    }),
  );
  const input = gradients.get(model.input.name);
  const mapOf = (name: string) =>
    (apart.get(name)?.parts ?? [name]).map((part) => ({ activation: part, gradient: gradients.get(part) ?? "" }));
  const camName = cam && mapped && axes && camGraph(backward, cam, axes, mapOf(mapped.name), apart.get(mapped.name));
  const wanted = unique([
    ...outputs,
    ...(input === undefined ? [] : [info(input, model.input.shape)]),
    ...[...values].map(([name, value]) => info(withGradient.get(name)?.gradient ?? "", rowOf(value))),
    ...(camName === undefined ? [] : [info(camName)]),
  ]);
  return {
    graph: prune(backward.build(graph.inputs, wanted)),
    output: output.name,
    input,
    layers: withGradient,
    seedShape: of.shape,
    isOneByOne,
    references: references?.get(model.input.name),
    cam: camName === undefined || !axes ? undefined : { name: camName, size: axes.size },
  };
}

const axesIn = (facts: readonly LayerFact[], layer: string) => facts.find(({ name }) => name === layer)?.axes;

/** What max pools give: written as a maximum of places, a pool keeps its output's name. */
const maxPools = ({ nodes }: Graph): ReadonlySet<string> =>
  new Set(nodes.flatMap((node) => (node.op === "MaxPool" ? node.outputs.slice(0, 1) : [])));

const isThere = <K, V>(entry: readonly [K, V | undefined]): entry is readonly [K, V] => entry[1] !== undefined;

const unique = (values: readonly ValueInfo[]): ValueInfo[] => [
  ...new Map(values.map((value) => [value.name, value])).values(),
];
