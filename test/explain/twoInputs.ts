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

/** The same function as a TensorFlow graph: `words` are whole numbers where asked for. */
export function linearOfTwoGraph({ whole = false } = {}): tf.GraphModel {
  const type = (name: string) => ({ T: { type: name } });
  const shapeOf = (size: number) => ({ shape: { shape: { dim: [{ size: "-1" }, { size: String(size) }] } } });
  const scalar = { value: { tensor: { dtype: "DT_INT32", tensorShape: {} } }, dtype: { type: "DT_INT32" } };
  const placeholder = (name: string, size: number, dtype = "DT_FLOAT") => ({
    name,
    op: "Placeholder",
    attr: { dtype: { type: dtype }, ...shapeOf(size) },
  });
  const kernel = new Float32Array([2, 3, 5]);
  const axis = new Int32Array([1]);
  const data = new Uint8Array([...new Uint8Array(kernel.buffer), ...new Uint8Array(axis.buffer)]);
  return tf.loadGraphModelSync({
    modelTopology: {
      node: [
        placeholder("a", 2),
        placeholder("b", 1, whole ? "DT_INT32" : "DT_FLOAT"),
        {
          name: "kernel",
          op: "Const",
          attr: {
            dtype: { type: "DT_FLOAT" },
            value: { tensor: { dtype: "DT_FLOAT", tensorShape: { dim: [{ size: "3" }, { size: "1" }] } } },
          },
        },
        { name: "axis", op: "Const", attr: scalar },
        {
          name: "cast",
          op: "Cast",
          input: ["b"],
          attr: { SrcT: { type: whole ? "DT_INT32" : "DT_FLOAT" }, DstT: { type: "DT_FLOAT" } },
        },
        {
          name: "both",
          op: "ConcatV2",
          input: ["a", "cast", "axis"],
          attr: { N: { i: "2" }, ...type("DT_FLOAT"), Tidx: { type: "DT_INT32" } },
        },
        {
          name: "y",
          op: "MatMul",
          input: ["both", "kernel"],
          attr: { ...type("DT_FLOAT"), transpose_a: { b: false }, transpose_b: { b: false } },
        },
      ],
      versions: { producer: 1 },
    },
    weightSpecs: [
      { name: "kernel", shape: [3, 1], dtype: "float32" },
      { name: "axis", shape: [], dtype: "int32" },
    ],
    weightData: data.buffer as ArrayBuffer,
    format: "graph-model",
  } as tf.io.ModelArtifacts) as tf.GraphModel;
}
