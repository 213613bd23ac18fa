import type { Graph, ValueInfo } from "../graph.ts";
import { elementwise } from "./elementwise.ts";
import { movements } from "./movements.ts";
import { networks } from "./networks.ts";
import { type Known, knownConstant, ShapeContext, type ShapeRule } from "./ShapeContext.ts";

const rules: Readonly<Record<string, ShapeRule>> = { ...elementwise, ...movements, ...networks };

/**
 * What is known of every value of a graph before it runs. A value that an operator without a rule makes, or whose shape
 * depends on data, is left out, or has sizes of undefined. Sizes by name (`"n"`) are carried along.
 *
 * @example
 * inferShapes(graph).get("logits")?.shape // ["n", 10]
 * @param told what runs told of values; it goes before what rules say.
 */
export function inferShapes(graph: Graph, told?: ReadonlyMap<string, ValueInfo>): Map<string, ValueInfo> {
  const known = new Map<string, Known>();
  for (const { name, type, shape } of graph.inputs) known.set(name, { type, shape });
  for (const [name, constant] of graph.constants) known.set(name, knownConstant(constant));
  for (const node of graph.nodes) {
    for (const name of node.outputs) {
      const own = told?.get(name);
      if (own) known.set(name, { type: own.type, shape: own.shape });
    }
    const rule = node.domain === "" ? rules[node.op] : undefined;
    if (!rule) continue;
    const context = new ShapeContext(node, graph.opsets[""] ?? 1, known, graph.constants);
    const outputs = rule(context);
    node.outputs.forEach((name, i) => {
      const output = outputs[i];
      if (name !== "" && output && !told?.has(name)) known.set(name, output);
    });
  }
  return new Map([...known].map(([name, { type, shape }]) => [name, { name, type, shape }]));
}
