import type * as tf from "@tensorflow/tfjs";
import { layersFacts } from "../axes/layersFacts.ts";
import { fromCompiledLayers, type RunnableGraph } from "../onnx/RunnableGraph.ts";
import type { GivenShape } from "../ports.ts";
import { presentGraph } from "../present/presentGraph.ts";
import { sessions } from "../session/sessions.ts";
import { layersSignature } from "../signature/ofModel.ts";
import { type CompiledLayers, compileLayers } from "./compileLayers.ts";
import type { LayerVariable } from "./weights.ts";

interface Compiled {
  /** The model's weights, which tfjs gathers from all layers anew whenever it is asked. */
  readonly variables: readonly LayerVariable[];
  readonly layers: number;
  /** What holds each weight's values: another object after every change of a variable. */
  readonly version: readonly object[];
  readonly shape: string;
  readonly layersGraph: Promise<CompiledLayers>;
  /** By the output that is answered, and what it is. */
  readonly graphs: Map<string, Promise<RunnableGraph>>;
}

type Graphs = Compiled["graphs"];

const compiled = new WeakMap<tf.LayersModel, Compiled>();

/** A model that nobody holds any more needs no warm sessions. */
const gone = new FinalizationRegistry<Graphs>((graphs) => drop(graphs));

function drop(graphs: Graphs): void {
  for (const graph of graphs.values()) graph.then((old) => sessions.dropAll(old)).catch(() => {});
}

/**
 * The model compiled with the weights that it has now, as explainers ask it: the same object until a weight changes
 * (training, `setWeights`) or its description.
 *
 * @param inputShape of one example, where the model leaves sizes open; of several inputs one each.
 * @param output which of the model's outputs is answered.
 * @throws UnsupportedLayerError for a model that does not compile.
 */
export function currentGraph(model: tf.LayersModel, inputShape?: GivenShape, output = 0): Promise<RunnableGraph> {
  const { layersGraph, graphs } = compiledNow(model, inputShape);
  const spec = layersSignature(model).outputs[output];
  const key = JSON.stringify([output, spec?.kind, "from" in spec && spec.from]);
  const known = graphs.get(key);
  if (known) return known;
  const graph = layersGraph.then((whole) => {
    const names = model.inputs.map(({ sourceLayer }) => sourceLayer.name);
    const graph = { ...fromCompiledLayers(whole, output, names), facts: layersFacts(model, output) };
    return presentGraph(graph, spec);
  });
  graphs.set(key, graph);
  return graph;
}

function compiledNow(model: tf.LayersModel, inputShape: GivenShape | undefined): Compiled {
  const shape = JSON.stringify(inputShape ?? null);
  const known = compiled.get(model);
  if (known?.shape === shape && known.layers === model.layers.length && isUnchanged(known)) return known;
  const variables = model.weights;
  const version = variables.map(holderOf);
  const layersGraph = compileLayers(model, inputShape);
  const fresh: Compiled = { variables, layers: model.layers.length, version, shape, layersGraph, graphs: new Map() };
  compiled.set(model, fresh);
  if (known) {
    gone.unregister(model);
    drop(known.graphs);
  }
  gone.register(model, fresh.graphs, model);
  return fresh;
}

const holderOf = (variable: LayerVariable): object => variable.read().dataId;

const isUnchanged = ({ variables, version }: Compiled): boolean =>
  variables.every((variable, i) => holderOf(variable) === version[i]);
