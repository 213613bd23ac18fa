import * as tf from "@tensorflow/tfjs";
import { ShapeError, UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { tap } from "./tap.ts";
import { product, type Recording, type TfjsModel } from "./tfjsModel.ts";

interface Node {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Node[];
}

/** The graph behind a `tf.GraphModel`; tfjs has no public way to it. */
const nodesOf = (model: tf.GraphModel) =>
  (model as unknown as { executor: { graph: { nodes: Record<string, Node> } } }).executor.graph.nodes;

const probabilities = { Softmax: "softmax", Sigmoid: "sigmoid" } as const;

/** Walks back over nodes that change nothing (`Identity`) to the one that made the value. */
function origin(node: Node | undefined): Node | undefined {
  return node?.op === "Identity" ? origin(node.inputs[0]) : node;
}

function dependsOn(node: Node, name: string, seen = new Set<string>()): boolean {
  if (seen.has(node.name)) return false;
  seen.add(node.name);
  return node.inputs.some((input) => input.name === name || dependsOn(input, name, seen));
}

/** A `tf.GraphModel` with one input and one output; its layers are the nodes of its graph. */
export function fromGraphModel(model: tf.GraphModel, givenShape?: readonly number[]): TfjsModel {
  const [inputName] = model.inputNodes;
  const [outputName] = model.outputNodes;
  if (model.inputNodes.length !== 1 || model.outputNodes.length !== 1 || !inputName || !outputName) {
    throw new UnsupportedLayerError(
      say`the graph model has ${model.inputNodes.length} inputs and ${model.outputNodes.length} outputs: one of each can be explained; wrap it in a function of the one input, \`(x) => model.execute(...)\``,
    );
  }
  const declared = model.inputs[0]?.shape?.slice(1);
  const inputShape = declared?.map((size, axis) => (size > 0 ? size : (givenShape?.[axis] ?? 1))) ?? givenShape;
  if (!inputShape) throw new ShapeError(say`the graph model does not say its input's shape`);

  const nodes = nodesOf(model);
  const end = origin(nodes[outputName]);
  const finalActivation = probabilities[end?.op as keyof typeof probabilities];
  const last = (finalActivation && end?.inputs[0]?.name) || outputName;
  const run = (feeds: tf.NamedTensorMap, name: string): tf.Tensor => {
    const output = model.execute(feeds, name);
    return Array.isArray(output) ? (output[0] as tf.Tensor) : (output as tf.Tensor);
  };
  const outputShape = tf.tidy(() => run({ [inputName]: tf.zeros([1, ...inputShape]) }, last).shape);

  return {
    inputShape,
    outputSize: product(outputShape.slice(1)),
    outputShape: outputShape.slice(1),
    classes: outputShape.at(-1) ?? 1,
    finalActivation,
    layerNames: Object.keys(nodes).filter((name) => nodes[name]?.op !== "Const" && name !== inputName),
    floatsPerRow: 64 * product(inputShape),
    forward(inputs, recordings) {
      // The graph is run up to each listened node in turn, and goes on from what its tap gives back.
      const feeds: tf.NamedTensorMap = { [inputName]: inputs };
      for (const [name, recording] of inOrder(recordings, nodes)) feeds[name] = tap(run(feeds, name), recording);
      return feeds[last] ?? run(feeds, last);
    },
  };
}

function inOrder(recordings: ReadonlyMap<string, Recording>, nodes: Record<string, Node>) {
  return [...recordings].sort(([a], [b]) => {
    const [nodeA, nodeB] = [nodes[a], nodes[b]];
    if (nodeA && dependsOn(nodeA, b)) return 1;
    return nodeB && dependsOn(nodeB, a) ? -1 : 0;
  });
}
