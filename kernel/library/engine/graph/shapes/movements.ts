import type { Dimension } from "../graph.ts";
import { broadcast } from "./elementwise.ts";
import { elements, isNumbers, type Shape, type ShapeContext, type ShapeRule } from "./ShapeContext.ts";

const positive = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

/** Sizes that stand in both shapes cancel, so that one -1 or one name can be worked out. */
function completed(from: Shape, target: readonly Dimension[]): Dimension[] {
  const at = target.indexOf(-1);
  if (at < 0) return [...target];
  const rest = [...from];
  const others = target.filter((_, i) => i !== at);
  const unmatched = others.filter((size) => {
    const found = typeof size === "string" ? rest.indexOf(size) : -1;
    if (found >= 0) rest.splice(found, 1);
    return found < 0;
  });
  const below = elements(unmatched);
  const names = rest.filter((size) => typeof size !== "number");
  const above = elements(rest.filter((size) => typeof size === "number"));
  let missing: Dimension;
  if (below && above && names.length === 0) missing = above / below;
  else if (below && above === below && names.length === 1) missing = names[0];
  return target.map((size, i) => (i === at ? missing : size));
}

const reshape: ShapeRule = (node) => {
  const [from, wanted] = [node.shape(0), node.contents(1)];
  const type = node.type(0);
  if (!wanted) {
    const rank = node.shape(1)?.[0];
    return [{ type, shape: typeof rank === "number" ? Array.from({ length: rank }, () => undefined) : undefined }];
  }
  const target = wanted.map((size, axis) => (size === 0 && node.int("allowzero", 0) === 0 ? from?.[axis] : size));
  if (from) return [{ type, shape: completed(from, target), contents: node.contents(0) }];
  return [{ type, shape: target.map((size) => (size === -1 ? undefined : size)) }];
};

const flatten: ShapeRule = (node) => {
  const x = node.shape(0);
  const axis = x && positive(node.int("axis", 1), x.length);
  const product = (part: Shape): Dimension => (part.length === 1 ? part[0] : elements(part));
  return [{ type: node.type(0), shape: x && [product(x.slice(0, axis)), product(x.slice(axis))] }];
};

const transpose: ShapeRule = (node) => {
  const x = node.shape(0);
  const perm = node.ints("perm") ?? x?.map((_, i) => x.length - 1 - i);
  return [{ type: node.type(0), shape: x && perm?.map((axis) => x[axis]) }];
};

const squeeze: ShapeRule = (node) => {
  const x = node.shape(0);
  const isGiven = node.node.attributes.axes !== undefined || (node.node.inputs[1] ?? "") !== "";
  const axes =
    x && (isGiven ? node.axes(1, x.length) : isNumbers(x) ? x.flatMap((s, i) => (s === 1 ? [i] : [])) : undefined);
  const shape = axes && x?.filter((_, axis) => !axes.includes(axis));
  return [{ type: node.type(0), shape, contents: node.contents(0) }];
};

const unsqueeze: ShapeRule = (node) => {
  const x = node.shape(0);
  const count = (node.ints("axes") ?? node.numbers(1))?.length ?? 0;
  const axes = x && node.axes(1, x.length + count);
  if (!x || !axes) return [{ type: node.type(0), shape: undefined }];
  const rest = [...x];
  const shape = Array.from({ length: x.length + count }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()));
  return [{ type: node.type(0), shape, contents: node.contents(0) }];
};

const concat: ShapeRule = (node) => {
  const shapes = node.node.inputs.map((_, i) => node.shape(i));
  const contents = node.node.inputs.map((_, i) => node.contents(i));
  const [first] = shapes;
  const type = node.type(0);
  if (!first || shapes.some((shape) => shape?.length !== first.length)) return [{ type, shape: undefined }];
  const at = positive(node.int("axis", 0), first.length);
  const shape = first.map((size, axis) => {
    const sizes: Shape = shapes.map((each) => each?.[axis]);
    if (axis !== at) return sizes.find((each) => typeof each === "number") ?? size;
    return isNumbers(sizes) ? sizes.reduce((sum, each) => sum + each, 0) : undefined;
  });
  const isKnown = contents.every((each) => each !== undefined);
  return [{ type, shape, contents: isKnown ? contents.flatMap((each) => each ?? []) : undefined }];
};

const split: ShapeRule = (node) => {
  const x = node.shape(0);
  const count = node.node.outputs.length;
  const at = x && positive(node.int("axis", 0), x.length);
  const total = at === undefined ? undefined : x?.[at];
  const even = typeof total === "number" ? Math.ceil(total / count) : undefined;
  const sizes = node.ints("split") ?? node.numbers(1);
  return node.node.outputs.map((_, i) => {
    const evenSize = even !== undefined && typeof total === "number" ? Math.min(even, total - i * even) : undefined;
    const size = sizes ? sizes[i] : evenSize;
    return { type: node.type(0), shape: x?.map((each, axis) => (axis === at ? size : each)) };
  });
};

