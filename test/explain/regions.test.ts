import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { heatmap, toBundle } from "../../kernel/library/display/index.ts";
import { describeModel, loadOnnx, type OnnxModel } from "../../kernel/library/engine/index.ts";
import { attributeAgain } from "../../kernel/library/explain/call/attributeAgain.ts";
import {
  FeatureAblation,
  GradCam,
  IntegratedGradients,
  KernelShap,
  Lime,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { infidelity } from "../../kernel/library/metrics/index.ts";
import { type ExplanationPayload, explanationMime } from "../../kernel/payloads/explanationPayload.ts";
import { type Golden, goldens, root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

const golden = goldens("segmentation");
const load = (name: string, options = {}) => loadOnnx(join(root, "test/golden/segmentation", `${name}.onnx`), options);
const image = { values: golden("image").values, shape: golden("image").shape };
const blocks = { values: Int32Array.from(golden("blocks").values), shape: golden("blocks").shape };
const mask = (name: string) => ({ values: golden(name).values, shape: [16, 24] });
const near = (ours: ArrayLike<number>, { name, values }: Golden) => {
  assert.equal(ours.length, values.length, name);
  const most = Math.max(...Array.from(values, Math.abs));
  for (let i = 0; i < ours.length; i++) {
    assert.ok(Math.abs(ours[i] - values[i]) <= 2e-5 * most, `${name} ${i}: ${ours[i]} instead of ${values[i]}`);
  }
};
const rectangle = { top: 4, left: 3, height: 6, width: 12 };
const names = ["sky", "road", "car"];

describe("regions of a segmentation", () => {
  let model: OnnxModel;
  before(async () => {
    await ready();
    model = await load("unet", { classNames: names });
  });

  it("is read as classes of each pixel, with a logit before a softmax over any axis", async () => {
    const [spec] = model.signature.outputs;
    assert.deepEqual([spec.kind, model.hasLogit], ["pixels", true]);
    const runner = await model.runner();
    const rows = { values: Float32Array.from(image.values), count: 2 };
    const { outputs: logits } = await runner.predict(rows, { output: "logit" });
    near(runner.probabilitiesOf(logits), golden("probabilities"));
    near((await runner.predict(rows, { output: "probability" })).outputs, golden("probabilities"));
  });

  for (const [name, target] of [
    ["pixel", { class: 2, region: { top: 5, left: 20, height: 1, width: 1 } }],
    ["rectangle", { class: 1, region: rectangle }],
    ["class", { class: 1, region: "predicted" }],
  ] as const) {
    it(`explains as Captum does, one number of many pixels: ${name}`, async () => {
      const saliency = await new Saliency(model).attribute(image, { target, abs: false });
      near(saliency.values, golden(`${name}-saliency`));
      near(saliency.answers ?? [], golden(`${name}-answers`));
      near((await new IntegratedGradients(model).attribute(image, { target })).values, golden(`${name}-gradients`));
      const layer = model.valueNames.find((each) => each.includes("down")) ?? "";
      const cam = await new GradCam(model, layer).attribute(image, { target, relu: false, upsample: "none" });
      near(cam.values, golden(`${name}-cam`));
      const options = { target, featureMask: blocks, output: "logit" } as const;
      near((await new FeatureAblation(model).attribute(image, options)).values, golden(`${name}-ablation`));
    });
  }

  it("is the same by a mask in any form, and a mean is the sum divided by its pixels", async () => {
    const saliency = new Saliency(model, { abs: false });
    const { values } = await saliency.attribute(image, { target: { class: 1, region: rectangle } });
    const flat = mask("rectangle-mask").values.slice(0, 384);
    const rows = Array.from({ length: 16 }, (_, row) => [...flat.subarray(row * 24, row * 24 + 24)]);
    for (const region of [flat, [...flat], rows, { values: flat, shape: [16, 24] }, [rectangle, rectangle]]) {
      assert.deepEqual((await saliency.attribute(image, { target: { class: 1, region } })).values, values);
    }
    const mean = await saliency.attribute(image, { target: { class: 1, region: rectangle, reduce: "mean" } });
    for (const [i, value] of mean.values.entries()) assert.ok(Math.abs(72 * value - values[i]) < 1e-4);
    const named = await saliency.attribute(image, { target: { output: "mask", class: 1, region: rectangle } });
    assert.deepEqual(named.values, values);
    const at = await saliency.attribute(image, { target: { output: "mask", at: [2, 5, 20] } });
    near(at.values, golden("pixel-saliency"));
    assert.deepEqual(
      at.targetRegions,
      [1, 1].map(() => ({ size: [16, 24], runs: [5 * 24 + 20, 1], from: "pixel" })),
    );
  });

  it("explains without a target the class that most pixels are, over these pixels, each input its own", async () => {
    const map = await new Saliency(model).attribute(image);
    assert.equal(map.target, 0);
    assert.deepEqual(
      map.targetRegions?.map(({ from, reduce }) => [from, reduce]),
      [
        ["predicted", "sum"],
        ["predicted", "sum"],
      ],
    );
    assert.equal(
      map.targetRegions?.[0].runs.reduce((sum, each, i) => sum + (i % 2 ? each : 0), 0),
      165,
    );
    assert.match(
      map.describe(),
      /^Saliency explains the logit of sky, summed over the 165 pixels where the model predicts it \(43% of the picture\)\. On average the model gives sky \d\d% there\./,
    );
    const inside = await new Saliency(model).attribute(image, {
      target: { region: { top: 0, left: 0, height: 2, width: 2 } },
    });
    assert.ok([0, 1, 2].includes([inside.target].flat()[0]));
  });

  it("is told in words, in both languages", async () => {
    const [first] = [{ values: image.values.slice(0, 1152), shape: [1, 3, 16, 24] }];
    const other = await new Saliency(model).attribute(first, {
      target: { class: 2, region: rectangle, reduce: "mean" },
    });
    assert.match(
      other.describe(),
      /explains the logit of car, its mean over the 72 pixels from \(4, 3\) to \(9, 14\)\. On average the model gives car \d+% there, and (sky|road) most \(\d+%\)\./,
    );
    const pixel = await new Saliency(model).attribute(first, { target: [1, 3, 20] });
    assert.match(pixel.describe(), /explains the logit of road at \(3, 20\)/);
    assert.match(other.describe({ locale: "zh-CN" }), /car 的 logit，在 \(4, 3\) 至 \(9, 14\) 的 72 个像素上取平均/);
  });

  it("is asked about by perturbation, LIME and SHAP too, which add up", async () => {
    const first = { values: image.values.slice(0, 1152), shape: [1, 3, 16, 24] };
    const target = { class: 1, region: rectangle, reduce: "mean" } as const;
    const options = { target, featureMask: blocks, nSamples: 200 };
    const shap = await new KernelShap(model).attribute(first, options);
    const total = Array.from(shap.coefficients ?? []).reduce(
      (sum, value) => sum + value,
      shap.expectedValue?.[0] ?? Number.NaN,
    );
    assert.ok(Math.abs(total - (shap.answers?.[0] ?? 0)) < 1e-5);
    const means = Array.from(golden("probabilities").values.slice(384, 768)).filter(
      (_, i) => mask("rectangle-mask").values[i] > 0,
    );
    assert.ok(Math.abs((shap.answers?.[0] ?? 0) - means.reduce((a, b) => a + b) / 72) < 1e-5);
    assert.equal(shap.output, "probability");
    const lime = await new Lime(model).attribute(first, options);
    assert.equal(lime.target, 1);
  });

  it("goes through tfjs with the same weights", async () => {
    const kernel = tf.tensor4d(
      Array.from({ length: 54 }, (_, i) => Math.sin(i)),
      [3, 3, 3, 2],
    );
    const model = (x: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, kernel, 1, "same").tanh();
    describeModel(model, { outputs: { kind: "pixels", layout: "channelsLast", classes: 2, from: "logits" } });
    const input = { values: Float32Array.from({ length: 75 }, (_, i) => Math.cos(i)), shape: [1, 5, 5, 3] };
    const target = { class: 1, region: { top: 1, left: 2, height: 2, width: 2 } };
    const map = await new Saliency(model).attribute(input, { target, abs: false });
    const wanted = tf.tidy(() => {
      const answer = (x: tf.Tensor) =>
        tf
          .conv2d(x as tf.Tensor4D, kernel, 1, "same")
          .tanh()
          .slice([0, 1, 2, 1], [1, 2, 2, 1])
          .sum();
      return tf.grad(answer)(tf.tensor(input.values, input.shape)).dataSync();
    });
    for (const [i, value] of map.values.entries()) assert.ok(Math.abs(value - wanted[i]) < 1e-5);
    assert.equal(map.output, "logit");
    kernel.dispose();
  });

  it("travels as JSON, is measured, and explained again for another class of the same places", async () => {
    const first = { values: image.values.slice(0, 1152), shape: [1, 3, 16, 24] };
    const saliency = new Saliency(model, { abs: false });
    const map = await saliency.attribute(first, { target: { class: 1, region: rectangle } });
    const back = Explanation.fromJSON(JSON.parse(JSON.stringify(map)));
    assert.deepEqual(back.targetRegions, map.targetRegions);
    assert.equal(back.describe(), map.describe());
    const wrong = JSON.parse(JSON.stringify(map));
    wrong.targetRegions[0].from = "guess";
    assert.throws(() => Explanation.fromJSON(wrong), /targetRegions\[0\]\.from of the explanation is "guess"/);
    const again = await attributeAgain(map, { target: 2, signal: new AbortController().signal, onProgress() {} });
    const direct = await saliency.attribute(first, { target: { class: 2, region: rectangle } });
    assert.deepEqual(again.values, direct.values);
    // The plane of a function that is nearly linear where it is asked: what the map tells is what the sum does.
    const [score] = (await infidelity(model, map, { nPerturbSamples: 20, seed: 1 })).scores;
    const [other] = (
      await infidelity(model, new Explanation({ ...map.fields, target: 2 }), { nPerturbSamples: 20, seed: 1 })
    ).scores;
    assert.ok(score < other);
  });

  it("is outlined on the map: the view and the picture are told the places", async () => {
    const map = await new Saliency(model).attribute(image, { target: { class: 1, region: rectangle } });
    const bundle = await toBundle(heatmap(map));
    const { maps } = bundle[explanationMime] as unknown as ExplanationPayload;
    assert.deepEqual(maps[1].region, { size: [16, 24], runs: [4, 5, 6, 7, 8, 9].flatMap((row) => [24 * row + 3, 12]) });
  });

  it("says what is no region", async () => {
    const saliency = new Saliency(model);
    const fails = (target: object, name: string, message: string | RegExp) =>
      assert.rejects(saliency.attribute(image, { target }), { name, message });
    await fails({ class: 3 }, "TargetError", "class 3 is out of range: the output has 3 classes (0–2)");
    await fails(
      { class: 1, region: { top: 12, left: 0, height: 6, width: 4 } },
      "TargetError",
      "the region from row 12, column 0, 6 high and 4 wide, does not lie in the 16 × 24 places of the output",
    );
    await fails(
      { region: [1, 0, 1] },
      "TargetError",
      "the mask is [3], but the output has 16 × 24 places: give a number for each",
    );
    await fails({ region: new Uint8Array(384) }, "TargetError", /the region has no place/);
    await fails({ region: "everywhere" }, "OptionError", /region is "everywhere": give "predicted"/);
    await fails({ klass: 1 }, "TargetError", /no output klass/);
    await fails({ class: 1, where: "predicted" }, "OptionError", /where/);
    await fails({ class: 1, reduce: "max" }, "OptionError", 'reduce is max: expected "sum" or "mean"');
    await fails({ class: 1, at: 3 }, "OptionError", "give either at or class and region, not both");
  });

  it("of a net that ends in an ArgMax the values before it are explained, with a note", async () => {
    const places = await load("argmax");
    assert.deepEqual(places.outputNames, ["mask/scores"]);
    assert.match(places.notes[0], /^mask is the place of the largest value \(ArgMax\).*mask\/scores/);
    const [spec] = places.signature.outputs;
    assert.deepEqual([spec.kind, "from" in spec && spec.from], ["pixels", "logits"]);
    const map = await new Saliency(places).attribute(image, { target: { class: 1, region: rectangle }, abs: false });
    near(map.values, golden("rectangle-saliency"));
    const runner = await places.runner();
    const rows = { values: Float32Array.from(image.values), count: 2 };
    near((await runner.predict(rows, { output: "probability" })).outputs, golden("probabilities"));
  });
});
