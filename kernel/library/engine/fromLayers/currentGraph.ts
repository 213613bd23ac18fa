import type * as tf from "@tensorflow/tfjs";
import { theOutput } from "../../signature/theOutput.ts";
import { fromCompiledLayers, type RunnableGraph } from "../onnx/RunnableGraph.ts";
import { presentGraph } from "../present/presentGraph.ts";
import { sessions } from "../session/sessions.ts";
import { layersSignature } from "../signature/ofModel.ts";
import { compileLayers } from "./compileLayers.ts";
import type { LayerVariable } from "./weights.ts";

interface Compiled {
  /** The model's weights, which tfjs gathers from all layers anew whenever it is asked. */
  readonly variables: readonly LayerVariable[];
  readonly layers: number;
  /** What holds each weight's values: another object after every change of a variable. */
  readonly version: readonly object[];
  /** The input's shape, and what the output is. */
  readonly asked: string;
  readonly graph: Promise<RunnableGraph>;
}

const compiled = new WeakMap<tf.LayersModel, Compiled>();

/** A model that nobody holds any more needs no warm sessions. */
const gone = new FinalizationRegistry<Promise<RunnableGraph>>((graph) => drop(graph));

const drop = (graph: Promise<RunnableGraph>) => void graph.then((old) => sessions.dropAll(old)).catch(() => {});

/**
 * The model compiled with the weights that it has now, as explainers ask it: the same object until a weight changes
 * (training, `setWeights`) or its description.
 *
 * @throws UnsupportedLayerError for a model that does not compile.
 */
export function currentGraph(model: tf.LayersModel, inputShape?: readonly number[]): Promise<RunnableGraph> {
  const output = theOutput(layersSignature(model));
  const asked = JSON.stringify([inputShape, output.kind, "from" in output && output.from]);
  const known = compiled.get(model);
  if (known?.asked === asked && known.layers === model.layers.length && isUnchanged(known)) return known.graph;
  const variables = model.weights;
  const version = variables.map(holderOf);
  const graph = compileLayers(model, inputShape).then((layers) => presentGraph(fromCompiledLayers(layers), output));
  compiled.set(model, { variables, layers: model.layers.length, version, asked, graph });
  if (known) {
    gone.unregister(model);
    drop(known.graph);
  }
  gone.register(model, graph, model);
  return graph;
}

const holderOf = (variable: LayerVariable): object => variable.read().dataId;

const isUnchanged = ({ variables, version }: Compiled): boolean =>
  variables.every((variable, i) => holderOf(variable) === version[i]);
