import { int } from "../../graph/constants.ts";
import { intOf } from "../attributes.ts";
import type { GradientRule } from "../GradientRule.ts";

/** y (g − Σ g y) */
const softmax: GradientRule = (c) => {
  const y = c.node.outputs[0] ?? "";
  const g = c.outputGradients[0] ?? "";
  const axis = c.ints([intOf(c.node, "axis", -1)]);
  const total = c.add("ReduceSum", [c.add("Mul", [g, y]), axis], { keepdims: int(1) });
  return [c.add("Mul", [y, c.add("Sub", [g, total])])];
};

/** g − eʸ Σ g */
const logSoftmax: GradientRule = (c) => {
  const y = c.node.outputs[0] ?? "";
  const g = c.outputGradients[0] ?? "";
  const axis = c.ints([intOf(c.node, "axis", -1)]);
  const total = c.add("ReduceSum", [g, axis], { keepdims: int(1) });
  return [c.add("Sub", [g, c.add("Mul", [c.add("Exp", [y]), total])])];
};

export const softmaxRules: Readonly<Record<string, GradientRule>> = { Softmax: softmax, LogSoftmax: logSoftmax };
