import type { GradientContext, GradientRule, GradientRules } from "../gradient/index.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import type { BackwardRules } from "../runner.ts";
import { lrpRules } from "./lrpRules.ts";

/** Below this a difference from the reference is rounding, and the derivative stands for the slope. */
const still = 1e-6;

/**
 * The rules of the gradient sweep that stand for a way backwards.
 *
 * @param pools outputs of max pools, which may be written as the maximum of their places.
 */
export function gradientRulesFor(rules: BackwardRules, graph: Graph, pools: ReadonlySet<string>): GradientRules {
  switch (rules.kind) {
    case "guidedBackprop":
      return (node) => (isRelu(node, graph) ? guided : undefined);
    case "deconvolution":
      return (node) => (isRelu(node, graph) ? deconvolution : undefined);
    case "deepLift":
      return (node) => {
        if (node.op === "MaxPool") return maxPool;
        if (node.op === "Max" && pools.has(node.outputs[0] ?? "")) return maxOfPlaces;
        return activations.has(node.op) ? rescale : undefined;
      };
    default:
      return lrpRules(rules, graph);
  }
}

/** A ReLU, also one that has a ceiling: a file holds ReLU6 as a `Clip` from 0. */
function isRelu({ op, domain, inputs }: GraphNode, graph: Graph): boolean {
  if (op !== "Clip" || domain !== "") return op === "Relu";
  const floor = graph.constants.get(inputs[1] ?? "");
  return floor?.data.length === 1 && Number(floor.data[0]) === 0;
}

const guided: GradientRule = (c) => [c.add("Relu", [c.standard()[0] ?? ""])];
const deconvolution: GradientRule = (c) => [c.add("Relu", [c.outputGradients[0] ?? ""])];

const activations = new Set(
  (
    "Relu LeakyRelu PRelu Elu Selu Celu Sigmoid HardSigmoid HardSwish Tanh Softplus Softsign ThresholdedRelu Erf Gelu " +
    "Mish Clip Softmax"
  ).split(" "),
);

const isStill = (c: GradientContext, difference: string): string =>
  c.add("Less", [c.add("Abs", [difference]), c.scalar(still, difference)]);

/** `slope` where the input differs from its reference; the derivative where it does not. */
const unlessStill = (c: GradientContext, difference: string, slope: string): string =>
  c.add("Where", [isStill(c, difference), c.standard()[0] ?? "", slope]);

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

/** The same for a max pool that is written as the maximum of its places. */
const maxOfPlaces: GradientRule = (c) => {
  const { node } = c;
  const [y = ""] = node.outputs;
  const g = c.outputGradients[0] ?? "";
  const yr = c.reference(y);
  const highest = c.add("Max", [y, yr]);
  const references = node.inputs.map(c.reference);
  const rises = c.standard(node, [c.add("Mul", [g, c.add("Sub", [highest, yr])])]);
  const falls = c.standard({ ...node, inputs: references, outputs: [yr] }, [
    c.add("Mul", [g, c.add("Sub", [y, highest])]),
  ]);
  const derivatives = c.standard();
  return node.inputs.map((x, i) => {
    const dx = c.add("Sub", [x, references[i] ?? ""]);
    const slope = c.add("Div", [c.add("Add", [rises[i] ?? "", falls[i] ?? ""]), dx]);
    return c.add("Where", [isStill(c, dx), derivatives[i] ?? "", slope]);
  });
};
