import { say } from "../../../ground/say.ts";
import { int } from "../../graph/constants.ts";
import { intOf, intsOf } from "../attributes.ts";
import type { GradientContext, GradientRule } from "../GradientRule.ts";

/** The axes as a tensor: an input in newer operator sets, an attribute in older ones; undefined for all axes. */
function axesOf(c: GradientContext): string | undefined {
  const input = c.node.inputs[1] ?? "";
  if (input !== "") return c.constant(input)?.data.length === 0 ? undefined : input;
  const axes = intsOf(c.node, "axes");
  return axes && axes.length > 0 ? c.ints(axes) : undefined;
}

interface Reduction {
  readonly x: string;
  /** The output, with the reduced axes put back as axes of size one. */
  readonly y: string;
  /** The gradient, likewise. */
  readonly g: string;
  readonly axes: string | undefined;
}

/** A rule that gives the gradient in a shape that broadcasts to that of the input. */
const reduction =
  (write: (c: GradientContext, reduced: Reduction) => string): GradientRule =>
  (c) => {
    const [x = ""] = c.node.inputs;
    const [y = ""] = c.node.outputs;
    const g = c.outputGradients[0] ?? "";
    const axes = axesOf(c);
    if (!axes && intOf(c.node, "noop_with_empty_axes", 0) === 1) throw c.noGradient(say`a reduction over no axes`);
    const kept = intOf(c.node, "keepdims", 1) === 1 || !axes;
    const put = (value: string) => (kept || !axes ? value : c.add("Unsqueeze", [value, axes]));
    return [c.add("Expand", [write(c, { x, y: put(y), g: put(g), axes }), c.add("Shape", [x])])];
  };

/** The number of elements that went into each result. */
function count(c: GradientContext, x: string, y: string): string {
  const size = (value: string) => c.add("CastLike", [c.add("Size", [value]), x]);
  return c.add("Div", [size(x), size(y)]);
}

/** a / b, and 0 where b is 0. */
function safeDivide(c: GradientContext, a: string, b: string, like: string): string {
  const zero = c.scalar(0, like);
  return c.add("Where", [c.add("Equal", [b, zero]), zero, c.add("Div", [a, b])]);
}

/** Equal extremes share the gradient evenly, as in TensorFlow's reductions and PyTorch's amax. */
const extreme = reduction((c, { x, y, g, axes }) => {
  const chosen = c.add("CastLike", [c.add("Equal", [x, y]), x]);
  const ties = c.add("ReduceSum", axes ? [chosen, axes] : [chosen], { keepdims: int(1) });
  return c.add("Mul", [chosen, c.add("Div", [g, ties])]);
});

export const reductionRules: Readonly<Record<string, GradientRule>> = {
  ReduceSum: reduction((_c, { g }) => g),
  ReduceMean: reduction((c, { x, y, g }) => c.add("Div", [g, count(c, x, y)])),
  ReduceMax: extreme,
  ReduceMin: extreme,
  ReduceL1: reduction((c, { x, g }) => c.add("Mul", [g, c.add("Sign", [x])])),
  ReduceL2: reduction((c, { x, y, g }) => c.add("Mul", [x, safeDivide(c, g, y, x)])),
  ReduceSumSquare: reduction((c, { x, g }) => c.add("Mul", [x, c.add("Mul", [g, c.scalar(2, x)])])),
  ReduceLogSum: reduction((c, { g, y }) => c.add("Div", [g, c.add("Exp", [y])])),
  ReduceLogSumExp: reduction((c, { x, y, g }) => c.add("Mul", [g, c.add("Exp", [c.add("Sub", [x, y])])])),
};
