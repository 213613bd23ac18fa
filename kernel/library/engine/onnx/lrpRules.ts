import { UnsupportedLayerError } from "../../ground/errors.ts";
import { nearestNames } from "../../text/nearestNames.ts";
import type { GradientContext, GradientRule, GradientRules } from "../gradient/index.ts";
import { ints } from "../graph/constants.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import type { BackwardRules, RelevanceRule } from "../runner.ts";
import { withoutWeights } from "../unknownLayer.ts";

type Lrp = Extract<BackwardRules, { kind: "lrp" }>;

/** Captum's: keeps a division by exactly zero from happening, and no more. */
const stabilizer = 1e-9;

/** An operator with weights: what it computes with them and, in a node of its own, its bias. */
interface Weighted {
  readonly node: GraphNode;
  readonly bias: string | undefined;
  /** The value with the bias. */
  readonly z: string;
}

/**
 * Rules of relevance propagation for every operator with constant weights. What passes is the multiplier
 * m = relevance / value, so that other operators keep their derivative.
 */
export function lrpRules(rules: Lrp, graph: Graph): GradientRules {
  const isConstant = (name: string | undefined) => name !== undefined && graph.constants.has(name);
  const weighted = new Map<string, Weighted>();
  for (const node of graph.nodes) {
    const [z = ""] = node.outputs;
    if (!isConstant(node.inputs[1])) continue;
    if (node.op === "Conv" || node.op === "Gemm") {
      weighted.set(z, { node, bias: node.inputs[2] === "" ? undefined : node.inputs[2], z });
    }
    if (node.op === "MatMul") {
      const adds = graph.nodes.find((each) => each.op === "Add" && each.inputs.includes(z));
      const bias = adds?.inputs.find(isConstant);
      weighted.set(z, { node, bias, z: bias === undefined ? z : (adds?.outputs[0] ?? z) });
    }
  }
  const own = Object.entries(rules.layers ?? {}).map(([layer, rule]) => {
    const found = [...weighted.values()].filter(({ node }) => belongsTo(node, layer));
    if (found.length > 0) return [found.map(({ node }) => node.outputs[0]), rule] as const;
    const owners = [...weighted.keys()].map((value) => value.split("/").find((part) => part !== "") ?? value);
    const near = nearestNames(layer, [...new Set(owners)]);
    throw new UnsupportedLayerError(withoutWeights(layer, near));
  });
  return (node) => {
    const [output = ""] = node.outputs;
    const layer = weighted.get(output);
    if (layer) return weightedRule(layer, own.find(([outputs]) => outputs.includes(output))?.[1] ?? rules.rule);
    return node.op === "Tanh" || node.op === "Elu" || node.op === "Selu" ? passes : undefined;
  };
}

/** Nodes and values of a compiled layer begin with its name, as do the places of a convolution that was taken apart. */
const belongsTo = ({ name, outputs: [output = ""] }: GraphNode, layer: string): boolean =>
  [name, output].some((each) => each === layer || each.startsWith(`${layer}/`));

/** Relevance passes an activation unchanged: the multiplier grows by out/in. */
const passes: GradientRule = (c) => {
  const [x = ""] = c.node.inputs;
  const isZero = c.add("Less", [c.add("Abs", [x]), c.scalar(1e-6, x)]);
  const slope = c.add("Div", [c.add("Mul", [c.outputGradients[0] ?? "", c.node.outputs[0] ?? ""]), x]);
  return [c.add("Where", [isZero, c.standard()[0] ?? "", slope])];
};

const weightedRule =
  ({ node, bias, z }: Weighted, rule: RelevanceRule): GradientRule =>
  (c) => {
    const [x = "", w = ""] = node.inputs;
    const relevance = c.add("Mul", [c.outputGradients[0] ?? "", z]);
    const positive = (value: string) => c.add("Relu", [value]);
    const negative = (value: string) => c.add("Min", [value, c.scalar(0, value)]);
    if (rule.rule === "epsilon") return [back(c, node, w, divided(c, relevance, z, rule.epsilon))];
    if (rule.rule === "gamma") {
      const favored = (value: string) =>
        c.add("Add", [value, c.add("Mul", [positive(value), c.scalar(rule.gamma, value)])]);
      const weight = favored(w);
      const sum = forward(c, node, x, weight, bias);
      return [back(c, node, weight, divided(c, relevance, sum, stabilizer))];
    }
    const [over, under, above, below] = [positive(x), negative(x), positive(w), negative(w)];
    const isOver = c.add("CastLike", [c.add("Greater", [x, c.scalar(0, x)]), x]);
    const isUnder = c.add("CastLike", [c.add("Less", [x, c.scalar(0, x)]), x]);
    /** Σ of the contributions of one sign, and the multipliers that share the relevance out among them. */
    const part = (factor: number, ofOver: string, ofUnder: string, partBias: string | undefined) => {
      const sum = c.add("Add", [forward(c, node, over, ofOver, partBias), forward(c, node, under, ofUnder, undefined)]);
      const share = c.add("Mul", [divided(c, relevance, sum, stabilizer), c.scalar(factor, sum)]);
      return c.add("Add", [
        c.add("Mul", [isOver, back(c, node, ofOver, share)]),
        c.add("Mul", [isUnder, back(c, node, ofUnder, share)]),
      ]);
    };
    if (rule.rule === "zPlus") return [part(1, above, below, bias)];
    const favor = part(rule.alpha, above, below, bias && positive(bias));
    if (rule.beta === 0) return [favor];
    return [c.add("Sub", [favor, part(rule.beta, below, above, bias && negative(bias))])];
  };

/** relevance / (z + ε · sign z), a z of 0 counting as positive. */
function divided(c: GradientContext, relevance: string, z: string, epsilon: number): string {
  const isBelow = c.add("Less", [z, c.scalar(0, z)]);
  const sign = c.add("Where", [isBelow, c.scalar(-epsilon, z), c.scalar(epsilon, z)]);
  return c.add("Div", [relevance, c.add("Add", [z, sign])]);
}

/** The operator on another input, with another weight and bias. */
function forward(c: GradientContext, node: GraphNode, x: string, weight: string, bias: string | undefined): string {
  if (node.op !== "MatMul")
    return c.add(node.op, bias === undefined ? [x, weight] : [x, weight, bias], node.attributes);
  const product = c.add("MatMul", [x, weight]);
  return bias === undefined ? product : c.add("Add", [product, bias]);
}

/** The share of each output, carried back over the weights. */
function back(c: GradientContext, node: GraphNode, weight: string, share: string): string {
  const [x = "", own = ""] = node.inputs;
  if (node.op === "MatMul") return c.add("MatMul", [share, c.add("Transpose", [weight])]);
  const kernel = (c.shape(own) ?? []).slice(2).map(Number);
  const attributes =
    node.op === "Conv" && !node.attributes.kernel_shape
      ? { ...node.attributes, kernel_shape: ints(kernel) }
      : node.attributes;
  return c.standard({ ...node, inputs: [x, weight], attributes }, [share])[0] ?? "";
}
