import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { float32, int } from "../../kernel/library/engine/graph/constants.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import { loadOnnx, predict } from "../../kernel/library/engine/index.ts";
import type { Model } from "../../kernel/library/engine/model.ts";
import {
  DeepLift,
  FeatureAblation,
  GradientShap,
  IntegratedGradients,
  LayerConductance,
  LayerGradientXActivation,
  Lrp,
  meanBaseline,
  NoiseTunnel,
  Saliency,
  ShapleyValues,
} from "../../kernel/library/explain/index.ts";
import { DataError, GradientNotFoundError } from "../../kernel/library/ground/errors.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { attributeWith, type Explainer } from "./attributeWith.ts";

const ids = { values: [3, 4, 7, 0, 0], shape: [1, 5] };

/** The mean over five tokens of 1 · id + 2 · id, by an embedding whose row `i` is [i, 2i]. */
function tokensModel(): tf.LayersModel {
  const table = tf.tensor2d(Array.from({ length: 10 }, (_, id) => [id, 2 * id]));
  return tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 10, outputDim: 2, inputLength: 5, name: "words", weights: [table] }),
      tf.layers.globalAveragePooling1d({}),
      tf.layers.dense({ units: 1, kernelInitializer: "ones" }),
    ],
  });
}

/** The same as an ONNX file whose input is int64. */
function tokensOnnx() {
  const builder = new GraphBuilder();
  builder.name("ids");
  const table = builder.constant(
    float32(
      Array.from({ length: 20 }, (_, i) => Math.floor(i / 2) * (1 + (i % 2))),
      [10, 2],
    ),
  );
  const words = builder.add("Gather", [table, "ids"], { axis: int(0) }, "words");
  const axes = { axes: { kind: "ints", value: [1, 2] }, keepdims: int(0) } as const;
  const y = builder.add(
    "ReduceSum",
    [words, builder.constant({ type: "int64", shape: [2], data: BigInt64Array.of(1n, 2n) })],
    { keepdims: axes.keepdims },
  );
  const mean = builder.add("Unsqueeze", [
    y,
    builder.constant({ type: "int64", shape: [1], data: BigInt64Array.of(1n) }),
  ]);
  const graph = builder.build(
    [{ name: "ids", type: "int64", shape: ["n", 5] }],
    [{ name: mean, type: "float32", shape: undefined }],
  );
  return loadOnnx(encodeModel(graph));
}

