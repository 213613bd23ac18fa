import * as tf from "@tensorflow/tfjs";

/** A node of a `tf.GraphModel`, as far as it is read here. */
export interface TfNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly TfNode[];
  readonly attrParams?: Readonly<Record<string, { readonly value?: unknown } | undefined>>;
}

/** The graph behind a `tf.GraphModel`; tfjs has no public way to it. */
export const nodesOf = (model: tf.GraphModel) =>
  (model as unknown as { executor: { graph: { nodes: Record<string, TfNode> } } }).executor.graph.nodes;

/** Walks back over nodes that change nothing (`Identity`) to the one that made the value. */
export function origin(node: TfNode | undefined): TfNode | undefined {
  return node?.op === "Identity" ? origin(node.inputs[0]) : node;
}

/** The nodes that a node is computed by, itself the last, each behind those that it reads. */
export function leadingTo(end: TfNode | undefined): TfNode[] {
  const found = new Set<TfNode>();
  const waiting = end ? [end] : [];
  for (let node = waiting.at(-1); node; node = waiting.at(-1)) {
    const open = found.has(node) ? [] : node.inputs.filter((input) => !found.has(input));
    if (open.length === 0) found.add(waiting.pop() ?? node);
    else waiting.push(...open);
  }
  return [...found];
}

/** The shapes of nodes for one row of zeros, with the batch; none of a graph that cannot be run at once. */
export function shapesOf(
  model: tf.GraphModel,
  nodes: readonly TfNode[],
  feeds: () => tf.NamedTensorMap,
): ReadonlyMap<string, readonly number[]> {
  const names = nodes.filter(({ op }) => op !== "Const" && op !== "Placeholder").map(({ name }) => name);
  const shapes = new Map<string, readonly number[]>();
  try {
    tf.tidy(() => {
      const given = feeds();
      const answers = names.length > 0 ? [model.execute(given, names)].flat() : [];
      for (const [name, { shape }] of Object.entries(given)) shapes.set(name, shape);
      for (const [i, name] of names.entries()) shapes.set(name, answers[i].shape);
    });
  } catch {
    shapes.clear();
  }
  return shapes;
}
