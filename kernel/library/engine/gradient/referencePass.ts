import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph } from "../graph/graph.ts";

/** A graph that runs a model twice in one run: on its inputs and on a reference (a baseline). */
export interface ReferencePass {
  /** Takes, besides each input `x`, the reference by the name that `references` gives for `x`. */
  readonly graph: Graph;
  /** For every value that depends on an input, its name in the pass of the reference. */
  readonly references: ReadonlyMap<string, string>;
}

/**
 * Adds the pass of the reference, for rules that compare the two (DeepLIFT). Constants are shared. The reference may
 * have a batch of one where the rules' operators broadcast.
 *
 * @example
 * const { graph: twice, references } = withReferencePass(graph);
 * const { graph: both } = gradientGraph(twice, { of: "logits", seed: "seed", withRespectTo: ["x"], references, rules });
 * await session.run({ x, [references.get("x") ?? ""]: baseline, seed });
 */
export function withReferencePass(graph: Graph): ReferencePass {
  const builder = new GraphBuilder(graph);
  const references = new Map<string, string>();
  const twin = (value: string) => references.get(value) ?? value;
  const add = (value: string) => {
    if (value === "") return "";
    const name = builder.name(`reference/${value}`);
    references.set(value, name);
    return name;
  };
  const inputs = graph.inputs.map((input) => ({ ...input, name: add(input.name) }));
  for (const node of graph.nodes) {
    if (!node.inputs.some((input) => references.has(input))) continue;
    const twins = node.inputs.map(twin);
    const outputs = node.outputs.map(add);
    builder.push({ ...node, name: outputs.find((output) => output !== "") ?? "", inputs: twins, outputs });
  }
  return { graph: builder.build([...graph.inputs, ...inputs], graph.outputs), references };
}
