import { classActivation, type MapArithmetic, type MapPart, requireFeatureMaps } from "../classActivation.ts";
import { float32, int, int64 } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph } from "../graph/graph.ts";
import { type TakenApart, together } from "../rewrite/index.ts";
import type { CamQuestion } from "../runner.ts";
import type { LayerValue } from "./RunnableGraph.ts";

/** Operators whose output has its channels first, whatever the file's author calls them. */
const channelsFirst = new Set(["Conv", "MaxPool", "AveragePool", "BatchNormalization", "InstanceNormalization"]);
/** Operators that leave the axes of their first input as they are. */
const elementwise = new Set([
  "Relu",
  "LeakyRelu",
  "Clip",
  "Sigmoid",
  "Tanh",
  "Elu",
  "HardSwish",
  "Add",
  "Mul",
  "Identity",
]);

/** Whether a value of an ONNX graph has its channels first, as far as the operators before it tell. */
function hasChannelsFirst(graph: Graph, name: string): boolean {
  const producer = graph.nodes.find(({ outputs }) => outputs.includes(name));
  if (!producer) return false;
  if (channelsFirst.has(producer.op)) return true;
  return elementwise.has(producer.op) && producer.inputs.some((input) => hasChannelsFirst(graph, input));
}

/** How a layer's maps lie: its sizes, and the axes of places and channels (the batch is axis 0). */
export interface MapAxes {
  readonly size: readonly [height: number, width: number];
  readonly places: readonly number[];
  readonly channels: number;
}

/** @throws UnsupportedLayerError for a layer that gives no feature maps. */
export function mapAxes(layer: string, { name, shape = [], layout }: LayerValue, graph: Graph): MapAxes {
  const first = layout.kind === "tfjs" && shape.length === 3 && hasChannelsFirst(graph, name);
  const [channels = 0, ...places] = shape;
  const [height, width] = requireFeatureMaps(layer, first ? [...places, channels] : shape);
  const inOrder = first || layout.kind === "channelsFirst";
  return { size: [height, width], ...(inOrder ? { places: [2, 3], channels: 1 } : { places: [1, 2], channels: 3 }) };
}

/** Adds the map of one layer to a graph that has its gradient; gives the name, `[n, height, width]` row-major. */
export function camGraph(
  builder: GraphBuilder,
  { kind }: CamQuestion,
  axes: MapAxes,
  parts: readonly MapPart<string>[],
  apart: TakenApart | undefined,
): string {
  const { size, places, channels } = axes;
  const sum = (over: readonly number[]) => (a: string) =>
    builder.add("ReduceSum", [a, builder.constant(int64(over), "axes")], { keepdims: int(1) }, "cam/sum");
  const of = (op: string) => (a: string, b: string) => builder.add(op, [a, b], {}, `cam/${op}`);
  const arithmetic: MapArithmetic<string> = {
    number: (value) => builder.constant(float32(value), "cam/number"),
    add: of("Add"),
    multiply: of("Mul"),
    divide: of("Div"),
    relu: (a) => builder.add("Relu", [a], {}, "cam/Relu"),
    overPlaces: sum(places),
    overChannels: sum([channels]),
  };
  const maps = classActivation(kind, parts, size[0] * size[1], arithmetic);
  if (apart) return together(builder, { ...apart, parts: maps }, [1, ...size], { last: false });
  return builder.add("Identity", [maps[0] ?? ""], {}, "cam/map");
}
