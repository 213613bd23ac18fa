import type { Dimension } from "../graph.ts";
import { broadcast } from "./elementwise.ts";
import type { Known, Shape, ShapeContext, ShapeRule } from "./ShapeContext.ts";

/** The axes that windows slide over. */
const spatialOf = (shape: Shape) => shape.slice(2);

const each = (sizes: readonly number[] | undefined, count: number, otherwise: number): readonly number[] =>
  sizes ?? Array.from({ length: count }, () => otherwise);

/** Sizes after windows have slid over the input. */
function slid(node: ShapeContext, sizes: Shape, kernel: readonly number[]): Dimension[] {
  const strides = each(node.ints("strides"), kernel.length, 1);
  const dilations = each(node.ints("dilations"), kernel.length, 1);
  const pads = each(node.ints("pads"), 2 * kernel.length, 0);
  const auto = node.string("auto_pad", "NOTSET");
  return sizes.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    if (typeof size !== "number") return stride === 1 && auto.startsWith("SAME") ? size : undefined;
    if (auto.startsWith("SAME")) return Math.ceil(size / stride);
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    const padding = auto === "VALID" ? 0 : (pads[axis] ?? 0) + (pads[axis + kernel.length] ?? 0);
    const steps = (size + padding - reach) / stride;
    return (node.int("ceil_mode", 0) === 1 ? Math.ceil(steps) : Math.floor(steps)) + 1;
  });
}

const numbersOf = (shape: Shape | undefined): readonly number[] | undefined =>
  shape?.every((size) => typeof size === "number") ? (shape as readonly number[]) : undefined;

const convolution: ShapeRule = (node) => {
  const [x, w] = [node.shape(0), numbersOf(node.shape(1))];
  if (!x || !w) return [{ type: node.type(0), shape: x?.map((size, axis) => (axis === 0 ? size : undefined)) }];
  return [{ type: node.type(0), shape: [x[0], w[0], ...slid(node, spatialOf(x), w.slice(2))] }];
};

const transposedConvolution: ShapeRule = (node) => {
  const [x, w] = [node.shape(0), numbersOf(node.shape(1))];
  if (!x || !w) return [undefined];
  const kernel = w.slice(2);
  const strides = each(node.ints("strides"), kernel.length, 1);
  const dilations = each(node.ints("dilations"), kernel.length, 1);
  const pads = each(node.ints("pads"), 2 * kernel.length, 0);
  const extra = each(node.ints("output_padding"), kernel.length, 0);
  const given = node.ints("output_shape");
  const auto = node.string("auto_pad", "NOTSET");
  const sizes = spatialOf(x).map((size, axis) => {
    if (given) return given[axis];
    if (typeof size !== "number") return undefined;
    if (auto.startsWith("SAME")) return size * (strides[axis] ?? 1);
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    const padding = (pads[axis] ?? 0) + (pads[axis + kernel.length] ?? 0);
    return (strides[axis] ?? 1) * (size - 1) + (extra[axis] ?? 0) + reach - padding;
  });
  return [{ type: node.type(0), shape: [x[0], (w[1] ?? 1) * node.int("group", 1), ...sizes] }];
};

const pool: ShapeRule = (node) => {
  const x = node.shape(0);
  const shape = x && [...x.slice(0, 2), ...slid(node, spatialOf(x), node.ints("kernel_shape") ?? [])];
  return [
    { type: node.type(0), shape },
    { type: "int64", shape },
  ];
};

const globalPool: ShapeRule = (node) => [
  { type: node.type(0), shape: node.shape(0)?.map((size, axis) => (axis < 2 ? size : 1)) },
];

const gemm: ShapeRule = (node) => {
  const [a, b] = [node.shape(0), node.shape(1)];
  if (!a || !b) return [undefined];
  return [{ type: node.type(0), shape: [a[node.int("transA", 0) ? 1 : 0], b[node.int("transB", 0) ? 0 : 1]] }];
};

const matMul: ShapeRule = (node) => {
  const [a, b] = [node.shape(0), node.shape(1)];
  if (!a || !b || a.length === 0 || b.length === 0) return [undefined];
  const batch = broadcast([a.slice(0, -2), b.slice(0, -2)]) ?? [];
  const [rows, columns] = [a.length > 1 ? [a.at(-2)] : [], b.length > 1 ? [b.at(-1)] : []];
  return [{ type: node.type(0), shape: [...batch, ...rows, ...columns] }];
};

/** Normalizations and the like: the first output is as the first input. */
const first: ShapeRule = (node) => [{ type: node.type(0), shape: node.shape(0) }];

const layerNormalization: ShapeRule = (node) => {
  const x = node.shape(0);
  const axis = node.int("axis", -1);
  const reduced = x?.map((size, i) => (i < (axis < 0 ? axis + x.length : axis) ? size : 1));
  const statistics: Known = { type: "float32", shape: reduced };
  return [...first(node), statistics, statistics];
};

const reduce: ShapeRule = (node) => {
  const x = node.shape(0);
  const isGiven = node.node.attributes.axes !== undefined || (node.node.inputs[1] ?? "") !== "";
  const axes = x && (isGiven ? node.axes(1, x.length) : node.int("noop_with_empty_axes", 0) ? [] : x.map((_, i) => i));
  if (!x || !axes) return [{ type: node.type(0), shape: undefined }];
  const keeps = node.int("keepdims", 1) === 1;
  const shape = x.flatMap((size, axis) => (axes.includes(axis) ? (keeps ? [1] : []) : [size]));
  return [{ type: node.type(0), shape }];
};

const argument: ShapeRule = (node) => {
  const x = node.shape(0);
  const option = node.int("axis", 0);
  const at = x && (option < 0 ? option + x.length : option);
  const keeps = node.int("keepdims", 1) === 1;
  return [{ type: "int64", shape: x?.flatMap((size, axis) => (axis === at ? (keeps ? [1] : []) : [size])) }];
};

/** LSTM, GRU and RNN: X [time, batch, input], W [directions, gates × hidden, input]. */
const recurrent: ShapeRule = (node) => {
  const [x, w] = [node.shape(0), node.shape(1)];
  if (!x || !w) return [undefined];
  const [directions, hidden] = [w[0], node.int("hidden_size", 1)];
  const [steps, batch] = node.int("layout", 0) === 0 ? [x[0], x[1]] : [x[1], x[0]];
  const all = node.int("layout", 0) === 0 ? [steps, directions, batch, hidden] : [batch, steps, directions, hidden];
  const last: Known = { type: node.type(0), shape: [directions, batch, hidden] };
  return [{ type: node.type(0), shape: all }, last, last];
};

const byName = (names: string, rule: ShapeRule) => names.split(" ").map((name) => [name, rule] as const);

/** Operators that networks are made of. */
export const networks: Readonly<Record<string, ShapeRule>> = Object.fromEntries([
  ["Conv", convolution],
  ["ConvTranspose", transposedConvolution],
  ...byName("MaxPool AveragePool LpPool", pool),
  ...byName("GlobalAveragePool GlobalMaxPool GlobalLpPool", globalPool),
  ["Gemm", gemm],
  ["MatMul", matMul],
  ...byName(
    "BatchNormalization InstanceNormalization GroupNormalization LRN LpNormalization MeanVarianceNormalization " +
      "SimplifiedLayerNormalization",
    first,
  ),
  ["LayerNormalization", layerNormalization],
  ...byName(
    "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare",
    reduce,
  ),
  ...byName("ArgMax ArgMin", argument),
  ...byName("LSTM GRU RNN", recurrent),
]);
