import type { InputDtype, InputSpec } from "../../signature/Signature.ts";
import { stepsBefore } from "../../signature/stepsBefore.ts";
import { unknownInput } from "../../signature/unknown.ts";
import { isOfFirstAxis } from "../graph/foldConstants.ts";
import type { Graph, GraphNode, ValueInfo } from "../graph/graph.ts";
import { type ScaleStep, scaleOf, scaleStepOf } from "./graphScale.ts";

/** Operators behind which every axis is what it was before. */
const keeping = new Set(
  (
    "Identity Cast Add Sub Mul Div Clip Relu LeakyRelu Sigmoid Tanh Neg Abs Pow Sqrt Log Exp Pad Dropout BatchNormalization " +
    "QuantizeLinear DequantizeLinear"
  ).split(" "),
);

const windows = new Set(["Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "MaxPool", "AveragePool"]);
const recurrent = new Set(["LSTM", "GRU", "RNN"]);

/** An inner value, and which axis of the input each of its own axes is (0: the batch). */
interface Followed {
  readonly value: string;
  readonly axes: readonly number[];
  /** The arithmetic on the way so far; none behind an operator of another kind, which begins the network. */
  readonly steps: readonly ScaleStep[];
  readonly isStart: boolean;
}

/** Operators that keep numbers as they are. */
const passing = new Set(["Identity", "Cast", "Transpose", "Reshape", "Dropout"]);

/** What an input of a graph is, by the first operators that it reaches. */
export function graphInput(graph: Graph, { name, type, shape }: ValueInfo): InputSpec {
  const row = (shape ?? []).slice(1).map((size) => (typeof size === "number" ? size : null));
  const unknown = unknownInput(name, row, dtypeOf(type));
  if (!shape || shape.length < 2) return unknown;
  const waiting: Followed[] = [{ value: name, axes: shape.map((_, axis) => axis), steps: [], isStart: true }];
  const seen = new Set<string>();
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (seen.has(next.value)) continue;
    seen.add(next.value);
    for (const node of graph.nodes) {
      const place = node.inputs.indexOf(next.value);
      if (place < 0) continue;
      const found = specBy(graph, node, place, next.axes, unknown);
      if (found) return withSteps(found, next);
      const [value] = node.outputs;
      const axes = axesBehind(graph, node, next.axes);
      const step = next.isStart ? scaleStepOf(graph, node, place, next.axes) : undefined;
      const isStart = next.isStart && (step !== undefined || passing.has(node.op));
      if (value && axes) waiting.push({ value, axes, steps: step ? [...next.steps, step] : next.steps, isStart });
    }
  }
  return unknown;
}

/** An image with what the model itself does first says of it: bytes, or numbers from 0 to 1. */
function withSteps(spec: InputSpec, { steps }: Followed): InputSpec {
  if (spec.kind !== "image" || (spec.channels !== 1 && spec.channels !== 3)) return spec;
  const scale = scaleOf(steps, spec.layout === "channelsFirst" ? 1 : 3, spec.channels);
  const preprocess = spec.dtype === "uint8" ? [] : scale && stepsBefore(scale);
  return preprocess ? { ...spec, preprocess } : spec;
}

/** Which axis each one is behind an operator; undefined where that is no longer known. */
function axesBehind(graph: Graph, node: GraphNode, axes: readonly number[]): readonly number[] | undefined {
  if (node.domain !== "") return undefined;
  const { perm } = node.attributes;
  if (node.op === "Transpose") {
    const order = perm?.kind === "ints" ? perm.value : axes.map((_, i) => axes.length - 1 - i);
    return order.flatMap((axis) => axes[axis] ?? []);
  }
  if (keeping.has(node.op)) return axes;
  // A batch of one that is taken away and comes back: of a model that takes one example.
  if (node.op === "Squeeze" && isOfFirstAxis(graph, node) && axes[0] === 0) return axes.slice(1);
  if (node.op === "Unsqueeze" && isOfFirstAxis(graph, node) && !axes.includes(0)) return [0, ...axes];
  return node.op === "Reshape" ? movedChannel(graph, node, axes) : undefined;
}

/** One channel moved to the front: as numbers lie, that is a reshape, and exporters write it as one. */
function movedChannel(graph: Graph, node: GraphNode, axes: readonly number[]): readonly number[] | undefined {
  const from = graph.inputs.find(({ name }) => name === node.inputs[0])?.shape?.slice(1);
  const target = graph.constants.get(node.inputs[1] ?? "");
  if (!from || target?.type !== "int64" || from.at(-1) !== 1) return undefined;
  const to = Array.from(target.data as BigInt64Array, Number).slice(1);
  const inOrder = axes.every((axis, i) => axis === i);
  if (!inOrder || to.join() !== [1, ...from.slice(0, -1)].join()) return undefined;
  return [0, axes.length - 1, ...axes.slice(1, -1)];
}

/** What an operator says of the input that it takes at `place`. */
function specBy(
  graph: Graph,
  node: GraphNode,
  place: number,
  axes: readonly number[],
  { name, dtype, shape }: InputSpec,
): InputSpec | undefined {
  const size = (axis: number | undefined) => (axis === undefined ? null : (shape[axis - 1] ?? null));
  if (node.domain !== "") return undefined;
  if (node.op === "Gather" && place === 1) return tokensBy(graph, node, { name, dtype, shape });
  if (place !== 0) return undefined;
  if (recurrent.has(node.op) && shape.length === 2) {
    const { layout } = node.attributes;
    const batchFirst = layout?.kind === "int" && layout.value === 1;
    const [batch, steps] = batchFirst ? axes : [axes[1], axes[0]];
    const features = size(axes[2]);
    if (batch !== 0 || features === null) return undefined;
    const featuresFirst = steps === 2 ? ({ layout: "featuresFirst" } as const) : {};
    return { kind: "series", name, dtype, shape, steps: size(steps), features, ...featuresFirst };
  }
  if (!windows.has(node.op) || axes[0] !== 0) return undefined;
  const [, channel, ...places] = axes;
  const channels = size(channel);
  const isLast = channel === axes.length - 1;
  const inOrder = places.every((axis, i) => axis === (isLast ? i + 1 : i + 2));
  if (channels === null || !inOrder || (!isLast && channel !== 1)) return undefined;
  const layout = isLast ? "channelsLast" : "channelsFirst";
  const [first, second, third] = places.map(size);
  switch (places.length) {
    case 1: {
      const featuresFirst = isLast ? {} : ({ layout: "featuresFirst" } as const);
      return { kind: "series", name, dtype, shape, steps: first ?? null, features: channels, ...featuresFirst };
    }
    case 2:
      return { kind: "image", name, dtype, shape, layout, height: first ?? null, width: second ?? null, channels };
    case 3:
      return {
        kind: "volume",
        name,
        dtype,
        shape,
        layout,
        depth: first ?? null,
        height: second ?? null,
        width: third ?? null,
        channels,
      };
    default:
      return undefined;
  }
}

/** Whole numbers that choose rows of a constant table. */
function tokensBy(
  graph: Graph,
  node: GraphNode,
  { name, dtype, shape }: Pick<InputSpec, "name" | "dtype" | "shape">,
): InputSpec | undefined {
  const { axis } = node.attributes;
  const table = graph.constants.get(node.inputs[0] ?? "");
  if (table?.shape.length !== 2 || shape.length !== 1) return undefined;
  if (axis?.kind === "int" && axis.value !== 0) return undefined;
  return { kind: "tokens", name, dtype, shape, length: shape[0] ?? null, size: table.shape[0] ?? 0 };
}

const dtypes = new Set<string>(["float32", "float16", "float64", "int32", "int64", "uint8", "int8", "bool", "string"]);

/** Types that no spec names are told as the whole numbers that they are. */
const dtypeOf = (type: string): InputDtype => (dtypes.has(type) ? (type as InputDtype) : "int64");
