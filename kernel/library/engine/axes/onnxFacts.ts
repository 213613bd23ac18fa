import type { InputSpec } from "../../signature/Signature.ts";
import type { RunnableGraph } from "../onnx/RunnableGraph.ts";
import type { LayerFact } from "../runner.ts";
import { graphAxes } from "./graphAxes.ts";

/** Operators whose maps are another value's: pooled, dropped out, padded or in another order. */
const passing = new Set(
  (
    "MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool Dropout Identity Cast Transpose Reshape " +
    "Flatten Squeeze Unsqueeze Pad Slice Expand Tile Gather Split"
  ).split(" "),
);

const known = new WeakMap<RunnableGraph, readonly LayerFact[]>();

/** What is known of a graph's layers, in the order in which they are computed: worked out once. */
export function onnxFacts(model: RunnableGraph, inputs: readonly InputSpec[]): readonly LayerFact[] {
  if (model.facts) return model.facts.filter(({ name }) => model.layers.has(name));
  const before = known.get(model);
  if (before) return before;
  const { graph, outputs, layers } = model;
  const axes = graphAxes(graph, inputs);
  const madeBy = new Map(graph.nodes.flatMap(({ op, outputs }) => outputs.map((name) => [name, op] as const)));
  const ends = [outputs.logit.name, outputs.probability.name];
  const facts = [...layers].map(([layer, { name, shape }]) => ({
    name: layer,
    shape,
    axes: axes.of(name),
    passesOn: passing.has(madeBy.get(name) ?? ""),
    isAnswer: ends.includes(name),
  }));
  known.set(model, facts);
  return facts;
}
