import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { type ArrayBatch, arrayModel, describeModel } from "../../kernel/library/engine/index.ts";
import type { Model } from "../../kernel/library/engine/model.ts";
import {
  type AttributeOptions,
  DeepLift,
  ExpectedGradients,
  type Explanation,
  FeatureAblation,
  GradCam,
  GuidedGradCam,
  type Inputs,
  InputXGradient,
  IntegratedGradients,
  KernelShap,
  LayerActivation,
  Lime,
  Lrp,
  NoiseTunnel,
  Occlusion,
  PartitionShap,
  Saliency,
  ShapleyValues,
} from "../../kernel/library/explain/index.ts";
import { ShapeError } from "../../kernel/library/ground/errors.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { a, b, linearOfTwo, linearOfTwoGraph, linearOfTwoOnnx } from "./twoInputs.ts";

const near = (found: ArrayLike<number>, expected: readonly number[], tolerance = 1e-4) => {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(found[i] - value) <= tolerance, `${[...Array.from(found)]}`);
};

type Options = AttributeOptions & { seed?: number };
type Method = { attribute(inputs: Inputs, options?: Options): Promise<Explanation> };

/** Methods that give 2, 3 and 5 against 0, one of each family at least. */
const exact: Record<string, (model: Model) => Method> = {
  IntegratedGradients: (model) => new IntegratedGradients(model),
  InputXGradient: (model) => new InputXGradient(model),
  DeepLift: (model) => new DeepLift(model),
  FeatureAblation: (model) => new FeatureAblation(model),
  ShapleyValues: (model) => new ShapleyValues(model),
  KernelShap: (model) => new KernelShap(model),
};

