import { gradientGraph } from "../gradient/index.ts";
import { int, int64, sizeOf } from "../graph/constants.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph, ValueInfo } from "../graph/graph.ts";
import { prune } from "../graph/prune.ts";
import { channelsDense, convolutionPool, firstConvolution } from "../rewrite/index.ts";
import { addLoss, type Objective, targetType } from "./losses.ts";
import type { UpdateRule } from "./optimizers.ts";

/** Names of a step's inputs and outputs. */
export const names = {
  targets: "targets",
  weights: "weights",
  /** How much each example counts. */
  exampleWeights: "exampleWeights",
  loss: "step/loss",
  metric: "step/metric",
  after: (value: string) => `step/${value}`,
} as const;

export interface Trainee extends Objective {
  /** The forward graph, one input, its weights as constants. */
  readonly graph: Graph;
  /** The constants that are learnt, in the order in which they lie in the one vector of all weights. */
  readonly weights: readonly string[];
}

const float = (name: string, shape: readonly (number | string)[]): ValueInfo => ({ name, type: "float32", shape });

/** The number of all learnt numbers. */
export function weightCount({ graph, weights }: Trainee): number {
  return weights.reduce((sum, name) => sum + sizeOf(graph.constants.get(name)?.shape ?? []), 0);
}

/**
 * One training step as one graph: forward pass, loss, gradients and update. It takes a batch of exactly `count` rows,
 * their targets (and how much each counts, where the loss is weighted), all weights as one vector and each moment as one;
 * it gives loss, metric, and the new vectors.
 */
export function stepGraph(trainee: Trainee, update: UpdateRule, count: number): Graph {
  const { graph, weights } = trainee;
  const forward = faster(withWeightsVector(fixedBatch(graph, count), weights));
  const withLoss = new GraphBuilder(forward);
  const values = addLoss(withLoss, forward, trainee, comparedWith(trainee));
  const scalar = float(values.loss, []);
  const compared = comparedInfos(trainee, count);
  const scored = withLoss.build([...forward.inputs, ...compared], [scalar, float(values.metric, [])]);

  const seed = "loss/seed";
  const { graph: both, gradients } = gradientGraph(prune(scored), { of: values.loss, seed, withRespectTo: weights });
  const builder = new GraphBuilder({
    ...both,
    constants: new Map(both.constants).set(seed, { type: "float32", shape: [], data: Float32Array.of(1) }),
  });
  const flat = weights.map((name) =>
    builder.add("Reshape", [gradients.get(name) ?? "", builder.constant(int64([-1]), "flat")], {}, "gradient/flat"),
  );
  const gradient = flat.length > 1 ? builder.add("Concat", flat, { axis: int(0) }, "gradient/all") : (flat[0] ?? "");
  const after = update.write(builder, names.weights, gradient, update.moments);
  const size = [weightCount(trainee)];
  const outputs = [
    { from: values.loss, info: float(names.loss, []) },
    { from: values.metric, info: float(names.metric, []) },
    { from: after.weights, info: float(names.after(names.weights), size) },
    ...update.moments.map((name, i) => ({ from: after.moments[i] ?? "", info: float(names.after(name), size) })),
  ];
  for (const { from, info } of outputs) {
    builder.push({ op: "Identity", domain: "", name: info.name, inputs: [from], outputs: [info.name], attributes: {} });
  }
  const inputs = [
    ...both.inputs.filter((input) => input.name !== seed),
    ...update.moments.map((name) => float(name, size)),
    ...Object.keys(update.scalars).map((name) => float(name, [])),
  ];
  const step = builder.build(
    inputs,
    outputs.map(({ info }) => info),
  );
  return prune(step);
}

/** The rewrites that keep the values and make a step faster. */
function faster(graph: Graph): Graph {
  const learnt = dependents(graph, names.weights);
  return convolutionPool(channelsDense(firstConvolution(graph, learnt)));
}

/** The values that depend on `source`. */
function dependents(graph: Graph, source: string): Set<string> {
  const found = new Set([source]);
  for (const node of graph.nodes) {
    if (node.inputs.some((input) => found.has(input))) for (const output of node.outputs) found.add(output);
  }
  return found;
}

/** The forward pass with the loss and the metric of a batch of any size; the weights stay constants. */
export function evaluationGraph(trainee: Trainee): Graph {
  const builder = new GraphBuilder(trainee.graph);
  const { loss, metric } = addLoss(builder, trainee.graph, trainee, comparedWith(trainee));
  const outputs = [
    { from: loss, to: names.loss },
    { from: metric, to: names.metric },
  ];
  for (const { from, to } of outputs) {
    builder.push({ op: "Identity", domain: "", name: to, inputs: [from], outputs: [to], attributes: {} });
  }
  const inputs = [...trainee.graph.inputs, ...comparedInfos(trainee, "n")];
  return prune(
    builder.build(
      inputs,
      outputs.map(({ to }) => float(to, [])),
    ),
  );
}

const comparedWith = ({ weighted }: Trainee) => ({
  targets: names.targets,
  weights: weighted ? names.exampleWeights : undefined,
});

/** The targets, and the weights of the examples where they have some. */
function comparedInfos({ graph, loss, weighted }: Trainee, count: number | string): ValueInfo[] {
  const [output] = graph.outputs;
  const type = targetType(loss);
  const shape = type === "int32" ? [count] : [count, ...(output?.shape?.slice(1) ?? [])];
  return [{ name: names.targets, type, shape }, ...(weighted ? [float(names.exampleWeights, [count])] : [])];
}

/** The batch's size as a number, so that every shape is known before the run. */
function fixedBatch(graph: Graph, count: number): Graph {
  const fixed = (value: ValueInfo): ValueInfo => ({ ...value, shape: value.shape && [count, ...value.shape.slice(1)] });
  return { ...graph, inputs: graph.inputs.map(fixed), outputs: graph.outputs.map(fixed) };
}

/** The weights no longer as constants but as pieces of one input: one thing to hand over, one to update. */
function withWeightsVector(graph: Graph, weights: readonly string[]): Graph {
  const constants = new Map(graph.constants);
  const shapes = weights.map((name) => constants.get(name)?.shape ?? []);
  for (const name of weights) constants.delete(name);
  const builder = new GraphBuilder({ ...graph, constants, nodes: [] });
  for (const name of [...weights, ...graph.nodes.flatMap((node) => node.outputs)]) if (name !== "") builder.name(name);
  const sizes = shapes.map(sizeOf);
  const split = builder.constant(int64(sizes), "weights/sizes");
  const pieces = builder.addMany(
    "Split",
    [names.weights, split],
    weights.map((name) => `${name}/flat`),
    { axis: int(0) },
  );
  for (const [index, name] of weights.entries()) {
    const shape = builder.constant(int64(shapes[index] ?? []), `${name}/shape`);
    const inputs = [pieces[index] ?? "", shape];
    builder.push({ op: "Reshape", domain: "", name, inputs, outputs: [name], attributes: {} });
  }
  for (const node of graph.nodes) builder.push(node);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return builder.build([...graph.inputs, float(names.weights, [total])], graph.outputs);
}
