import type { GradientContext, GradientRule, GradientRules } from "../gradient/index.ts";
import type { Graph } from "../graph/graph.ts";
import type { BackwardRules } from "../runner.ts";
import { lrpRules } from "./lrpRules.ts";

/** Below this a difference from the reference is rounding, and the derivative stands for the slope. */
const still = 1e-6;

/** The rules of the gradient sweep that stand for a way backwards. */
export function gradientRulesFor(rules: BackwardRules, graph: Graph): GradientRules {
  switch (rules.kind) {
    case "guidedBackprop":
      return (node) => (node.op === "Relu" ? guided : undefined);
    case "deconvolution":
      return (node) => (node.op === "Relu" ? deconvolution : undefined);
    case "deepLift":
      return (node) => (node.op === "MaxPool" ? maxPool : activations.has(node.op) ? rescale : undefined);
    default:
      return lrpRules(rules, graph);
  }
}

const guided: GradientRule = (c) => [c.add("Relu", [c.standard()[0] ?? ""])];
const deconvolution: GradientRule = (c) => [c.add("Relu", [c.outputGradients[0] ?? ""])];

const activations = new Set(
  (
    "Relu LeakyRelu PRelu Elu Selu Celu Sigmoid HardSigmoid HardSwish Tanh Softplus Softsign ThresholdedRelu Erf Gelu " +
    "Mish Clip Softmax"
  ).split(" "),
);

/** `slope` where the input differs from its reference; the derivative where it does not. */
function unlessStill(c: GradientContext, difference: string, slope: string): string {
  const isStill = c.add("Less", [c.add("Abs", [difference]), c.scalar(still, difference)]);
  return c.add("Where", [isStill, c.standard()[0] ?? "", slope]);
}

/** Δout/Δin in place of the derivative. */
const rescale: GradientRule = (c) => {
  const [x = ""] = c.node.inputs;
  const [y = ""] = c.node.outputs;
  const dx = c.add("Sub", [x, c.reference(x)]);
  const dy = c.add("Sub", [y, c.reference(y)]);
  const slope = c.add("Div", [c.add("Mul", [c.outputGradients[0] ?? "", dy]), dx]);
  return [unlessStill(c, dx, slope)];
};

/**
 * What the maximum rose by belongs to the place of the input's maximum, what it fell by to that of the reference's; each
 * place's share is divided by its own difference.
 */
const maxPool: GradientRule = (c) => {
  const { node } = c;
  const [x = ""] = node.inputs;
  const [y = ""] = node.outputs;
  const g = c.outputGradients[0] ?? "";
  const [xr, yr] = [c.reference(x), c.reference(y)];
  const highest = c.add("Max", [y, yr]);
  const [, indices = ""] = c.addMany("MaxPool", [xr], 2, node.attributes);
  const rise = c.standard(node, [c.add("Mul", [g, c.add("Sub", [highest, yr])]), undefined])[0] ?? "";
  const atReference = { ...node, inputs: [xr], outputs: [yr, indices] };
  const fall = c.standard(atReference, [c.add("Mul", [g, c.add("Sub", [y, highest])]), undefined])[0] ?? "";
  const dx = c.add("Sub", [x, xr]);
  return [unlessStill(c, dx, c.add("Div", [c.add("Add", [rise, fall]), dx]))];
};
