import assert from "node:assert/strict";
import { join } from "node:path";
import { displayKey, heatmap, mime } from "../../kernel/library/display/index.ts";
import { loadOnnx } from "../../kernel/library/engine/index.ts";
import { gridSegments, IntegratedGradients, KernelShap } from "../../kernel/library/explain/index.ts";
import { channelsLast } from "../../kernel/library/explanation/channelsLast.ts";
import { channelsFirstSpec, ofRing } from "../explain/explanations.ts";
import { root } from "../goldens.ts";

describe("pictures with the channels first", () => {
  it("are turned, values, inputs and segments alike", () => {
    const [height, width] = [5, 6];
    const planes = Float32Array.from({ length: 3 * height * width }, (_, i) => i);
    const fields = ofRing(() => 0, {
      values: planes,
      shape: [1, 3, height, width],
      inputs: planes,
      inputShape: [1, 3, height, width],
      featureMask: Int32Array.from(planes),
      inputSpec: channelsFirstSpec(3, height, width),
    });
    const turned = channelsLast(fields);
    assert.deepEqual(turned.shape, [1, height, width, 3]);
    assert.ok(turned.inputSpec?.kind === "image" && turned.inputSpec.layout === "channelsLast");
    // Of which it is not stated that they are pictures, nothing is turned.
    const unknown = ofRing(() => 0, { ...fields, inputSpec: undefined });
    assert.equal(channelsLast(unknown), unknown);
    assert.deepEqual([...turned.values.slice(0, 6)], [0, 30, 60, 1, 31, 61]);
    assert.deepEqual([...turned.values], [...turned.inputs]);
    assert.deepEqual([...turned.values], [...(turned.featureMask ?? [])]);
  });

  it("with the channels last stay as they are", () => {
    const fields = ofRing(() => 0, {
      shape: [1, 8, 9, 3],
      inputShape: [1, 8, 9, 3],
      values: new Float32Array(216),
      inputs: new Float32Array(216),
    });
    assert.equal(channelsLast(fields), fields);
  });

  it("of a PyTorch-made ONNX file are drawn and told as pictures, its scores not as percentages", async () => {
    const model = await loadOnnx(join(root, "notebooks/models/digits-pytorch.onnx"));
    const values = new Float32Array(784);
    for (let i = 0; i < 784; i++) values[i] = i % 28 > 12 && i % 28 < 16 && i > 100 && i < 650 ? 1 : 0;
    const image = { values, shape: [1, 1, 28, 28] };
    const ig = await new IntegratedGradients(model).attribute(image);
    const shap = await new KernelShap(model, { seed: 1 }).attribute(image, {
      featureMask: gridSegments([28, 28], 7),
      nSamples: 300,
    });
    assert.equal(ig.output, "logit");
    assert.match(ig.describe(), /^Integrated Gradients explains output 1, the largest of 10 \(\d/);
    assert.match(ig.describe({ locale: "zh-CN" }), /输出 1，是 10 个输出中最大的/);
    assert.match(ig.describe(), /is at \(\d+, 1[2-6]\)/);
    const bundle = await heatmap([ig, shap])[displayKey]();
    const { maps } = bundle[mime.explanation] as { maps: { values: { shape: string }; group: string }[] };
    assert.deepEqual(
      maps.map(({ values }) => values.shape),
      ["28,28", "28,28"],
    );
    assert.notEqual(maps[0]?.group, maps[1]?.group, "pixels and segments do not share a scale");
  });
});
