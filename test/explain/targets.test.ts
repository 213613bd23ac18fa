import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { float32, int, int64, ints } from "../../kernel/library/engine/graph/constants.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import { loadOnnx } from "../../kernel/library/engine/index.ts";
import type { Model } from "../../kernel/library/engine/model.ts";
import {
  type AttributeOptions,
  InputXGradient,
  NoiseTunnel,
  Saliency,
  ShapleyValues,
} from "../../kernel/library/explain/index.ts";
import { OptionError, TargetError } from "../../kernel/library/ground/errors.ts";
import { infidelity } from "../../kernel/library/metrics/index.ts";
import { ready } from "../tensorflow.ts";

const x = { values: [1, 2, 3, 4], shape: [1, 4] };
const near = (found: ArrayLike<number>, expected: readonly number[]) => {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries()) assert.ok(Math.abs(found[i] - value) < 1e-4, `${Array.from(found)}`);
};

/** Four numbers as a grid of 2 × 2 places with three classes: class c of a place is (c + 1) times its number. */
function pixels(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.reshape({ targetShape: [2, 2, 1], inputShape: [4] }),
      tf.layers.conv2d({ filters: 3, kernelSize: 1, weights: [tf.tensor4d([1, 2, 3], [1, 1, 1, 3]), tf.zeros([3])] }),
    ],
  });
}

/** Two outputs: `sum`, of all four numbers, and `both`, three times and five times the first. */
function twoOutputs(): tf.LayersModel {
  const input = tf.input({ shape: [4], name: "x" });
  const sum = tf.layers.dense({ units: 1, name: "sum", kernelInitializer: "ones" }).apply(input) as tf.SymbolicTensor;
  const kernel = tf.tensor2d([3, 5, 0, 0, 0, 0, 0, 0], [4, 2]);
  const both = tf.layers.dense({ units: 2, name: "both", weights: [kernel, tf.zeros([2])] }).apply(input);
  return tf.model({ inputs: input, outputs: [sum, both as tf.SymbolicTensor] });
}

function twoOutputsOnnx() {
  const builder = new GraphBuilder();
  builder.name("x");
  const axes = builder.constant(int64([1]));
  const sum = builder.add("ReduceSum", ["x", axes], { keepdims: int(1) }, "sum");
  const kernel = builder.constant(float32([3, 5, 0, 0, 0, 0, 0, 0], [4, 2]));
  const both = builder.add("MatMul", ["x", kernel], {}, "both");
  const grid = builder.add("Reshape", ["x", builder.constant(int64([0, 2, 2]))], {}, "grid");
  const turned = builder.add("Transpose", [grid], { perm: ints([0, 2, 1]) }, "turned");
  const outputs = [sum, both, turned].map((name) => ({ name, type: "float32" as const, shape: undefined }));
  return builder.build([{ name: "x", type: "float32", shape: ["n", 4] }], outputs);
}

const product = async (model: Model, options: AttributeOptions, inputs = x) =>
  new InputXGradient(model).attribute(inputs, options);

