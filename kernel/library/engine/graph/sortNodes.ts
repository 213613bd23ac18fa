import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { GraphNode } from "./graph.ts";

/** All values a node reads, those that its subgraphs read from outside included. */
export function readsOf(node: GraphNode): string[] {
  const reads = node.inputs.filter((input) => input !== "");
  for (const attribute of Object.values(node.attributes)) {
    if (attribute.kind !== "graph") continue;
    const { inputs, constants, nodes, outputs } = attribute.value;
    const inner = new Set([...inputs.map((input) => input.name), ...constants.keys()]);
    for (const each of nodes) for (const output of each.outputs) inner.add(output);
    const used = [...nodes.flatMap(readsOf), ...outputs.map((output) => output.name)];
    reads.push(...used.filter((name) => !inner.has(name)));
  }
  return reads;
}

/**
 * Puts nodes in topological order, keeping the order they have where it is one already.
 *
 * @throws DataError where a value is read that nothing makes, is made twice, or depends on itself.
 */
export function sortNodes(nodes: readonly GraphNode[], known: Iterable<string>): GraphNode[] {
  const ready = new Set(known);
  const made = new Set<string>();
  for (const output of nodes.flatMap((node) => node.outputs).filter((name) => name !== "")) {
    if (ready.has(output) || made.has(output))
      throw new DataError(say`the value ${JSON.stringify(output)} is computed twice`);
    made.add(output);
  }
  const waiting = new Map<string, number[]>();
  const missing = nodes.map(() => 0);
  const free: number[] = [];
  nodes.forEach((node, index) => {
    const inputs = new Set(readsOf(node).filter((name) => !ready.has(name)));
    for (const name of inputs) {
      if (!made.has(name)) {
        throw new DataError(
          say`the operator ${node.op} reads the value ${JSON.stringify(name)}, which nothing computes`,
        );
      }
      const list = waiting.get(name);
      if (list) list.push(index);
      else waiting.set(name, [index]);
    }
    missing[index] = inputs.size;
    if (inputs.size === 0) free.push(index);
  });
  const sorted: GraphNode[] = [];
  for (let index = free.shift(); index !== undefined; index = free.shift()) {
    const node = nodes[index];
    if (!node) continue;
    sorted.push(node);
    for (const waiter of node.outputs.flatMap((output) => waiting.get(output) ?? [])) {
      missing[waiter] = (missing[waiter] ?? 0) - 1;
      if (missing[waiter] === 0) free.push(waiter);
    }
  }
  if (sorted.length < nodes.length) throw new DataError(say`its operators form a cycle: a value depends on itself`);
  return sorted;
}
