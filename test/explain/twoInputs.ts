import * as tf from "@tensorflow/tfjs";
import { float32, int } from "../../kernel/library/engine/graph/constants.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import { loadOnnx, type OnnxModel } from "../../kernel/library/engine/index.ts";

/** f = 2 a₁ + 3 a₂ + 5 b + 1 of the inputs `a` [2] and `b` [1]. */
export function linearOfTwo(): tf.LayersModel {
  const [a, b] = [tf.input({ shape: [2], name: "a" }), tf.input({ shape: [1], name: "b" })];
  const joined = tf.layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
  const dense = tf.layers.dense({
    units: 1,
    weights: [tf.tensor2d([[2], [3], [5]]), tf.tensor1d([1])],
  });
  return tf.model({ inputs: [a, b], outputs: dense.apply(joined) as tf.SymbolicTensor });
}

/** The same function as an ONNX file: `b` comes first there, as whole numbers where asked for. */
export function linearOfTwoOnnx({ whole = false } = {}): Promise<OnnxModel> {
  const builder = new GraphBuilder();
  for (const name of ["b", "a"]) builder.name(name);
  const b = whole ? builder.add("Cast", ["b"], { to: int(1) }) : "b";
  const all = builder.add("Concat", ["a", b], { axis: int(1) });
  const product = builder.add("MatMul", [all, builder.constant(float32([2, 3, 5], [3, 1]))]);
  const y = builder.add("Add", [product, builder.constant(float32([1]))], {}, "y");
  const graph = builder.build(
    [
      { name: "b", type: whole ? "int64" : "float32", shape: ["n", 1] },
      { name: "a", type: "float32", shape: ["n", 2] },
    ],
    [{ name: y, type: "float32", shape: undefined }],
  );
  return loadOnnx(encodeModel(graph));
}

export const a = { values: Float32Array.of(1, 1), shape: [1, 2] };
export const b = { values: Float32Array.of(1), shape: [1, 1] };
