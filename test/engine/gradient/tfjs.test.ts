import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { float, int, int64, ints, string } from "../../../kernel/library/engine/graph/constants.ts";
import type { Attributes } from "../../../kernel/library/engine/graph/GraphBuilder.ts";
import type { Constant } from "../../../kernel/library/engine/graph/graph.ts";
import { readyOn } from "../../tensorflow.ts";
import { close, distinct, gradientsOf, type Inputs, operator, random } from "./checkGradients.ts";

const toTensor = ({ data, shape }: Constant) => tf.tensor(data as Float32Array, [...shape]);
const toConstant = (tensor: tf.Tensor): Constant => ({
  type: "float32",
  shape: tensor.shape,
  data: tensor.dataSync() as Float32Array,
});

/** Channels first, and back: [n, c, h, w] ↔ [n, h, w, c]. */
const first = (t: tf.Tensor) => tf.transpose(t, [0, 3, 1, 2]);
const last = (t: tf.Tensor) => tf.transpose(t, [0, 2, 3, 1]) as tf.Tensor4D;
/** A kernel [out, in, h, w] as tfjs has it, [h, w, in, out]. */
const hwio = (t: tf.Tensor) => tf.transpose(t, [2, 3, 1, 0]) as tf.Tensor4D;

/** The same operator in tfjs, the same gradients of Σ seed · y. */
async function equalsTfjs(
  inputs: Inputs,
  graph: ReturnType<typeof operator>,
  inTfjs: (...tensors: tf.Tensor[]) => tf.Tensor,
): Promise<void> {
  const names = Object.keys(inputs).filter((name) => inputs[name]?.type === "float32");
  const tensors = names.map((name) => toTensor(inputs[name] as Constant));
  tf.engine().startScope();
  const y = toConstant(inTfjs(...tensors));
  const seed = random(5, y.shape);
  const expected = tf
    .grads((...all: tf.Tensor[]) => inTfjs(...all))(tensors, toTensor(seed))
    .map(toConstant);
  tf.engine().endScope();
  tf.dispose(tensors);
  const { outputs, gradients } = await gradientsOf(graph, inputs, { of: "y", withRespectTo: names, seed });
  close(outputs.y?.data as Float32Array, y.data as Float32Array, 1e-5, "y");
  for (const [index, name] of names.entries()) {
    const ours = gradients.get(name);
    assert.deepEqual(ours?.shape, expected[index]?.shape);
    close(ours?.data as Float32Array, expected[index]?.data as Float32Array, 1e-5, `d/d${name}`);
  }
}

const pads = fc.constantFrom("same", "valid") as fc.Arbitrary<"same" | "valid">;
const autoPad = (pad: "same" | "valid") => string(pad === "same" ? "SAME_UPPER" : "VALID");
const small = fc.integer({ min: 1, max: 3 });
const size = fc.integer({ min: 4, max: 8 });

