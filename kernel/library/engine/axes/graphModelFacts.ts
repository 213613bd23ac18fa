import type * as tf from "@tensorflow/tfjs";
import type { LayerFact } from "../runner.ts";
import type { TfNode } from "../tfjs/graphNodes.ts";
import { AxisFacts, convolved } from "./AxisFacts.ts";

const set = (names: string) => new Set(names.split(" "));

const windows = set(
  "Conv2D _FusedConv2D DepthwiseConv2dNative FusedDepthwiseConv2dNative Conv2DBackpropInput Conv3D MaxPool AvgPool " +
    "MaxPool3D AvgPool3D MaxPoolWithArgmax DepthToSpace SpaceToDepth LRN",
);
const normalizations = set("FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3");
const pictures = set("ResizeBilinear ResizeNearestNeighbor");
const merging = set(
  "Add AddV2 AddN Sub Mul RealDiv Div Maximum Minimum Pow SquaredDifference BiasAdd Prelu FloorDiv Select SelectV2",
);
const along = set(
  "Identity Relu Relu6 Elu Selu LeakyRelu Sigmoid Tanh Softplus Softmax LogSoftmax Abs Neg Exp Log Sqrt Rsqrt Square Erf " +
    "Cast Pad PadV2 MirrorPad Slice StridedSlice Clip ClipByValue StopGradient Tile",
);
/** Nodes whose maps are another node's: pooled, or in another order. */
const passing = set(
  "Identity MaxPool AvgPool MaxPool3D AvgPool3D Transpose Reshape Pad PadV2 MirrorPad Slice StridedSlice StopGradient",
);

/**
 * What is known of the nodes of a graph, in the order in which they are computed.
 *
 * @param nodes those that lead to the answer, each behind those that it reads.
 * @param shapes with the batch axis, of those that are known.
 * @param ends the answer, and what its activation is of.
 */
export function graphModelFacts(
  nodes: readonly TfNode[],
  shapes: ReadonlyMap<string, readonly number[]>,
  constantOf: (name: string) => tf.Tensor | undefined,
  ends: readonly string[],
): LayerFact[] {
  const facts = new AxisFacts((value) => shapes.get(value));
  const numbersOf = (node: TfNode | undefined) => {
    const constant = node?.op === "Const" ? constantOf(node.name) : undefined;
    return constant && Array.from(constant.dataSync());
  };
  for (const { name, op, inputs, attrParams } of nodes) {
    const format = attrParams?.dataFormat?.value === "NCHW" ? "channelsFirst" : "channelsLast";
    const first = inputs[0]?.name ?? "";
    const fixed = (value: string) => facts.are(value, convolved(shapes.get(value)?.length ?? 0, format));
    if (windows.has(op) || normalizations.has(op) || pictures.has(op)) {
      // The transposed convolution takes its map last.
      fixed(op === "Conv2DBackpropInput" ? (inputs[2]?.name ?? "") : first);
      fixed(name);
    } else if (merging.has(op)) for (const input of inputs) facts.alike(input.name, name);
    else if (along.has(op)) facts.along(first, name);
    else if (op === "ConcatV2") for (const input of inputs.slice(0, -1)) facts.along(input.name, name);
    else if (op === "Reshape" || op === "Squeeze" || op === "ExpandDims") facts.reshaped(first, name);
    else if (op === "Transpose") facts.permuted(first, name, numbersOf(inputs[1]) ?? []);
    else if (op === "Mean" || op === "Sum" || op === "Max") {
      const axes = numbersOf(inputs[1])?.map((axis) => (axis < 0 ? axis + (shapes.get(first)?.length ?? 0) : axis));
      const kept = [...(shapes.get(first) ?? []).keys()].filter((axis) => !axes?.includes(axis));
      if (shapes.get(name)?.length === shapes.get(first)?.length) facts.along(first, name);
      else if (axes && kept.length === shapes.get(name)?.length) {
        for (const [to, axis] of kept.entries()) facts.same(first, axis, name, to);
      }
    }
  }
  return nodes
    .filter(({ op }) => op !== "Const" && op !== "Placeholder")
    .map(({ name, op }) => ({
      name,
      shape: shapes.get(name)?.slice(1),
      axes: facts.of(name),
      passesOn: passing.has(op),
      isAnswer: ends.includes(name),
    }));
}
