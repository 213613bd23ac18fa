import type { Axis } from "../../signature/axes.ts";
import { classActivation, featureMapsOf, type MapArithmetic, type MapPart } from "../classActivation.ts";
import { product } from "../fromLayers/Value.ts";
import { float32, int, int64, ints } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";
import { type TakenApart, together } from "../rewrite/index.ts";
import type { CamQuestion } from "../runner.ts";
import type { LayerValue } from "./RunnableGraph.ts";

/** How a layer's maps lie in the graph: the lengths and axes of places, and that of channels (the batch is axis 0). */
export interface MapAxes {
  readonly size: readonly number[];
  readonly places: readonly number[];
  readonly channels: number;
}

/**
 * @param axes of the layer, in tfjs's order.
 * @throws UnsupportedLayerError for a layer that gives no feature maps, or of which that is not known.
 */
export function mapAxes(layer: string, { shape = [], layout }: LayerValue, axes: readonly Axis[] | undefined): MapAxes {
  const { places, channel, size } = featureMapsOf(layer, shape, axes);
  const isMoved = layout.kind === "channelsFirst";
  const inGraph = (axis: number) => 1 + (isMoved ? (axis + 1) % shape.length : axis);
  return { size, places: places.map(inGraph), channels: inGraph(channel) };
}

/** Adds the map of one layer to a graph that has its gradient; gives the name, `[n, ...size]` row-major. */
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
  const maps = classActivation(kind, parts, product(size), arithmetic);
  if (apart) return together(builder, { ...apart, parts: maps }, [1, ...size], { last: false });
  const isInOrder = places.every((axis, i) => i === 0 || axis > (places[i - 1] ?? 0));
  if (isInOrder) return builder.add("Identity", [maps[0] ?? ""], {}, "cam/map");
  return builder.add("Transpose", [maps[0] ?? ""], { perm: ints([0, channels, ...places]) }, "cam/map");
}