describe("token numbers", () => {
  before(ready);

  const methods: Record<string, (model: Model) => { attribute(inputs: object, options?: object): Promise<unknown> }> = {
    IntegratedGradients: (model) => new IntegratedGradients(model),
    Saliency: (model) => new Saliency(model),
    DeepLift: (model) => new DeepLift(model),
    Lrp: (model) => new Lrp(model),
    GradientShap: (model) => new GradientShap(model, { baselines: ids }) as never,
    NoiseTunnel: (model) => new NoiseTunnel(new Saliency(model)),
  };

  it("have no gradient, and the error says what to ask instead", async () => {
    const onnx = await tokensOnnx();
    const models = [
      [tokensModel(), "onnx"],
      [tokensModel(), "tfjs"],
      [onnx, "auto"],
    ] as const;
    for (const [model, engine] of models) {
      for (const [name, make] of Object.entries(methods)) {
        const options = { engine, baselines: 0, stdevs: 0, target: 0 };
        const message =
          /token numbers, which have no gradient: .*LayerGradientXActivation or LayerConductance.*ShapleyValues or FeatureAblation/;
        await assert.rejects(
          attributeWith(make(model) as Explainer, ids, options),
          (error) =>
            error instanceof GradientNotFoundError && message.test(error.message) && !/Gather/.test(error.message),
          `${name} on ${engine}`,
        );
      }
    }
  });

  it("are explained at their embedding, and by taking them away", async () => {
    const model = tokensModel();
    for (const engine of ["onnx", "tfjs"] as const) {
      await assertNoLeak(async () => {
        const map = await new LayerGradientXActivation(model, "words").attribute(ids, { engine });
        assert.deepEqual(map.shape, [1, 5, 2]);
        const byToken = ids.values.map((_, i) => map.values[2 * i] + map.values[2 * i + 1]);
        for (const [i, id] of ids.values.entries()) assert.ok(Math.abs(byToken[i] - (3 * id) / 5) < 1e-5, `${byToken}`);
        assert.ok(await new LayerConductance(model, "words").attribute(ids, { engine, nSteps: 4 }));
      });
    }
    for (const each of [model, await tokensOnnx()]) {
      const drops = await new FeatureAblation(each).attribute(ids, { output: "logit" });
      const whole = each === model ? 5 : 1;
      for (const [i, id] of ids.values.entries()) assert.ok(Math.abs(drops.values[i] - (3 * id) / whole) < 1e-4);
      assert.ok(await new ShapleyValues(each).attribute(ids));
    }
  });

  it("stay whole", async () => {
    const ablation = new FeatureAblation(tokensModel());
    const refuses = (promise: Promise<unknown>, message: RegExp) =>
      assert.rejects(promise, (error) => error instanceof DataError && message.test(error.message));
    await refuses(ablation.attribute({ values: [3, 4, 7.5, 0, 0], shape: [1, 5] }), /takes whole numbers but has 7\.5/);
    await refuses(ablation.attribute(ids, { baselines: 0.5 }), /the baseline takes whole numbers but has 0\.5/);
    const mean = await meanBaseline({ values: [1, 2, 3, 4, 5, 2, 2, 3, 4, 5], shape: [2, 5] });
    await refuses(ablation.attribute(ids, { baselines: mean }), /the baseline takes whole numbers but has 1\.5/);
  });

  it("are held still beside an input that has a gradient", async () => {
    const picture = tf.input({ shape: [2], name: "picture" });
    const words = tf.input({ shape: [3], name: "words", dtype: "int32" });
    const table = tf.tensor2d([[0], [1], [2]]);
    const embedded = tf.layers
      .embedding({ inputDim: 3, outputDim: 1, weights: [table] })
      .apply(words) as tf.SymbolicTensor;
    const flat = tf.layers.flatten().apply(embedded) as tf.SymbolicTensor;
    const both = tf.layers.concatenate().apply([picture, flat]) as tf.SymbolicTensor;
    const outputs = tf.layers.dense({ units: 1, kernelInitializer: "ones" }).apply(both) as tf.SymbolicTensor;
    const model = tf.model({ inputs: [picture, words], outputs });
    const given = { picture: { values: [5, 7], shape: [1, 2] }, words: { values: [0, 1, 2], shape: [1, 3] } };
    for (const engine of ["onnx", "tfjs"] as const) {
      const { words, picture } = given;
      const map = await new IntegratedGradients(model).attribute({ picture }, { fixed: { words }, engine });
      assert.deepEqual([...map.values].map(Math.round), [5, 7]);
      await assert.rejects(
        new IntegratedGradients(model).attribute(given, { engine }),
        /hold it still with fixed: \{ words \}/,
      );
      const shap = await new ShapleyValues(model).attribute(given, { engine, output: "logit" });
      assert.deepEqual([...shap.of("words").values].map(Math.round), [0, 1, 2]);
      await assert.rejects(
        new ShapleyValues(model).attribute({ ...given, words: { values: [0, 0.5, 1], shape: [1, 3] } }, { engine }),
        /the input words takes whole numbers but has 0\.5/,
      );
    }
  });
});

it("tokens that the vocabulary does not have are named, and noise is not added to any", async () => {
  await ready();
  const model = tokensModel();
  const wrong = { values: [3, 4, 10, 0, 0], shape: [1, 5] };
  const message = /has token 10, but its vocabulary has 10 \(0–9\)/;
  await assert.rejects(new ShapleyValues(model).attribute(wrong), message);
  await assert.rejects(predict(model, wrong), message);
  await assert.rejects(new NoiseTunnel(new ShapleyValues(model)).attribute(ids), /takes token numbers: ask the method/);
  assert.equal((await predict(model, { values: [9, 0, 0, 0, 0], shape: [1, 5] })).count, 1);
  model.dispose();
});
