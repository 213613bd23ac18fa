import { int, ints } from "../graph/constants.ts";
import type { Dimension } from "../graph/graph.ts";
import type { GradientContext } from "./GradientRule.ts";

/**
 * The gradient of a value that was broadcast to the shape of `output`: `gradient` (of the output's shape) summed over
 * the axes along which `value` was repeated. Where the shapes are known, nothing is computed that is not needed;
 * otherwise the graph finds the axes when it runs.
 */
export function sumTo(context: GradientContext, gradient: string, value: string, output: string): string {
  const from = context.shape(output);
  const to = context.shape(value);
  const axes = from && to && repeatedAxes(from, to);
  if (!axes) return sumToAtRun(context, gradient, value);
  let sum = gradient;
  if (axes.added.length > 0) {
    sum = context.add("ReduceSum", [sum, context.ints(axes.added)], { keepdims: int(0) });
  }
  if (axes.stretched.length > 0) {
    sum = context.add("ReduceSum", [sum, context.ints(axes.stretched)], { keepdims: int(1) });
  }
  return sum;
}

/** `added`: axes in front that the value does not have; `stretched`: its own axes of size one. Undefined when unsure. */
function repeatedAxes(from: readonly Dimension[], to: readonly Dimension[]) {
  const extra = from.length - to.length;
  const stretched: number[] = [];
  for (const [axis, size] of to.entries()) {
    const full = from[axis + extra];
    if (size === 1) {
      if (full !== 1) stretched.push(axis);
    } else if (typeof size !== "number" && (size === undefined || size !== full)) return undefined;
  }
  return { added: Array.from({ length: Math.max(extra, 0) }, (_, axis) => axis), stretched };
}

function sumToAtRun(context: GradientContext, gradient: string, value: string): string {
  const shape = context.add("Shape", [value]);
  const full = context.add("Shape", [gradient]);
  const extra = context.add("Sub", [context.add("Shape", [full]), context.add("Shape", [shape])]);
  const ones = context.add("Expand", [context.ints([1]), extra]);
  const padded = context.add("Concat", [ones, shape], { axis: int(0) });
  const repeated = context.add("Not", [context.add("Equal", [padded, full])]);
  const axes = context.add("Squeeze", [context.add("NonZero", [repeated]), context.ints([0])]);
  const sum = context.add("ReduceSum", [gradient, axes], { keepdims: int(1), noop_with_empty_axes: int(1) });
  return context.add("Reshape", [sum, shape], { allowzero: int(1) });
}

/** The gradient in the shape of `value`: nothing to do when both are known to be the same, a reshape otherwise. */
export function reshapeLike(context: GradientContext, gradient: string, value: string): string {
  const shape = context.shape(value);
  const unknown = shape?.filter((size) => typeof size !== "number").length ?? 2;
  // One unknown size is -1 (never with a size of 0, which would be ambiguous).
  if (shape && unknown <= 1 && !shape.includes(0)) {
    const sizes = shape.map((size) => (typeof size === "number" ? size : -1));
    return context.add("Reshape", [gradient, context.ints(sizes)]);
  }
  return context.add("Reshape", [gradient, context.add("Shape", [value])], { allowzero: int(1) });
}

/** Sizes as numbers, when all are known. */
export function staticSizes(shape: readonly Dimension[] | undefined): number[] | undefined {
  return shape?.every((size) => typeof size === "number") ? [...shape] : undefined;
}

/** Moves the last two axes into each other's place. */
export function transposeLast(context: GradientContext, value: string, rank: number): string {
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  perm.splice(rank - 2, 2, rank - 1, rank - 2);
  return context.add("Transpose", [value], { perm: ints(perm) });
}
