import type { ImageLayout, OutputSpec } from "../../signature/Signature.ts";
import { softmaxAxis } from "../finalActivation.ts";
import { product, tfjsLayout, toTfjs, type Value } from "../fromLayers/Value.ts";
import { float32, int, int64 } from "../graph/constants.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { RunnableGraph } from "../onnx/RunnableGraph.ts";

/**
 * The graph as explainers ask it. A binary unit answers for both classes: probabilities `[1 − P, P]`, logits `[−z, z]`.
 * Logits of classes or labels get the probabilities that belong to them.
 */
export function presentGraph(model: RunnableGraph, spec: OutputSpec): RunnableGraph {
  const { outputs, finalActivation } = model;
  if (spec.kind === "binary" && product(outputs.probability.shape) === 1) return bothClasses(model, spec.from);
  if (finalActivation !== undefined) return model;
  if (spec.kind === "pixels" && spec.from === "logits" && spec.classes > 1) return ofPixels(model, spec.layout);
  if (!isOfLogits(spec) || outputs.logit.shape.length !== 1) return model;
  const builder = new GraphBuilder(model.graph);
  const logit = toTfjs(builder, outputs.logit);
  const ends = spec.kind === "classes" ? "softmax" : "sigmoid";
  const name =
    ends === "softmax" ? builder.add("Softmax", [logit.name], { axis: int(-1) }) : builder.add("Sigmoid", [logit.name]);
  return withEnds(model, builder, { logit, probability: { ...logit, name } }, ends);
}

/** Logits of the classes of each place, with the probabilities that belong to them. */
function ofPixels(model: RunnableGraph, layout: ImageLayout): RunnableGraph {
  const builder = new GraphBuilder(model.graph);
  const logit = toTfjs(builder, model.outputs.logit);
  const axis = layout === "channelsFirst" ? 0 : logit.shape.length - 1;
  const name = builder.add("Softmax", [logit.name], { axis: int(axis + 1) });
  const presented = withEnds(model, builder, { logit, probability: { ...logit, name } }, "softmax");
  return { ...presented, softmax: softmaxAxis(logit.shape, axis) };
}

const isOfLogits = (spec: OutputSpec) => (spec.kind === "classes" || spec.kind === "labels") && spec.from === "logits";

function bothClasses(model: RunnableGraph, from: "sigmoid" | "logit"): RunnableGraph {
  const builder = new GraphBuilder(model.graph);
  const asColumn = (value: Value): string => {
    const { name, shape } = toTfjs(builder, value);
    return shape.length === 1 ? name : builder.add("Reshape", [name, builder.constant(int64([-1, 1]), "column")]);
  };
  const both = (first: string, second: string): Value => ({
    name: builder.add("Concat", [first, second], { axis: int(1) }, "both"),
    shape: [2],
    layout: tfjsLayout,
  });
  const { logit, probability } = model.outputs;
  if (model.finalActivation !== "sigmoid" && from === "sigmoid") {
    const p = asColumn(probability);
    const one = builder.constant(float32(1), "one");
    const answers = both(builder.add("Sub", [one, p]), p);
    return withEnds(model, builder, { logit: answers, probability: answers }, undefined);
  }
  const z = asColumn(logit);
  const opposite = builder.add("Neg", [z]);
  const p = model.finalActivation === "sigmoid" ? asColumn(probability) : builder.add("Sigmoid", [z]);
  const ends = { logit: both(opposite, z), probability: both(builder.add("Sigmoid", [opposite]), p) };
  return withEnds(model, builder, ends, "sigmoid");
}

function withEnds(
  model: RunnableGraph,
  builder: GraphBuilder,
  outputs: RunnableGraph["outputs"],
  finalActivation: RunnableGraph["finalActivation"],
): RunnableGraph {
  const ends = [outputs.logit, outputs.probability].map(
    ({ name }) => ({ name, type: "float32", shape: undefined }) as const,
  );
  return { ...model, graph: builder.build(model.graph.inputs, ends), outputs, finalActivation };
}
