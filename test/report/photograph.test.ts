import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { describeModel } from "../../kernel/library/engine/index.ts";
import { slic } from "../../kernel/library/explain/index.ts";
import { explain } from "../../kernel/library/report/explain.ts";
import { specOf, takenBy } from "../explain/seen.ts";
import { ready } from "../tensorflow.ts";

const spec = specOf("channelsLast");

/** A small network for normalized photographs of 96 × 96 pixels. */
function network(ground?: number): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [96, 96, 3],
        filters: 4,
        kernelSize: 5,
        strides: 4,
        activation: "relu",
        kernelInitializer: tf.initializers.glorotNormal({ seed: 3 }),
        name: "first",
      }),
      tf.layers.conv2d({
        filters: 6,
        kernelSize: 3,
        strides: 2,
        activation: "relu",
        kernelInitializer: tf.initializers.glorotNormal({ seed: 4 }),
        name: "second",
      }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({
        units: 3,
        activation: "softmax",
        kernelInitializer: tf.initializers.glorotNormal({ seed: 5 }),
      }),
    ],
  });
  describeModel(model, { inputs: { preprocess: spec.preprocess, ground } });
  return model;
}

describe("explain() of photographs", () => {
  let model: tf.LayersModel;
  before(async () => {
    await ready();
    model = network();
  });
  after(() => model.dispose());

  it("asks a CAM at the last feature map first, then Shapley values of superpixels against a blurred picture", async () => {
    const inputs = takenBy(spec, 2);
    inputs.values.subarray(3 * 9216).reverse();
    const heard: [string, number, number][] = [];
    const { explanations, more } = await explain(model, inputs, {
      onExplanation: ({ method }, { done, of }) => heard.push([method, done, of]),
    });
    assert.deepEqual(heard, [
      ["GradCam", 1, 2],
      ["KernelShap", 2, 2],
    ]);
    const [cam, shap] = explanations;
    assert.equal(cam.options.layer, "second");
    assert.deepEqual(cam.shape, [2, 96, 96, 1]);
    const mask = await slic(inputs, { model, nSegments: 50 });
    for (const row of [0, 1]) {
      const own = mask.values.subarray(row * 9216, (row + 1) * 9216);
      const found = shap.featureMask?.subarray(row * 27648, (row + 1) * 27648) ?? [];
      assert.deepEqual(
        Int32Array.from(found),
        Int32Array.from({ length: 27648 }, (_, i) => own[Math.floor(i / 3)]),
      );
    }
    assert.equal(shap.options.baselines, "blurred");
    assert.equal(shap.options.nSamples, 400);
    assert.ok(more.length > 0 && more.every(({ method }) => method !== "GradCam" && method !== "KernelShap"));
  });

  it("tells beforehand what else could be asked, and what it takes", async () => {
    const inputs = takenBy(spec);
    const report = await explain(model, inputs);
    assert.match(
      report.describe({ locale: "en" }),
      /More can be asked with explain\(.*\); in evaluations: LayerCam 2, /,
    );
    assert.match(report.describe({ locale: "zh-CN" }), /所需调用次数：LayerCam 2、/);
    for (const { method, modelPasses } of report.more) {
      const own = await explain(model, inputs, { methods: [method] });
      const [found] = own.explanations;
      assert.ok(Math.abs(found.modelPasses - modelPasses) <= 4, `${method}: ${found.modelPasses}, said ${modelPasses}`);
    }
  });

  it("hides parts of a photograph by what is asked for, and leaves methods that walk from a baseline theirs", async () => {
    const methods = ["FeatureAblation", "IntegratedGradients"] as const;
    const [ablation, path] = (
      await explain(model, takenBy(spec), { methods, options: { IntegratedGradients: { nSteps: 2 } } })
    ).explanations;
    assert.equal(ablation.options.baselines, "blurred");
    assert.equal(path.baseline, 0);
    const [black] = (await explain(model, takenBy(spec), { methods: ["FeatureAblation"], baselines: "black" }))
      .explanations;
    assert.equal(black.options.baselines, "black");
  });

  it("explains a drawing as before", async () => {
    const drawing = network(0);
    const report = await explain(drawing, takenBy(spec), { nSamples: 200 });
    assert.deepEqual(
      report.explanations.map(({ method }) => method),
      ["IntegratedGradients", "DeepLift", "KernelShap", "Lime", "FeatureAblation"],
    );
    assert.equal(report.explanations[2].baseline, 0);
    assert.equal(new Set(report.explanations[2].featureMask).size, 49);
    assert.deepEqual(report.more, []);
    drawing.dispose();
  });
});