const slice: ShapeRule = (node) => {
  const x = node.shape(0);
  const [starts, ends, steps] = [node.numbers(1), node.numbers(2), node.numbers(4)];
  const type = node.type(0);
  if (!x) return [{ type, shape: undefined }];
  const axes = (node.node.inputs[3] ?? "") === "" ? starts?.map((_, i) => i) : node.axes(3, x.length);
  if (!starts || !ends || !axes) return [{ type, shape: x.map(() => undefined) }];
  const ranges = axes.map((axis, i) => ({ axis, start: starts[i] ?? 0, end: ends[i] ?? 0, step: steps?.[i] ?? 1 }));
  const shape = x.map((size, axis) => {
    const range = ranges.find((each) => each.axis === axis);
    return range ? sliced(size, range.start, range.end, range.step) : size;
  });
  const [only] = ranges;
  const contents = node.contents(0);
  const part = contents && only?.step === 1 ? contents.slice(only.start, only.end) : undefined;
  return [{ type, shape, contents: part }];
};

function sliced(size: Dimension, start: number, end: number, step: number): Dimension {
  if (typeof size !== "number") return start === 0 && end > 2 ** 30 && step === 1 ? size : undefined;
  const clamp = (at: number, low: number, high: number) => Math.min(Math.max(at < 0 ? at + size : at, low), high);
  const [from, to] =
    step > 0 ? [clamp(start, 0, size), clamp(end, 0, size)] : [clamp(start, 0, size - 1), clamp(end, -1, size - 1)];
  return Math.max(0, Math.ceil((to - from) / step));
}

const gather: ShapeRule = (node) => {
  const [x, indices] = [node.shape(0), node.shape(1)];
  const type = node.type(0);
  if (!x || !indices) return [{ type, shape: undefined }];
  const axis = positive(node.int("axis", 0), x.length);
  const [contents, at] = [node.contents(0), node.numbers(1)];
  const picked = contents && at?.map((i) => contents[i < 0 ? i + contents.length : i]);
  return [{ type, shape: [...x.slice(0, axis), ...indices, ...x.slice(axis + 1)], contents: picked }];
};

const expand: ShapeRule = (node) => {
  const wanted = node.contents(1);
  return [{ type: node.type(0), shape: wanted && broadcast([node.shape(0), wanted]) }];
};

const tile: ShapeRule = (node) => {
  const repeats = node.numbers(1);
  const times = (size: Dimension, count: number | undefined): Dimension =>
    count === 1 ? size : typeof size === "number" && count !== undefined ? size * count : undefined;
  return [{ type: node.type(0), shape: node.shape(0)?.map((size, axis) => times(size, repeats?.[axis])) }];
};

const pad: ShapeRule = (node) => {
  const x = node.shape(0);
  const pads = node.numbers(1) ?? node.ints("pads");
  const axes = x && (node.numbers(3)?.map((axis) => positive(axis, x.length)) ?? x.map((_, i) => i));
  const shape = x?.map((size, axis) => {
    const at = axes?.indexOf(axis) ?? -1;
    if (at < 0) return size;
    const added = pads && (pads[at] ?? 0) + (pads[at + pads.length / 2] ?? 0);
    if (added === 0) return size;
    return typeof size === "number" && added !== undefined ? size + added : undefined;
  });
  return [{ type: node.type(0), shape }];
};

const resize: ShapeRule = (node) => {
  const x = node.shape(0);
  const sizes = node.contents(3);
  const scales = node.constant(2)?.data as ArrayLike<number> | undefined;
  const scaled = x?.map((size, axis) => {
    const scale = scales?.[axis];
    if (scale === 1) return size;
    return typeof size === "number" && scale !== undefined ? Math.floor(size * scale) : undefined;
  });
  return [{ type: node.type(0), shape: sizes ?? (scales && scales.length > 0 ? scaled : x?.map(() => undefined)) }];
};

const shapeOf: ShapeRule = (node) => {
  const x = node.shape(0);
  const part = x?.slice(node.int("start", 0), node.int("end", x.length));
  return [{ type: "int64", shape: [part?.length], contents: part }];
};

const constantOfShape: ShapeRule = (node) => {
  const { value } = node.node.attributes;
  const type = value?.kind === "tensor" ? value.value.type : "float32";
  return [{ type, shape: node.contents(0)?.map((size) => size) }];
};

const spaceAndDepth =
  (sign: 1 | -1): ShapeRule =>
  (node: ShapeContext) => {
    const block = node.int("blocksize", 1) ** sign;
    const [n, c, h, w] = node.shape(0) ?? [];
    const times = (size: Dimension, factor: number): Dimension =>
      typeof size === "number" ? size * factor : undefined;
    const shape = node.shape(0) && [n, times(c, 1 / (block * block)), times(h, block), times(w, block)];
    return [{ type: node.type(0), shape }];
  };

/** Operators that move elements or look at shapes. */
export const movements: Readonly<Record<string, ShapeRule>> = {
  Reshape: reshape,
  Flatten: flatten,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  Expand: expand,
  Tile: tile,
  Pad: pad,
  Resize: resize,
  Shape: shapeOf,
  ConstantOfShape: constantOfShape,
  DepthToSpace: spaceAndDepth(1),
  SpaceToDepth: spaceAndDepth(-1),
  GatherElements: (node) => [{ type: node.type(0), shape: node.shape(1) }],
  ScatterElements: (node) => [{ type: node.type(0), shape: node.shape(0) }],
  ScatterND: (node) => [{ type: node.type(0), shape: node.shape(0) }],
};
