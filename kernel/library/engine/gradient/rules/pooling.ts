import { say } from "../../../ground/say.ts";
import { int } from "../../graph/constants.ts";
import { GraphBuilder } from "../../graph/GraphBuilder.ts";
import type { Graph } from "../../graph/graph.ts";
import { intOf, intsOf } from "../attributes.ts";
import { reshapeLike, staticSizes } from "../broadcast.ts";
import type { GradientContext, GradientRule } from "../GradientRule.ts";
import { reachOf, spatialSizes, spread, type Windows, windowAttributes, windowsOf } from "./windows.ts";
import { zerosLike } from "./zeros.ts";

/**
 * Asks every max pool that `wanted` names for the places of its maxima too, which its gradient needs (the first place
 * in row-major order where several are equal: onnxruntime compares with `>`).
 */
export function withMaxPoolIndices(graph: Graph, wanted: ReadonlySet<string>): Graph {
  const names = new GraphBuilder(graph);
  const nodes = graph.nodes.map((node) => {
    const [output = "", indices = ""] = node.outputs;
    if (node.op !== "MaxPool" || !wanted.has(output) || indices !== "") return node;
    // The order in which indices count the places changes nothing else.
    const { storage_order: _, ...attributes } = node.attributes;
    return { ...node, attributes, outputs: [output, names.name(`${output}/indices`)] };
  });
  return { ...graph, nodes };
}

/** Scatters the gradient to the places of the maxima; where windows overlap, what falls on one place adds up. */
const maxPool: GradientRule = (c) => {
  const [x = ""] = c.node.inputs;
  const [, indices = ""] = c.node.outputs;
  const g = c.outputGradients[0] ?? "";
  const order = c.node.attributes.storage_order;
  if (order?.kind === "int" && order.value !== 0)
    throw c.noGradient(say`its indices count the places column by column`);
  const flat = c.ints([-1]);
  const zeros = c.add("Reshape", [zerosLike(c, x), flat]);
  const places = c.add("Reshape", [indices, flat]);
  const scattered = c.add("ScatterElements", [zeros, places, c.add("Reshape", [g, flat])], {
    axis: int(0),
    reduction: { kind: "string", value: "add" },
  });
  return [reshapeLike(c, scattered, x)];
};

/** Each output's gradient, divided by the number of cells it is the mean of, spread over its window. */
const averagePool: GradientRule = (c) => {
  const [x = ""] = c.node.inputs;
  const kernel = intsOf(c.node, "kernel_shape") ?? [];
  const spatial = c.shape(x)?.slice(2);
  const windows = withCeil(c, windowsOf(c, kernel, spatial));
  const cells = kernel.reduce((product, size) => product * size, 1);
  const ones = c.add("Expand", [c.scalar(1, x), c.ints([1, 1, ...kernel])]);
  const padded = windows.pads.some((pad) => pad > 0);
  const g = c.outputGradients[0] ?? "";
  const share =
    padded && intOf(c.node, "count_include_pad", 0) === 0
      ? c.add("Div", [g, counts(c, x, ones, windows)])
      : c.add("Mul", [g, c.scalar(1 / cells, x)]);
  // One channel at a time: batch and channels together as the batch.
  const shape = (value: string) =>
    c.add("Concat", [c.ints([-1, 1]), spatialSizes(c, value, windows)], { axis: int(0) });
  const single = c.add("Reshape", [share, shape(g)]);
  return [reshapeLike(c, spread(c, single, ones, x, windows), x)];
};

/** Cells of the input in each window, padding not counted. */
function counts(c: GradientContext, x: string, ones: string, windows: Windows): string {
  const shape = c.add("Concat", [c.ints([1, 1]), spatialSizes(c, x, windows)], { axis: int(0) });
  return c.add("Conv", [c.add("Expand", [c.scalar(1, x), shape]), ones], windowAttributes(windows, 1));
}

/** With `ceil_mode` the last window may reach over the end: padding there, by as much as it takes. */
function withCeil(c: GradientContext, windows: Windows): Windows {
  if (intOf(c.node, "ceil_mode", 0) === 0) return windows;
  const rank = windows.kernel.length;
  const from = staticSizes(c.shape(c.node.inputs[0] ?? "")?.slice(2));
  const to = staticSizes(c.shape(c.node.outputs[0] ?? "")?.slice(2));
  if (!from || !to) throw c.noGradient(say`with ceil_mode its sizes must be known before the run`);
  if (intOf(c.node, "count_include_pad", 0) === 1) throw c.noGradient(say`ceil_mode together with count_include_pad`);
  const ends = to.map((size, axis) => {
    const covered = (size - 1) * (windows.strides[axis] ?? 1) + reachOf(windows, axis);
    return Math.max(covered - (from[axis] ?? 0) - (windows.pads[axis] ?? 0), windows.pads[axis + rank] ?? 0);
  });
  return { ...windows, pads: [...windows.pads.slice(0, rank), ...ends] };
}

const globalAveragePool: GradientRule = (c) => {
  const [x = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const count = (value: string) => c.add("CastLike", [c.add("Size", [value]), x]);
  const cells = c.add("Div", [count(x), count(g)]);
  return [c.add("Expand", [c.add("Div", [g, cells]), c.add("Shape", [x])])];
};

const globalMaxPool: GradientRule = (c) => {
  const [x = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const rows = c.ints([0, 0, -1]);
  const flat = c.add("Reshape", [x, rows]);
  const places = c.add("ArgMax", [flat], { axis: int(2), keepdims: int(1), select_last_index: int(0) });
  const scattered = c.add("ScatterElements", [zerosLike(c, flat, x), places, c.add("Reshape", [g, rows])], {
    axis: int(2),
  });
  return [reshapeLike(c, scattered, x)];
};

export const poolingRules: Readonly<Record<string, GradientRule>> = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
};
