import { readFileSync } from "node:fs";
import { join } from "node:path";
import { float32, int, int64, ints } from "../../kernel/library/engine/graph/constants.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import { loadOnnx } from "../../kernel/library/engine/index.ts";
import { decodePicture } from "../../kernel/library/inputFiles/decodePicture.node.ts";
import { root } from "../goldens.ts";

/** Where a part of `chelsea.png` begins, and its size, in pixels. */
interface Cut {
  readonly top: number;
  readonly left: number;
  readonly side: number;
}

/** A part of the photograph of a cat, (x − 127) / 128, its channels first. */
export function cat({ top, left, side }: Cut) {
  const { width, data } = decodePicture(readFileSync(join(root, "notebooks/data/chelsea.png")));
  const values = new Float32Array(3 * side * side);
  for (let i = 0; i < values.length; i++) {
    const [channel, row, column] = [Math.floor(i / side / side), Math.floor(i / side) % side, i % side];
    values[i] = (data[((row + top) * width + column + left) * 3 + channel] - 127) / 128;
  }
  return { values, shape: [1, 3, side, side] };
}

export const lite0 = () => loadOnnx(readFileSync(join(root, "packaging/models/efficientnet-lite0.onnx")));

/** Numbers in −reach … reach: murmur3's last step over the count, as `test/golden/pictures/deep.py` has it. */
function hashed(count: number, offset: number, reach: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    let h = i + offset;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h = (h ^ (h >>> 16)) >>> 0;
    return (h / 2 ** 31 - 1) * reach;
  });
}

/** torchvision's ResNet-18 for 10 classes with weights by a hash; `end` is the last feature map. */
export async function resnet18(side: number) {
  const builder = new GraphBuilder();
  builder.name("image");
  let offset = 1;
  const convolution = (x: string, from: number, to: number, kernel: number, stride: number) => {
    const pad = (kernel - 1) / 2;
    const shape = [to, from, kernel, kernel];
    const weights = hashed(to * from * kernel * kernel, offset, Math.sqrt(6 / (to * kernel * kernel)));
    offset += weights.length;
    const convolved = builder.add("Conv", [x, builder.constant(float32(weights, shape))], {
      strides: ints([stride, stride]),
      pads: ints([pad, pad, pad, pad]),
    });
    const each = (value: number) => builder.constant(float32(new Float32Array(to).fill(value), [to]));
    return builder.add("BatchNormalization", [convolved, each(1), each(0), each(0), each(1)], {
      epsilon: { kind: "float", value: 1e-5 },
    });
  };
  const block = (x: string, from: number, to: number, stride: number) => {
    const first = builder.add("Relu", [convolution(x, from, to, 3, stride)]);
    const second = convolution(first, to, to, 3, 1);
    const beside = stride === 1 ? x : convolution(x, from, to, 1, stride);
    return builder.add("Relu", [builder.add("Add", [second, beside])], {}, "block");
  };
  let x = builder.add("Relu", [convolution("image", 3, 64, 7, 2)]);
  x = builder.add("MaxPool", [x], { kernel_shape: ints([3, 3]), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) });
  for (const [from, to, stride] of [
    [64, 64, 1],
    [64, 128, 2],
    [128, 256, 2],
    [256, 512, 2],
  ]) {
    x = block(block(x, from, to, stride), to, to, 1);
  }
  const mean = builder.add("Reshape", [builder.add("GlobalAveragePool", [x]), builder.constant(int64([0, 512], [2]))]);
  const weights = hashed(5120, offset, 512 ** -0.5);
  const bias = hashed(10, offset + 5120, 512 ** -0.5);
  const given = [mean, builder.constant(float32(weights, [10, 512])), builder.constant(float32(bias, [10]))];
  const logits = builder.add("Gemm", given, { transB: int(1) }, "logits");
  const inputs = [{ name: "image", type: "float32", shape: ["n", 3, side, side] }] as const;
  const graph = builder.build([...inputs], [{ name: logits, type: "float32", shape: ["n", 10] }]);
  return { model: await loadOnnx(encodeModel(graph)), end: x };
}
