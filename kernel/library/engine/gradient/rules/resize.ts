import { say } from "../../../ground/say.ts";
import { int, ints } from "../../graph/constants.ts";
import { intsOf } from "../attributes.ts";
import { transposeLast } from "../broadcast.ts";
import type { GradientContext, GradientRule } from "../GradientRule.ts";

/**
 * Resizing is a product with one matrix for each axis. The matrix of an axis is what the operator itself makes of the
 * identity matrix, so every mode and every way to count coordinates is met; the gradient is the product with its transpose.
 */
const resize: GradientRule = (c) => {
  const [x = "", , scales = "", sizes = ""] = c.node.inputs;
  const from = c.shape(x);
  const to = c.shape(c.node.outputs[0] ?? "");
  if (!from || intsOf(c.node, "axes")) throw c.noGradient(say`the rank of its input is not known, or axes are given`);
  let g = c.outputGradients[0] ?? "";
  for (const axis of from.keys()) {
    if (from[axis] !== undefined && from[axis] === to?.[axis]) continue;
    if (axis < 2 && scales !== "" && c.constant(scales)?.data[axis] === 1) continue;
    const perm = from.map((_, index) => index);
    perm.splice(axis, 1);
    perm.push(axis);
    const inverse = perm.map((_, index) => perm.indexOf(index));
    const last = c.add("Transpose", [g], { perm: ints(perm) });
    const product = c.add("MatMul", [last, transposeLast(c, axisMatrix(c, x, scales, sizes, axis), 2)]);
    g = c.add("Transpose", [product], { perm: ints(inverse) });
  }
  return [g];
};

/** [size before, size after]: row i is what a one at place i becomes. */
function axisMatrix(c: GradientContext, x: string, scales: string, sizes: string, axis: number): string {
  const size = c.add("Gather", [c.add("Shape", [x]), c.ints([axis])]);
  const square = c.add("Expand", [c.scalar(0, x), c.add("Concat", [size, size], { axis: int(0) })]);
  const identity = c.add("EyeLike", [square]);
  const at = (values: string, first: string) =>
    c.add("Concat", [first, c.add("Gather", [values, c.ints([axis])])], { axis: int(0) });
  if (sizes !== "") return c.add("Resize", [identity, "", "", at(sizes, size)], c.node.attributes);
  const one = c.add("Unsqueeze", [c.scalar(1, scales), c.ints([0])]);
  return c.add("Resize", [identity, "", at(scales, one)], c.node.attributes);
}

export const resizeRules: Readonly<Record<string, GradientRule>> = { Resize: resize };
