import { GradientNotFoundError, OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { GraphBuilder, OPSET } from "../graph/GraphBuilder.ts";
import type { Graph, GraphNode, ValueInfo } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import { readsOf } from "../graph/sortNodes.ts";
import { contextOf, info, standardRule, useInstead } from "./context.ts";
import type { GradientRules } from "./GradientRule.ts";
import { stopsGradient } from "./rules/index.ts";
import { withMaxPoolIndices } from "./rules/pooling.ts";

const floating = new Set(["float32", "float64", "float16"]);

export interface GradientOptions {
  /** The value whose gradient is taken: an output of the graph or an inner value. */
  readonly of: string;
  /** Name of the graph input that is added: dL/d(`of`), of the shape of `of`. For one class of a classifier, one-hot rows. */
  readonly seed: string;
  /** Inputs, inner values and constants (weights) to take the gradient with respect to. */
  readonly withRespectTo: readonly string[];
  /** What is known of the graph's values; default `inferShapes(graph)`. The more is known, the fewer nodes. */
  readonly shapes?: ReadonlyMap<string, ValueInfo> | undefined;
  /** Rules used in place of the built-in ones: guided backprop, DeepLIFT, LRP, … */
  readonly rules?: GradientRules | undefined;
  /** The name of each value's twin in the pass of the reference, for rules that compare the two. */
  readonly references?: ReadonlyMap<string, string> | undefined;
}

export interface GradientResult {
  /** The graph with the gradients as further outputs, and the seed as a further input. */
  readonly graph: Graph;
  /** For each name in `withRespectTo`, the output that holds its gradient. */
  readonly gradients: ReadonlyMap<string, string>;
}

/**
 * Reverse-mode differentiation, from graph to graph: adds the nodes that compute Σ seed · ∂of/∂value for every value
 * asked for. The graph's own outputs stay, so that one run gives both. Cost: about two forward passes more.
 *
 * Max-pool and maximum ties go to the first place in row-major order, as in TensorFlow and PyTorch.
 *
 * @throws GradientNotFoundError where an operator on the way has no gradient, or where there is no way.
 * @example
 * const { graph: both, gradients } = gradientGraph(graph, { of: "logits", seed: "seed", withRespectTo: ["x"] });
 * const { [gradients.get("x")]: heat } = await session.run({ x, seed: oneHot });
 */
export function gradientGraph(graph: Graph, options: GradientOptions): GradientResult {
  const values = knownValues(graph, options.shapes ?? inferShapes(graph));
  const wanted = reachable(graph, options.withRespectTo, values);
  const opset = Math.max(graph.opsets[""] ?? OPSET, OPSET);
  const builder = new GraphBuilder({ ...withMaxPoolIndices(graph, wanted), opsets: { ...graph.opsets, "": opset } });
  const seed = { ...info(values, options.of), name: options.seed };
  if (builder.name(options.seed) !== options.seed) {
    throw new OptionError(say`the graph already has a value called "${options.seed}": give the seed another name`);
  }
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node])));
  const isSteep = graph.nodes.some(({ op, inputs }) => steep.has(op) && inputs.some((input) => wanted.has(input)));
  const state = { builder, opset, values, wanted, options, graph, producers, isSteep };
  const parts = new Map<string, string[]>([[options.of, [options.seed]]]);
  for (const node of builder.build([], []).nodes.toReversed()) {
    const outputGradients = node.outputs.map((output) => (output === "" ? undefined : gradientOf(output)));
    if (outputGradients.every((each) => each === undefined)) continue;
    if (!reads(node, wanted) || stopsGradient.has(node.op)) continue;
    const rule = options.rules?.(node) ?? standardRule;
    const context = contextOf(node, outputGradients, state);
    for (const [index, gradient] of rule(context).entries()) {
      const input = node.inputs[index] ?? "";
      if (gradient === undefined || !wanted.has(input)) continue;
      parts.set(input, [...(parts.get(input) ?? []), gradient]);
    }
  }

  /** The sum of what came back along every way; one name from then on. */
  function gradientOf(value: string): string | undefined {
    const found = parts.get(value);
    if (!found || !wanted.has(value)) return undefined;
    const [first, ...more] = found;
    const sum = more.length === 0 ? first : builder.add("Sum", found, {}, `gradient/${value}`);
    if (sum !== undefined) parts.set(value, [sum]);
    return sum;
  }

  const gradients = new Map<string, string>();
  const outputs = options.withRespectTo.map((value) => {
    const gradient = gradientOf(value);
    if (gradient === undefined) {
      throw new GradientNotFoundError(
        say`"${options.of}" does not depend on "${value}" through differentiable operators: ${useInstead()}`,
      );
    }
    // An output of its own name: two values can share one gradient, and the seed itself can be one.
    const output = builder.add("Identity", [gradient], {}, `d/${value}`);
    gradients.set(value, output);
    return { ...info(values, value), name: output };
  });
  return { graph: builder.build([...graph.inputs, seed], [...graph.outputs, ...outputs]), gradients };
}

/** Whether a node reads one of these values, within its inner graphs (`If`, `Loop`) too. */
const reads = (node: GraphNode, values: ReadonlySet<string>): boolean =>
  node.inputs.some((input) => values.has(input)) || readsOf(node).some((value) => values.has(value));

/** Operators whose derivative has no bound: behind a ReLU that is off, infinity is not to meet its 0. */
const steep = new Set(["Sqrt", "Pow", "Log", "Div", "Reciprocal", "Asin", "Acos", "Acosh", "Atanh", "LpNormalization"]);

/** What is known before the run: of inputs, outputs and constants always, of inner values by shape inference. */
function knownValues(graph: Graph, shapes: GradientOptions["shapes"]): Map<string, ValueInfo> {
  const values = new Map(shapes);
  for (const value of [...graph.outputs, ...graph.inputs]) {
    if (value.shape || !values.has(value.name)) values.set(value.name, value);
  }
  for (const [name, { type, shape }] of graph.constants) values.set(name, { name, type, shape });
  return values;
}

/**
 * The values that depend on one of `sources` by operators that may have a gradient. An operator that gives whole numbers
 * (ArgMax) is among them, so that the error names it; a cast to whole numbers is not.
 */
function reachable(graph: Graph, sources: readonly string[], values: ReadonlyMap<string, ValueInfo>): Set<string> {
  const reached = new Set(sources);
  for (const node of graph.nodes) {
    if (stopsGradient.has(node.op) || !reads(node, reached)) continue;
    for (const output of node.outputs) {
      const type = values.get(output)?.type;
      if (output !== "" && (node.op !== "Cast" || type === undefined || floating.has(type))) reached.add(output);
    }
  }
  return reached;
}