describe("models of several inputs", () => {
  before(ready);

  for (const [name, make] of Object.entries(exact)) {
    it(`${name} gives each input its part`, async () => {
      const model = linearOfTwo();
      for (const engine of ["onnx", "tfjs"] as const) {
        for (const inputs of [{ a, b }, [a, b], { b, a }]) {
          const map = await make(model).attribute(inputs, { engine, output: "logit" });
          near(map.of("a").values, [2, 3]);
          near(map.of("b").values, [5]);
          assert.deepEqual(
            map.maps.map((each) => [each.name, each.shape]),
            [
              ["a", [1, 2]],
              ["b", [1, 1]],
            ],
          );
        }
      }
      const onnx = await linearOfTwoOnnx();
      const map = await make(onnx).attribute({ a, b }, { output: "logit" });
      assert.deepEqual(
        map.maps.map((each) => each.name),
        ["b", "a"],
      );
      near(map.of("a").values, [2, 3]);
      near(map.of("b").values, [5]);
      near((await make(onnx).attribute([b, a], { output: "logit" })).of("a").values, [2, 3]);
    });
  }

  it("are TensorFlow graphs too", async () => {
    const model = linearOfTwoGraph();
    for (const make of Object.values(exact)) {
      const map = await make(model).attribute({ a, b }, { output: "logit" });
      near([...map.of("a").values, ...map.of("b").values], [2, 3, 5]);
    }
    await assertNoLeak(async () => {
      near((await new IntegratedGradients(model).attribute([a, b])).of("b").values, [5]);
    });
    const whole = linearOfTwoGraph({ whole: true });
    const shap = await new ShapleyValues(whole).attribute({ a, b }, { output: "logit" });
    near([...shap.of("a").values, ...shap.of("b").values], [2, 3, 5]);
    near((await new IntegratedGradients(whole).attribute(a, { fixed: { b } })).values, [2, 3]);
    await assert.rejects(new IntegratedGradients(whole).attribute({ a, b }), /input b takes token numbers/);
    await assert.rejects(new Saliency(model).attribute(a), /takes 2 inputs: a \[n, 2\], b \[n, 1\]/);
  });

  it("may take whole numbers in an ONNX file", async () => {
    const whole = await linearOfTwoOnnx({ whole: true });
    const shap = await new ShapleyValues(whole).attribute({ a, b }, { output: "logit" });
    near([...shap.of("a").values, ...shap.of("b").values], [2, 3, 5]);
    near((await new IntegratedGradients(whole).attribute({ a }, { fixed: { b } })).values, [2, 3]);
    await assert.rejects(new IntegratedGradients(whole).attribute({ a, b }), /input b takes token numbers/);
  });

  it("takes tensors, and leaks none", async () => {
    const model = linearOfTwo();
    const inputs = { a: tf.tensor2d([[1, 1]]), b: tf.tensor2d([[1]]) };
    for (const engine of ["onnx", "tfjs"] as const) {
      await assertNoLeak(async () => {
        near((await new IntegratedGradients(model).attribute(inputs, { engine })).of("b").values, [5]);
      });
    }
  });

  it("gives rows of a batch what they get alone", async () => {
    const model = linearOfTwo();
    const two = { a: { values: [1, 1, 3, 4], shape: [2, 2] }, b: { values: [1, -2], shape: [2, 1] } };
    const map = await new ShapleyValues(model).attribute(two, { targets: [0], output: "logit" });
    assert.deepEqual(map.of("a").shape, [1, 2, 2]);
    near(map.of("a").values, [2, 3, 6, 12]);
    near(map.of("b").values, [5, -10]);
    near(map.answers ?? [], [11, 9]);
  });

  it("takes baselines for each input, by name, in order, or one number for all", async () => {
    const integrated = new IntegratedGradients(linearOfTwo());
    const given = async (baselines: ConstructorParameters<typeof Object>[0]) => {
      const map = await integrated.attribute({ a, b }, { baselines: baselines as never });
      return [...map.of("a").values, ...map.of("b").values];
    };
    near(await given({ a: { values: [1, 0], shape: [1, 2] }, b: 2 }), [0, 3, -5]);
    near(await given([1, 0]), [0, 0, 5]);
    near(await given({ b: 1 }), [2, 3, 0]);
    near(await given(1), [0, 0, 0]);
    near(
      await given([
        { a: 0, b: 0 },
        { a: 1, b: 1 },
      ]),
      [1, 1.5, 2.5],
    );
    await assert.rejects(
      given({ c: 1 }),
      (error) => error instanceof ShapeError && /baselines names c: .*a, b/.test(error.message),
    );
    await assert.rejects(
      given(a),
      (error) => error instanceof ShapeError && /several: give them by name/.test(error.message),
    );
  });

  it("takes a background of rows of each input", async () => {
    const model = linearOfTwo();
    const background = { a: { values: [0, 0, 1, 1], shape: [2, 2] }, b: { values: [0, 2], shape: [2, 1] } };
    const map = await new ShapleyValues(model).attribute({ a, b }, { background, output: "logit" });
    near([...map.of("a").values, ...map.of("b").values], [1, 1.5, 0]);
    const expected = await new ExpectedGradients(model).attribute({ a, b }, { baselines: background, nSamples: 64 });
    near([...expected.of("a").values, ...expected.of("b").values], [1, 1.5, 0], 0.3);
  });

  it("says what only one input has", async () => {
    const map = await new Saliency(linearOfTwo()).attribute({ a, b });
    for (const what of ["values", "shape", "inputs", "inputShape"] as const) {
      assert.throws(
        () => map[what],
        (error) => error instanceof ShapeError && /explains 2: a \[n, 2\], b \[n, 1\].*\.of\("a"\)/.test(error.message),
      );
    }
    assert.throws(() => map.of("c"), /no input c: a, b/);
    assert.throws(() => ({ ...map }), ShapeError);
  });

  it("ranks, saves and reads all inputs together", async () => {
    const map = await new IntegratedGradients(linearOfTwo()).attribute({ a, b });
    assert.deepEqual(
      map.top(2).map(({ input, position, value }) => [input, position, Math.round(value)]),
      [
        ["b", [0], 5],
        ["a", [1], 3],
      ],
    );
    near(
      map.top(1).map(({ share }) => share),
      [0.5],
    );
    const again = Object.getPrototypeOf(map).constructor.fromJSON(JSON.parse(JSON.stringify(map))) as Explanation;
    assert.deepEqual(again.of("a").values, map.of("a").values);
    assert.deepEqual(again.toJSON(), map.toJSON());
    assert.match(map.describe(), /^[A-Z].*\na: .*\nb: /s);
  });

  const wrong: [name: string, inputs: unknown, message: RegExp][] = [
    ["one array", a, /one array of shape \[1, 2\], but the model takes 2 inputs: a \[n, 2\], b \[n, 1\]/],
    ["a missing input", { a }, /the input b is missing: the model takes a \[n, 2\], b \[n, 1\]/],
    ["another name", { a, bb: b }, /no input bb: it takes a \[n, 2\], b \[n, 1\]\. Did you mean b\?/],
    ["a short list", [a], /a list of 1 inputs, but the model takes 2: a \[n, 2\], b \[n, 1\]/],
    ["a wrong shape", [b, b], /the input a has the shape \[1, 1\], but the model takes \[n, 2\]/],
    ["unequal numbers of rows", [a, { values: [1, 1], shape: [2, 1] }], /a has 1 rows and b has 2/],
    ["no array", { a, b: 3 }, /the input b is not a tensor or an array with its shape/],
    ["nothing", null, /a list of 0 inputs, but the model takes 2/],
  ];
  const all: Record<string, (model: Model) => Method> = {
    ...exact,
    Saliency: (model) => new Saliency(model),
    Lime: (model) => new Lime(model),
    Lrp: (model) => new Lrp(model),
    NoiseTunnel: (model) => new NoiseTunnel(new Saliency(model)),
    Occlusion: (model) => new Occlusion(model, { slidingWindowShapes: [1] }) as unknown as Method,
  };
  for (const [what, inputs, message] of wrong) {
    it(`refuses ${what}, naming the inputs and their shapes`, async () => {
      for (const model of [linearOfTwo()]) {
        for (const [name, make] of Object.entries(all)) {
          await assert.rejects(
            make(model).attribute(inputs as Inputs),
            (error) => error instanceof ShapeError && message.test(error.message),
            name,
          );
        }
      }
    });
  }

  it("takes the one input of a model by its name, or in a list", async () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" })],
    });
    const { name } = model.inputs[0].sourceLayer;
    for (const inputs of [{ [name]: a }, [a]]) {
      const map = await new IntegratedGradients(model).attribute(inputs);
      near(map.values, [1, 1]);
      assert.equal(map.maps.length, 1);
    }
    await assert.rejects(new IntegratedGradients(model).attribute({ x: a }), /no input x/);
    await assert.rejects(
      new IntegratedGradients(((x: tf.Tensor) => x.sum(1)) as never).attribute({ x: a }),
      /a function takes one array: write it as arrayModel/,
    );
  });

  it("holds inputs still", async () => {
    const model = linearOfTwo();
    for (const engine of ["onnx", "tfjs"] as const) {
      for (const [name, make] of Object.entries(exact)) {
        const map = await make(model).attribute(a, { fixed: { b }, engine, output: "logit" });
        near(map.values, [2, 3]);
        near(map.answers ?? [], [11]);
        assert.deepEqual(map.shape, [1, 2], name);
      }
    }
    const product = productOfTwo();
    const three = { a: { values: [1, 1, 1, 1, 1, 1], shape: [3, 2] } };
    const each = { b: { values: [1, 2, 3], shape: [3, 1] } };
    for (const [name, make] of Object.entries(exact)) {
      const map = await make(product).attribute(three, { fixed: each, output: "logit" });
      near(map.values, [1, 1, 2, 2, 3, 3], 1e-3);
      assert.equal(map.maps.length, 1, name);
    }
    const oneRow = await new Saliency(product).attribute(three, { fixed: { b: { values: [4], shape: [1] } } });
    near(oneRow.values, [4, 4, 4, 4, 4, 4]);
    const background = { values: [0, 0, 2, 2], shape: [2, 2] };
    const shap = await new ShapleyValues(product).attribute(three, { fixed: each, background, output: "logit" });
    near(shap.values, [0, 0, 0, 0, 0, 0]);
    near(shap.expectedValue ?? [], [2, 4, 6]);
    const expected = await new ExpectedGradients(product).attribute(three, { fixed: each, baselines: background });
    assert.ok(
      (expected.convergenceDelta ?? []).every((delta) => Math.abs(delta) < 1e-3),
      `${expected.convergenceDelta}`,
    );
  });

  it("slides windows over each input by itself", async () => {
    const occlusion = new Occlusion(linearOfTwo());
    const map = await occlusion.attribute({ a, b }, { slidingWindowShapes: { a: [2] }, output: "logit" });
    near([...map.of("a").values, ...map.of("b").values], [5, 5, 5]);
    const list = await occlusion.attribute([a, b], { slidingWindowShapes: [[1], [1]], strides: 1, output: "logit" });
    near([...list.of("a").values, ...list.of("b").values], [2, 3, 5]);
    await assert.rejects(
      occlusion.attribute({ a, b }, { slidingWindowShapes: [1] }),
      /has 1 entries: give one for each input, in the order a, b/,
    );
  });

  it("parts several inputs from each other first", async () => {
    const map = await new PartitionShap(linearOfTwo()).attribute({ a, b }, { output: "logit", maxEvals: 4 });
    near([...map.of("a").values, ...map.of("b").values], [2.5, 2.5, 5]);
    // Where the short input comes first, the middle of a row lies within the other.
    const other = await new PartitionShap(await linearOfTwoOnnx()).attribute(
      { a, b },
      { output: "logit", maxEvals: 4 },
    );
    near([...other.of("a").values, ...other.of("b").values], [2.5, 2.5, 5]);
  });

  it("adds noise of each input's own range, and none to what is held", async () => {
    const tunnel = new NoiseTunnel(new InputXGradient(linearOfTwo()));
    const still = { a: { values: [7, 7], shape: [1, 2] }, b };
    const map = await tunnel.attribute(still, { nSamples: 4 });
    near([...map.of("a").values, ...map.of("b").values], [14, 21, 5]);
    const product = new NoiseTunnel(new Saliency(productOfTwo()));
    const three = { values: [1, 5, 1, 5, 1, 5], shape: [3, 2] };
    const each = { b: { values: [1, 2, 3], shape: [3, 1] } };
    near((await product.attribute(three, { fixed: each, nSamples: 4 })).values, [1, 1, 2, 2, 3, 3]);
  });

  it("lays a class activation map over the picture", async () => {
    const model = pictureAndTable();
    const picture = { values: Float32Array.from({ length: 32 }, (_, i) => (i % 7) / 7), shape: [2, 4, 4, 1] };
    const table = { values: [1, 2, 3, 4], shape: [2, 2] };
    for (const engine of ["onnx", "tfjs"] as const) {
      const map = await new GradCam(model, "conv").attribute({ picture, table }, { engine });
      assert.deepEqual([map.shape, map.inputShape, map.inputSpec?.name], [[2, 4, 4, 1], [2, 4, 4, 1], "picture"]);
      assert.deepEqual(map.inputs, picture.values);
      const alone = await new GradCam(model, "conv").attribute({ picture }, { engine, fixed: { table } });
      near(map.values, [...alone.values]);
      const guided = await new GuidedGradCam(model, "conv").attribute({ picture, table }, { engine });
      assert.deepEqual(guided.shape, [2, 4, 4, 1]);
      const layer = await new LayerActivation(model, "conv").attribute({ picture, table }, { engine });
      assert.deepEqual(layer.shape, [2, 4, 4, 2]);
    }
  });

  it("takes functions of several inputs that say their names and shapes", async () => {
    const ask = ({ inputs = {} }: ArrayBatch) => {
      const { a, b } = inputs;
      assert.deepEqual([a.shape.slice(1), b.shape.slice(1)], [[2], [1]]);
      return Array.from(
        { length: a.shape[0] },
        (_, row) => 2 * a.values[2 * row] + 3 * a.values[2 * row + 1] + 5 * b.values[row] + 1,
      );
    };
    const model = arrayModel(ask, { inputs: { a: { shape: [2] }, b: { shape: [1] } } });
    assert.deepEqual(
      describeModel(model).inputs.map(({ name, shape }) => [name, shape]),
      [
        ["a", [2]],
        ["b", [1]],
      ],
    );
    for (const inputs of [{ a, b }, [a, b]]) {
      const map = await new ShapleyValues(model).attribute(inputs, { output: "logit" });
      near([...map.of("a").values, ...map.of("b").values], [2, 3, 5]);
    }
    near((await new FeatureAblation(model).attribute(a, { fixed: { b } })).values, [2, 3]);
    await assert.rejects(new ShapleyValues(model).attribute(a), /takes 2 inputs: a \[n, 2\], b \[n, 1\]/);
    const list = arrayModel(({ values, shape }) => Array.from({ length: shape[0] }, (_, row) => values[3 * row]), {
      inputs: [{ shape: [2] }, { shape: [1] }],
    });
    near((await new ShapleyValues(list).attribute([a, b])).of("input0").values, [1, 0]);
    assert.throws(() => arrayModel(ask, { inputs: ["values", { shape: [1] }] }), /needs the shape of input0/);
  });

  it("refuses what cannot be held", async () => {
    const saliency = new Saliency(linearOfTwo());
    const refuses = (inputs: Inputs, fixed: Record<string, unknown>, message: RegExp) =>
      assert.rejects(
        saliency.attribute(inputs, { fixed: fixed as never }),
        (error) => error instanceof ShapeError && message.test(error.message),
      );
    await refuses({ a, b }, { b }, /b is both given and fixed/);
    await refuses({}, { a, b }, /all inputs are fixed/);
    await refuses(a, { c: b }, /no input c: it takes a \[n, 2\], b \[n, 1\]/);
    await refuses(a, { b: { values: [1, 2], shape: [2, 1] } }, /fixed b has 2 rows for 1 examples/);
    await refuses(a, { b: a }, /b has the shape \[1, 2\], but the model takes \[n, 1\]/);
  });
});

