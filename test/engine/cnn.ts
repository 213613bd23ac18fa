import { float32, ints } from "../../kernel/library/engine/graph/constants.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import type { Constant, Graph } from "../../kernel/library/engine/graph/graph.ts";
import { goldens } from "../goldens.ts";

/** The weights of modelA in ONNX's layout: kernels [32, 1, 3, 3], and the dense rows in tfjs's order. */
export interface CnnWeights {
  readonly kernel: Constant;
  readonly bias: Constant;
  readonly dense: Constant;
  readonly denseBias: Constant;
}

/** Weights of the golden network, or any others of its shape. */
export function goldenWeights(): CnnWeights {
  const golden = goldens("modelA/weights");
  const values = (name: string) => golden(name).values as Float32Array;
  const hwio = values("conv1_kernel");
  const kernel = Float32Array.from({ length: 288 }, (_, i) => hwio[(i % 9) * 32 + Math.floor(i / 9)] ?? 0);
  return {
    kernel: float32(kernel, [32, 1, 3, 3]),
    bias: float32(values("conv1_bias")),
    dense: float32(values("fc_kernel"), [5408, 10]),
    denseBias: float32(values("fc_bias")),
  };
}

/** modelA's network: `x` [n, 28, 28, 1] → conv 32 3×3, `relu`, max pool 2×2, `pool` → `logits` → `y` (softmax). */
export function cnn(weights: CnnWeights): Graph {
  const builder = new GraphBuilder();
  const kernel = builder.constant(weights.kernel, "kernel");
  const bias = builder.constant(weights.bias, "bias");
  const images = builder.add("Transpose", ["x"], { perm: ints([0, 3, 1, 2]) }, "images");
  const convolved = builder.add("Conv", [images, kernel, bias], { kernel_shape: ints([3, 3]) }, "convolved");
  const relu = builder.add("Relu", [convolved], {}, "relu");
  const pool = builder.add("MaxPool", [relu], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }, "pool");
  const last = builder.add("Transpose", [pool], { perm: ints([0, 2, 3, 1]) }, "channelsLast");
  const flat = builder.add("Flatten", [last], {}, "flat");
  const dense = [builder.constant(weights.dense, "dense"), builder.constant(weights.denseBias, "denseBias")];
  const logits = builder.add("Gemm", [flat, ...dense], {}, "logits");
  const y = builder.add("Softmax", [logits], {}, "y");
  return builder.build(
    [{ name: "x", type: "float32", shape: ["n", 28, 28, 1] }],
    [
      { name: y, type: "float32", shape: ["n", 10] },
      { name: logits, type: "float32", shape: ["n", 10] },
    ],
  );
}
