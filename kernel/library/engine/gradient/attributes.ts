import type { GraphNode } from "../graph/graph.ts";

/** A whole-number attribute, or its default. */
export function intOf(node: GraphNode, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute?.kind === "int" ? attribute.value : otherwise;
}

export function floatOf(node: GraphNode, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute?.kind === "float" ? attribute.value : otherwise;
}

export function stringOf(node: GraphNode, name: string, otherwise: string): string {
  const attribute = node.attributes[name];
  return attribute?.kind === "string" ? attribute.value : otherwise;
}

export function intsOf(node: GraphNode, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === "ints" ? attribute.value : undefined;
}
