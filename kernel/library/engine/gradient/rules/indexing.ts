import { say } from "../../../ground/say.ts";
import { int, ints, string } from "../../graph/constants.ts";
import { intOf, stringOf } from "../attributes.ts";
import { reshapeLike } from "../broadcast.ts";
import type { GradientContext, GradientRule } from "../GradientRule.ts";
import { zerosLike } from "./zeros.ts";

/** The gradient goes to the places that the slice took; everything else gets 0. */
const slice: GradientRule = (c) => {
  const [x = "", ...where] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const margins = marginsOf(c);
  if (margins) return [c.add("Pad", [g, c.ints(margins)])];
  const flat = c.ints([-1]);
  const size = c.add("Size", [x]);
  const first = c.add("Sub", [size, size]);
  const step = c.add("Squeeze", [c.ints([1])]);
  const places = c.add("Reshape", [c.add("Range", [first, size, step]), c.add("Shape", [x])], { allowzero: int(1) });
  const taken = c.add("Reshape", [c.add("Slice", [places, ...where]), flat]);
  const zeros = c.add("Reshape", [zerosLike(c, x), flat]);
  const scattered = c.add("ScatterElements", [zeros, taken, c.add("Reshape", [g, flat])], { axis: int(0) });
  return [reshapeLike(c, scattered, x)];
};

/** The cells before and after a slice without steps, for Pad; undefined where they cannot be known before the run. */
function marginsOf(c: GradientContext): number[] | undefined {
  const [x = "", ...where] = c.node.inputs;
  const shape = c.shape(x);
  const [starts, ends, axes, steps] = where.map((name) => {
    const data = c.constant(name)?.data;
    return data && Array.from(data, Number);
  });
  if (!shape || !starts || !ends || (where[2] && !axes) || (where[3] && !steps?.every((step) => step === 1))) {
    return undefined;
  }
  const margins = new Array<number>(shape.length * 2).fill(0);
  for (const [index, start] of starts.entries()) {
    const given = axes?.[index] ?? index;
    const axis = given < 0 ? given + shape.length : given;
    const size = shape[axis];
    if (typeof size !== "number") return undefined;
    const place = (at: number) => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
    const end = place(ends[index] ?? size);
    if (end < place(start)) return undefined;
    margins[axis] = place(start);
    margins[axis + shape.length] = size - end;
  }
  return margins;
}

/** Padding with a constant: the padding cut off again (negative pads cut; cells that were cut before get 0). */
const pad: GradientRule = (c) => {
  if (stringOf(c.node, "mode", "constant") !== "constant") throw c.noGradient(say`padding by anything but a constant`);
  if (c.needs(2)) throw c.noGradient(say`with respect to the value it pads with`);
  const [, pads = "", , axes = ""] = c.node.inputs;
  const back = [c.outputGradients[0] ?? "", c.add("Neg", [pads])];
  return [c.add("Pad", axes === "" ? back : [...back, "", axes])];
};

const reduceAdd = { reduction: string("add") };

/** What was taken from one place several times adds up there. */
const gather: GradientRule = (c) => {
  const [x = "", indices = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const column = c.add("Unsqueeze", [indices, c.ints([-1])]);
  const places = c.type(indices) === "int64" ? column : c.add("Cast", [column], { to: int(INT64) });
  const axis = intOf(c.node, "axis", 0);
  if (axis === 0) return [c.add("ScatterND", [zerosLike(c, x), places, g], reduceAdd)];
  const rank = c.shape(x)?.length;
  const taken = c.shape(indices)?.length;
  if (rank === undefined || taken === undefined) throw c.noGradient(say`the rank of its inputs is not known`);
  const at = axis < 0 ? axis + rank : axis;
  // The gathered axes to the front, scattered there, and the axis back to its place.
  const axes = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  const forward = [...axes(at, at + taken), ...axes(0, at), ...axes(at + taken, rank - 1 + taken)];
  const turned = c.add("Transpose", [x], { perm: ints([at, ...axes(0, at), ...axes(at + 1, rank)]) });
  const moved = c.add("Transpose", [g], { perm: ints(forward) });
  const scattered = c.add("ScatterND", [zerosLike(c, turned, x), places, moved], reduceAdd);
  return [c.add("Transpose", [scattered], { perm: ints([...axes(1, at + 1), 0, ...axes(at + 1, rank)]) })];
};

/** ONNX's number for int64. */
const INT64 = 7;

const gatherElements: GradientRule = (c) => {
  const [x = "", indices = ""] = c.node.inputs;
  const axis = { axis: int(intOf(c.node, "axis", 0)) };
  return [c.add("ScatterElements", [zerosLike(c, x), indices, c.outputGradients[0] ?? ""], { ...axis, ...reduceAdd })];
};

const gatherNd: GradientRule = (c) => {
  if (intOf(c.node, "batch_dims", 0) !== 0) throw c.noGradient(say`GatherND with batch_dims`);
  const [x = "", indices = ""] = c.node.inputs;
  return [c.add("ScatterND", [zerosLike(c, x), indices, c.outputGradients[0] ?? ""], reduceAdd)];
};

const cumSum: GradientRule = (c) => [
  c.add("CumSum", [c.outputGradients[0] ?? "", c.node.inputs[1] ?? ""], {
    exclusive: int(intOf(c.node, "exclusive", 0)),
    reverse: int(1 - intOf(c.node, "reverse", 0)),
  }),
];

const blocks =
  (inverse: string): GradientRule =>
  (c: GradientContext) => {
    if (stringOf(c.node, "mode", "DCR") !== "DCR") throw c.noGradient(say`DepthToSpace in mode CRD`);
    return [c.add(inverse, [c.outputGradients[0] ?? ""], { blocksize: int(intOf(c.node, "blocksize", 1)) })];
  };

export const indexingRules: Readonly<Record<string, GradientRule>> = {
  Slice: slice,
  Pad: pad,
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherNd,
  CumSum: cumSum,
  DepthToSpace: blocks("SpaceToDepth"),
  SpaceToDepth: blocks("DepthToSpace"),
};
