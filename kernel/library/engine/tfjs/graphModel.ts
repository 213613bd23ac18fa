import * as tf from "@tensorflow/tfjs";
import { ShapeError, UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { graphModelFacts } from "../axes/graphModelFacts.ts";
import { declaredInputs, type GivenShape, givenShapeOf, isWhole, portsOf, rowSizeOf } from "../ports.ts";
import type { LayerFact } from "../runner.ts";
import { leadingTo, nodesOf, origin, shapesOf, type TfNode } from "./graphNodes.ts";
import { unpackInputs, wholeNumbers } from "./packInputs.ts";
import { tap } from "./tap.ts";
import { product, type Recording, type TfjsModel } from "./tfjsModel.ts";

const probabilities = { Softmax: "softmax", Sigmoid: "sigmoid" } as const;

function dependsOn(node: TfNode, name: string, seen = new Set<string>()): boolean {
  if (seen.has(node.name)) return false;
  seen.add(node.name);
  return node.inputs.some((input) => input.name === name || dependsOn(input, name, seen));
}

/**
 * A `tf.GraphModel`; several inputs come as one flat row. Its layers are the nodes of its graph.
 *
 * @param givenShape of the data at hand, where the model leaves sizes open.
 * @param output which of its outputs is answered.
 */
export function fromGraphModel(model: tf.GraphModel, givenShape?: GivenShape, output = 0): TfjsModel {
  const outputName = model.outputNodes[output];
  const declared = declaredInputs(model) ?? [];
  if (declared.length === 0 || !outputName) {
    throw new UnsupportedLayerError(
      say`the graph model has ${declared.length} inputs and ${model.outputNodes.length} outputs: it needs at least one of each`,
    );
  }
  const inputs = declared.map(({ name, shape, dtype }, index) => {
    const given = givenShapeOf(givenShape, index);
    const row = shape?.map((size, axis) => size ?? given?.[axis] ?? 1) ?? given;
    if (!row) throw new ShapeError(say`the graph model does not declare the shape of its input ${name}`);
    return { name, dtype, shape: row };
  });
  const [only] = inputs;
  const ports = inputs.length > 1 ? portsOf(inputs) : undefined;
  const inputShape = ports ? [rowSizeOf(ports)] : inputs[0].shape;
  const feedsOf = (rows: tf.Tensor, given?: tf.Tensor): tf.NamedTensorMap =>
    ports
      ? Object.fromEntries(unpackInputs(rows, ports, given).map((part, index) => [model.inputNodes[index], part]))
      : { [model.inputNodes[0]]: isWhole(only.dtype) ? wholeNumbers(given ?? rows, only.dtype) : rows };

  const nodes = nodesOf(model);
  const end = origin(nodes[outputName]);
  const finalActivation = probabilities[end?.op as keyof typeof probabilities];
  const last = (finalActivation && end?.inputs[0]?.name) || outputName;
  const run = (feeds: tf.NamedTensorMap, name: string): tf.Tensor => {
    const answer = model.execute(feeds, name);
    return Array.isArray(answer) ? (answer[0] as tf.Tensor) : (answer as tf.Tensor);
  };
  const outputShape = tf.tidy(() => run(feedsOf(tf.zeros([1, ...inputShape])), last).shape);
  const factsOf = once(model, last, () => {
    const leading = leadingTo(end);
    const shapes = shapesOf(model, leading, () => feedsOf(tf.zeros([1, ...inputShape])));
    return graphModelFacts(leading, shapes, (name) => model.weights[name]?.[0], [outputName, end?.name ?? "", last]);
  });

  return {
    inputShape,
    ports,
    hasTokens: inputs.some(({ dtype }) => isWhole(dtype)),
    outputSize: product(outputShape.slice(1)),
    outputShape: outputShape.slice(1),
    classes: outputShape.at(-1) ?? 1,
    finalActivation,
    layerNames: Object.keys(nodes).filter((name) => nodes[name]?.op !== "Const" && !model.inputNodes.includes(name)),
    layerFacts: () => factsOf(),
    floatsPerRow: 64 * product(inputShape),
    forward(inputs, recordings, given) {
      // The graph is run up to each listened node in turn, and goes on from what its tap gives back.
      const feeds = feedsOf(inputs, given);
      for (const [name, recording] of inOrder(recordings, nodes)) feeds[name] = tap(run(feeds, name), recording);
      return feeds[last] ?? run(feeds, last);
    },
  };
}

const known = new WeakMap<tf.GraphModel, Map<string, readonly LayerFact[]>>();

/** Worked out once for each answer of a model. */
const once = (model: tf.GraphModel, answer: string, work: () => readonly LayerFact[]) => () => {
  const ofModel = known.get(model) ?? new Map<string, readonly LayerFact[]>();
  known.set(model, ofModel);
  const facts = ofModel.get(answer) ?? work();
  ofModel.set(answer, facts);
  return facts;
};

function inOrder(recordings: ReadonlyMap<string, Recording>, nodes: Record<string, TfNode>) {
  return [...recordings].sort(([a], [b]) => {
    const [nodeA, nodeB] = [nodes[a], nodes[b]];
    if (nodeA && dependsOn(nodeA, b)) return 1;
    return nodeB && dependsOn(nodeB, a) ? -1 : 0;
  });
}
