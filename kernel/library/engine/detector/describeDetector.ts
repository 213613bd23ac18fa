import * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import type { Signature } from "../../signature/Signature.ts";
import { tfjsLayout, type Value } from "../fromLayers/Value.ts";
import type { Graph } from "../graph/graph.ts";
import { explainableOutputs, onlyShape, rowShape } from "../onnx/choose.ts";
import type { FromOnnxOptions } from "../onnx/fromOnnx.ts";
import type { RunnableGraph } from "../onnx/RunnableGraph.ts";
import type { Batch } from "../runner.ts";
import { graphInput } from "../signature/graphInput.ts";
import { type Detector, detectorOf, hasSuppression } from "./detectorOf.ts";
import { withBatchAxis } from "./withBatchAxis.ts";

/** What a model with NonMaxSuppression inside finds; undefined for any other. */
export async function findDetector(graph: Graph, options: FromOnnxOptions): Promise<Detector | undefined> {
  const [input, ...others] = graph.inputs;
  if (!hasSuppression(graph) || !input || others.length > 0) return undefined;
  // Convolutions take pictures of four axes: one of three is a picture by itself.
  const isSingle = input.shape?.length === 3;
  const batched = isSingle ? { ...input, shape: ["n", ...(input.shape ?? [])] } : input;
  const row = rowShape(batched, onlyShape(options.inputShape, input.name));
  return detectorOf(graph, row, isSingle, options);
}

/** What an explainer is told of a detector: its picture, and outputs of boxes. */
export function describeDetector(
  graph: Graph,
  { row, isSingle }: Detector,
): { readonly runnable: RunnableGraph; readonly signature: Signature } {
  const [input] = graph.inputs;
  const read = isSingle ? withBatchAxis(graph, row) : { ...graph, inputs: [{ ...input, shape: ["n", ...row] }] };
  const none: Value = { name: "", shape: [0], layout: tfjsLayout };
  const signature: Signature = {
    inputs: [graphInput(read, read.inputs[0])],
    outputs: explainableOutputs(graph).map(({ name, shape = [] }) => ({
      kind: "boxes",
      name,
      shape: shape.map((size) => (typeof size === "number" ? size : null)),
    })),
  };
  const runnable: RunnableGraph = {
    graph,
    input: { name: input.name, shape: row, layout: tfjsLayout },
    outputs: { logit: none, probability: none },
    finalActivation: undefined,
    layers: new Map(),
  };
  return { runnable, signature };
}

/** Pictures as rows. @throws ShapeError for others than the model takes. */
export async function picturesFor(inputs: Inputs, row: readonly number[]): Promise<Batch> {
  if (!isInputArray(inputs) || inputs.shape.slice(1).join() !== row.join()) {
    const got = isInputArray(inputs) ? `[${inputs.shape.join(", ")}]` : say`something else`;
    throw new ShapeError(say`detect takes pictures [${["n", ...row].join(", ")}], but got ${got}`);
  }
  const values = inputs instanceof tf.Tensor ? await inputs.data() : inputs.values;
  return { values: Float32Array.from(values as ArrayLike<number>), count: inputs.shape[0] ?? 0 };
}