describe("gradients equal those of tfjs", () => {
  before(() => readyOn("cpu"));

  it("conv2d, strided, dilated and padded", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), pads, small, small, size, async (seed, pad, kernel, stride, width) => {
        const x = random(seed, [2, 3, width, 7]);
        const w = random(seed + 1, [4, 3, kernel, 2]);
        const attributes = { auto_pad: autoPad(pad), strides: ints([stride, 1]), kernel_shape: ints([kernel, 2]) };
        await equalsTfjs({ x, w }, operator("Conv", { x, w }, attributes), (a, b) =>
          first(tf.conv2d(last(a as tf.Tensor), hwio(b as tf.Tensor), [stride, 1], pad)),
        );
      }),
      { numRuns: 15 },
    ));

  it("depthwiseConv2d", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), pads, small, small, async (seed, pad, kernel, stride) => {
        const x = random(seed, [2, 3, 6, 6]);
        // [in, multiplier, h, w] in tfjs's mind; ONNX has the multiplied channels in one axis.
        const w = random(seed + 1, [6, 1, kernel, kernel]);
        const attributes = { auto_pad: autoPad(pad), strides: ints([stride, stride]), group: int(3) };
        await equalsTfjs({ x, w }, operator("Conv", { x, w }, attributes), (a, b) => {
          const filter = tf.transpose(tf.reshape(b as tf.Tensor, [3, 2, kernel, kernel]), [2, 3, 0, 1]);
          return first(tf.depthwiseConv2d(last(a as tf.Tensor), filter as tf.Tensor4D, stride, pad));
        });
      }),
      { numRuns: 12 },
    ));

  it("conv2dTranspose", async () => {
    for (const stride of [1, 2]) {
      const x = random(1, [2, 3, 4, 4]);
      const w = random(2, [3, 2, 3, 3]);
      const sizes = [4 * stride, 4 * stride];
      const attributes = { auto_pad: string("SAME_UPPER"), strides: ints([stride, stride]), output_shape: ints(sizes) };
      await equalsTfjs({ x, w }, operator("ConvTranspose", { x, w }, attributes), (a, b) => {
        const filter = tf.transpose(b as tf.Tensor, [2, 3, 1, 0]) as tf.Tensor4D;
        const shape: [number, number, number, number] = [2, 4 * stride, 4 * stride, 2];
        return first(tf.conv2dTranspose(last(a as tf.Tensor), filter, shape, stride, "same"));
      });
    }
  });

  it("maxPool (also where many cells are equal) and avgPool", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), pads, small, small, size, async (seed, pad, kernel, stride, width) => {
        // onnxruntime refuses the negative padding that SAME means for windows farther apart than they are wide.
        fc.pre(kernel >= stride);
        const fine = distinct(seed, [2, 2, width, 6]);
        // Few different values: most windows have ties.
        const coarse = { ...fine, data: (fine.data as Float32Array).map((v) => Math.round(v / 4)) };
        const attributes = {
          kernel_shape: ints([kernel, kernel]),
          strides: ints([stride, stride]),
          auto_pad: autoPad(pad),
        };
        for (const x of [fine, coarse]) {
          await equalsTfjs({ x }, operator("MaxPool", { x }, attributes), (a) =>
            first(tf.maxPool(last(a as tf.Tensor), kernel, stride, pad)),
          );
        }
        // Where it pads, tfjs divides an average's gradient by the whole window, and its value by the cells inside.
        if (pad === "same") return;
        await equalsTfjs({ x: fine }, operator("AveragePool", { x: fine }, attributes), (a) =>
          first(tf.avgPool(last(a as tf.Tensor), kernel, stride, pad)),
        );
      }),
      { numRuns: 15 },
    ));

  const unary: readonly [op: string, f: (x: tf.Tensor) => tf.Tensor, attributes?: Attributes][] = [
    ["Relu", tf.relu],
    ["LeakyRelu", (x) => tf.leakyRelu(x, 0.3), { alpha: float(0.3) }],
    ["Elu", tf.elu],
    ["Selu", tf.selu],
    ["Sigmoid", tf.sigmoid],
    ["Tanh", tf.tanh],
    ["Softplus", tf.softplus],
    ["Softmax", (x) => tf.softmax(x)],
    ["LogSoftmax", (x) => tf.logSoftmax(x)],
    ["Exp", tf.exp],
    ["Neg", tf.neg],
    ["Erf", tf.erf],
    ["Sin", tf.sin],
    ["ReduceSum", (x) => tf.sum(x), { keepdims: int(0) }],
    ["ReduceMean", (x) => tf.mean(x, [1], true), { axes: ints([1]) }],
    ["Transpose", (x) => tf.transpose(x), {}],
  ];
  for (const [op, f, attributes] of unary) {
    it(`${op}, zeros among the values`, async () => {
      const x: Constant = {
        type: "float32",
        shape: [2, 5],
        data: Float32Array.of(0, -1, 2, 0.5, -0.25, 3, 0, -3, 1, 0.1),
      };
      await equalsTfjs({ x }, operator(op, { x }, attributes), (a) => f(a as tf.Tensor));
    });
  }

  it("add, mul, div, sub, maximum, matMul, gather, batchNorm", async () => {
    const a = random(1, [2, 3, 4]);
    const b = random(2, [3, 1], 0.5, 2);
    const two = (f: (p: tf.Tensor, q: tf.Tensor) => tf.Tensor) => (p?: tf.Tensor, q?: tf.Tensor) =>
      f(p as tf.Tensor, q as tf.Tensor);
    await equalsTfjs({ a, b }, operator("Add", { a, b }), two(tf.add));
    await equalsTfjs({ a, b }, operator("Mul", { a, b }), two(tf.mul));
    await equalsTfjs({ a, b }, operator("Div", { a, b }), two(tf.div));
    await equalsTfjs({ a, b }, operator("Sub", { a, b }), two(tf.sub));
    const d = random(9, [2, 3, 4]);
    await equalsTfjs({ a, d }, operator("Max", { a, d }), two(tf.maximum));
    const c = random(3, [2, 4, 5]);
    await equalsTfjs(
      { a, c },
      operator("MatMul", { a, c }),
      two((p, q) => tf.matMul(p, q)),
    );
    const indices = int64([2, 0, 2]);
    await equalsTfjs({ a, indices }, operator("Gather", { a, indices }, { axis: int(1) }), (p) =>
      tf.gather(p as tf.Tensor, tf.tensor1d([2, 0, 2], "int32"), 1),
    );
    const scale = random(4, [3]);
    const bias = random(5, [3]);
    const mean = random(6, [3]);
    const variance = random(7, [3], 0.5, 2);
    const inputs = { x: random(8, [2, 3, 2, 2]), scale, bias };
    const graph = operator("BatchNormalization", { ...inputs, mean, variance }, { epsilon: float(1e-3) });
    const fixed = {
      ...graph,
      inputs: graph.inputs.slice(0, 3),
      constants: new Map(Object.entries({ mean, variance })),
    };
    await equalsTfjs(inputs, fixed, (x, s, o) =>
      first(
        tf.batchNorm(
          last(x as tf.Tensor),
          toTensor(mean) as tf.Tensor1D,
          toTensor(variance) as tf.Tensor1D,
          o as tf.Tensor1D,
          s as tf.Tensor1D,
          1e-3,
        ),
      ),
    );
  });
});