/** f = (a₁ + a₂) · b. */
function productOfTwo(): tf.LayersModel {
  const [a, b] = [tf.input({ shape: [2], name: "a" }), tf.input({ shape: [1], name: "b" })];
  const sum = tf.layers.dense({ units: 1, kernelInitializer: "ones" }).apply(a) as tf.SymbolicTensor;
  const outputs = tf.layers.multiply().apply([sum, b]) as tf.SymbolicTensor;
  return tf.model({ inputs: [a, b], outputs });
}

/** A convolution of a picture beside two numbers. */
function pictureAndTable(): tf.LayersModel {
  const picture = tf.input({ shape: [4, 4, 1], name: "picture" });
  const table = tf.input({ shape: [2], name: "table" });
  const seed = tf.initializers.randomNormal({ seed: 3 });
  const conv = tf.layers.conv2d({ filters: 2, kernelSize: 3, padding: "same", name: "conv", kernelInitializer: seed });
  const flat = tf.layers.flatten().apply(conv.apply(picture)) as tf.SymbolicTensor;
  const both = tf.layers.concatenate().apply([flat, table]) as tf.SymbolicTensor;
  const outputs = tf.layers.dense({ units: 3, activation: "softmax", kernelInitializer: seed }).apply(both);
  return tf.model({ inputs: [picture, table], outputs: outputs as tf.SymbolicTensor });
}