describe("targets", () => {
  before(ready);

  it("are a tuple of an output with more axes, for all inputs", async () => {
    for (const engine of ["onnx", "tfjs"] as const) {
      near((await product(pixels(), { engine, target: [1, 0, 2] })).values, [0, 0, 9, 0]);
      near((await product(pixels(), { engine, target: [0, 1, 1] })).values, [0, 4, 0, 0]);
      near((await product(pixels(), { engine, target: 8 })).values, [0, 0, 9, 0]);
      near((await product(pixels(), { engine })).values, [0, 0, 0, 12]);
    }
    const shap = await new ShapleyValues(pixels()).attribute(x, { target: [1, 0, 2], output: "logit" });
    near(shap.values, [0, 0, 9, 0]);
    near(shap.answers ?? [], [9]);
  });

  it("are a list of tuples, one for each input, or a typed array of places", async () => {
    const three = { values: [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4], shape: [3, 4] };
    const each = [0, 2, 0, 0, 0, 0, 0, 12, 0, 6, 0, 0].map((value, i) => (i === 1 ? 2 : value));
    const tuples = [
      [0, 1, 0],
      [1, 1, 2],
      [0, 1, 2],
    ];
    near((await product(pixels(), { target: tuples }, three)).values, each);
    near((await product(pixels(), { target: Int32Array.of(3, 11, 5) }, three)).values, each);
    // Three numbers are one tuple here, although there are three inputs.
    near((await product(pixels(), { target: [0, 0, 0] }, three)).values, [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
    const several = await product(pixels(), {
      targets: [
        [0, 0, 0],
        [1, 1, 2],
      ],
    });
    assert.deepEqual(several.shape, [2, 1, 4]);
    near(several.values, [1, 0, 0, 0, 0, 0, 0, 12]);
    const noisy = await new NoiseTunnel(new Saliency(pixels())).attribute(three, { target: tuples, nSamples: 3 });
    near(noisy.values, [0, 1, 0, 0, 0, 0, 0, 3, 0, 3, 0, 0]);
  });

  it("keep their meaning for a vector: one class for each input", async () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 3, inputShape: [1], weights: [tf.tensor2d([[1, 2, 3]]), tf.zeros([3])] })],
    });
    const three = { values: [1, 1, 1], shape: [3, 1] };
    near((await product(model, { target: [2, 0, 1] }, three)).values, [3, 1, 2]);
    near((await product(model, { target: [[2], [0], [1]] }, three)).values, [3, 1, 2]);
    await assert.rejects(
      product(model, { target: [2, 0] }, three),
      /2 targets for 3 inputs: give one class, or one for each/,
    );
  });

  it("name another output than the first", async () => {
    for (const engine of ["onnx", "tfjs"] as const) {
      const model = twoOutputs();
      near((await product(model, { engine })).values, [1, 2, 3, 4]);
      near((await product(model, { engine, target: { sum: 0 } })).values, [1, 2, 3, 4]);
      const map = await product(model, { engine, target: { both: 0 } });
      near(map.values, [3, 0, 0, 0]);
      near(map.probabilities, [3, 5]);
      near(map.answers ?? [], [3]);
      assert.deepEqual([map.outputName, map.outputSpec?.name], ["both", "both"]);
      near((await product(model, { engine, target: { both: "predicted" } })).values, [5, 0, 0, 0]);
      const all = await product(model, { engine, targets: { both: "all" } });
      near(all.values, [3, 0, 0, 0, 5, 0, 0, 0]);
      const tunnel = new NoiseTunnel(new Saliency(model));
      near((await tunnel.attribute(x, { engine, target: { both: 1 }, nSamples: 3 })).values, [5, 0, 0, 0]);
    }
  });

  it("name an output of an ONNX file; loadOnnx's own choice stays the first", async () => {
    const file = encodeModel(twoOutputsOnnx());
    const model = await loadOnnx(file);
    assert.deepEqual(model.outputNames, ["sum", "both", "turned"]);
    near((await product(model, {})).values, [1, 2, 3, 4]);
    const map = await product(model, { target: { both: 1 } });
    near(map.values, [5, 0, 0, 0]);
    assert.equal(map.outputSpec?.name, "both");
    near((await product(model, { target: { turned: [0, 1] } })).values, [0, 0, 3, 0]);
    const chosen = await loadOnnx(file, { output: "both" });
    near((await product(chosen, { target: 0 })).values, [3, 0, 0, 0]);
    near((await product(chosen, { target: { sum: 0 } })).values, [1, 2, 3, 4]);
  });

  it("are asked for again by what measures a map", async () => {
    const map = await product(twoOutputs(), { target: { both: 1 } });
    const { scores } = await infidelity(twoOutputs(), map);
    near(scores, [0]);
  });

  it("that are not there are errors that say what there is", async () => {
    const refuses = (
      model: Model,
      options: AttributeOptions,
      kind: typeof TargetError | typeof OptionError,
      message: RegExp,
    ) => assert.rejects(product(model, options), (error) => error instanceof kind && message.test(error.message));
    await refuses(
      pixels(),
      { target: [2, 0, 0] },
      TargetError,
      /\[2, 0, 0\] is out of range: axis 0 of .*\[2, 2, 3\] has 0 to 1/,
    );
    for (const word of ["cat", "predicted"]) {
      const wrong = { target: word } as unknown as AttributeOptions;
      await refuses(
        pixels(),
        wrong,
        TargetError,
        new RegExp(`^target is "${word}", but the model's classes have no names: give the class's number`),
      );
    }
    await refuses(pixels(), { target: [0, 0, -1] }, TargetError, /axis 2 of/);
    await refuses(pixels(), { target: [0, 0, 0.5] }, TargetError, /axis 2 of/);
    await refuses(
      pixels(),
      { target: [0, 0] },
      TargetError,
      /\[0, 0\] has 2 numbers, but an output of shape \[2, 2, 3\] takes 3/,
    );
    await refuses(
      pixels(),
      { target: 12 },
      TargetError,
      /target 12 is out of range: the model has 12 outputs \(0–11\)/,
    );
    await refuses(
      pixels(),
      {
        target: [
          [0, 0, 0],
          [0, 0, 1],
        ],
      },
      TargetError,
      /2 targets for 1 inputs/,
    );
    await refuses(pixels(), { target: "2" as never }, TargetError, /"2"/);
    await refuses(twoOutputs(), { target: { bth: 0 } }, TargetError, /no output bth: its outputs are sum, both/);
    await refuses(
      twoOutputs(),
      { target: { both: 2 } },
      TargetError,
      /target 2 is out of range: the model has 2 outputs/,
    );
    await refuses(
      twoOutputs(),
      { target: { both: 0, sum: 0 } },
      OptionError,
      /target names 2 outputs: one is explained at a time/,
    );
    await refuses(twoOutputs(), { target: {} }, OptionError, /target names 0 outputs/);
    await refuses(twoOutputs(), { target: 0, targets: "all" }, OptionError, /target or targets, not both/);
    await refuses(
      await loadOnnx(encodeModel(twoOutputsOnnx())),
      { target: { z: 0 } },
      TargetError,
      /no output z: its outputs are sum, both, turned/,
    );
  });
});
