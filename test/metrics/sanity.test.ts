import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { exportOnnx, loadOnnx } from "../../kernel/library/engine/index.ts";
import {
  Explanation,
  GuidedBackprop,
  InputXGradient,
  IntegratedGradients,
  Lrp,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { displayKey, mime } from "../../kernel/library/ground/mimeBundle.ts";
import {
  type LayerWeights,
  type MapMaker,
  type MethodOf,
  type ParameterRandomization,
  parameterRandomization,
  sanityCheck,
} from "../../kernel/library/metrics/index.ts";
import { isInputArray } from "../../kernel/library/signature/isInputArray.ts";
import type { TablePayload } from "../../kernel/payloads/tablePayload.ts";
import { engines, firstImages, golden, images, modelA, tieMask } from "../explain/modelA.ts";
import { assertMap, root } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const manifest = JSON.parse(readFileSync(join(root, "test/golden/modelA/manifest.json"), "utf8"));
type Layers = Record<string, Record<"spearman_signed" | "spearman_abs", number[]>>;
const expected = manifest.mprt.results as Record<"ig50" | "saliency_abs", Layers>;

const weight = (name: string) => golden(`metrics/mprt_random_${name}`).values;
const weights: LayerWeights = {
  fc: [weight("fc_kernel"), weight("fc_bias")],
  conv1: [weight("conv1_kernel"), weight("conv1_bias")],
};

/** Knows nothing of any model: how much the picture changes from pixel to pixel. */
const edgeDetector = (): MapMaker => ({
  async attribute(inputs) {
    assert.ok(isInputArray(inputs) && "values" in inputs);
    const x = Float32Array.from(inputs.values);
    const values = x.map((value, i) => Math.hypot(value - (x[i - 1] ?? 0), value - (x[i - 28] ?? 0)));
    const n = inputs.shape[0];
    return new Explanation({
      method: "EdgeDetector",
      values,
      shape: inputs.shape,
      target: 0,
      output: "logit",
      inputs: x,
      inputShape: inputs.shape,
      probabilities: new Float32Array(n * 10),
      options: {},
      engine: "onnx",
      elapsedMs: 0,
      modelPasses: 0,
    });
  },
});
const zPlus: MethodOf = (model) => ({
  attribute: (inputs, options) => new Lrp(model).attribute(inputs, { ...options, rule: { rule: "zPlus" } }),
});

describe("parameter randomization", () => {
  let model: tf.LayersModel;
  before(async () => {
    await ready();
    model = modelA();
  });
  after(() => model.dispose());

  for (const engine of engines) {
    it(`cascades through the stored weights as the golden does, on ${engine}`, async () => {
      for (const [name, method] of [
        ["ig50", IntegratedGradients],
        ["saliency_abs", Saliency],
      ] as const) {
        const found = await parameterRandomization(method, model, images, { weights, engine });
        assert.deepEqual(
          found.steps.map(({ layer }) => layer),
          ["fc", "conv1"],
        );
        for (const { layer, ranks, magnitudes, explanation } of found.steps) {
          assertMap(explanation.values, golden(`metrics/mprt_${name}_after_${layer}`), tieMask);
          const near = (ours: Float64Array, theirs: readonly number[]) => {
            for (const [i, value] of theirs.entries()) {
              assert.ok(Math.abs(ours[i] - value) <= 2e-5, `${name} ${layer} image ${i}: ${ours[i]}, not ${value}`);
            }
          };
          near(ranks[0], expected[name][layer].spearman_signed);
          near(magnitudes[0], expected[name][layer].spearman_abs);
        }
      }
    }).timeout(180_000);
  }

  it("leaves the model and its tensors alone, also on an abort", async () => {
    const before = model.getWeights().map((tensor) => tensor.dataSync().slice());
    const stop = new AbortController();
    const asked: number[] = [];
    await assertNoLeak(() => parameterRandomization(Saliency, model, firstImages(2), { nDraws: 2, seed: 3 }));
    await assertNoLeak(() =>
      assert.rejects(
        parameterRandomization(Saliency, model, firstImages(2), {
          signal: stop.signal,
          onProgress(fraction) {
            asked.push(fraction);
            stop.abort(new Error("enough"));
          },
        }),
        /enough/,
      ),
    );
    assert.ok(
      asked.every((fraction) => fraction < 0.3),
      `asked on until ${asked.at(-1)}`,
    );
    assert.deepEqual(
      model.getWeights().map((tensor) => tensor.dataSync()),
      before,
    );
  });

  it("randomizes one layer at a time where asked, by the seed, and tells the sampling's error", async () => {
    const run = (order: "independent" | "cascading", seed: number) =>
      parameterRandomization(Saliency, model, firstImages(2), { order, seed, nDraws: 2 });
    const [independent, cascading, again, other] = [
      await run("independent", 1),
      await run("cascading", 1),
      await run("cascading", 1),
      await run("cascading", 2),
    ];
    assert.deepEqual(again.scores, cascading.scores);
    assert.notDeepEqual(other.scores, cascading.scores);
    // The first step is the same question; the second is not.
    assert.deepEqual(independent.steps[0].ranks, cascading.steps[0].ranks);
    assert.notDeepEqual(independent.steps[1].ranks, cascading.steps[1].ranks);
    assert.ok(cascading.standardError?.every((error) => error > 0));
  });

  it("says what is wrong with what it was given", async () => {
    const ask = (method: unknown, of: unknown, options = {}): Promise<ParameterRandomization> =>
      parameterRandomization(method as MethodOf, of as tf.LayersModel, firstImages(1), options);
    const answers = (x: tf.Tensor) => tf.zeros([x.shape[0], 10]);
    await assert.rejects(ask(Saliency, answers), /a function has no weights to randomize/);
    await assert.rejects(ask(Saliency, model, { layers: ["pool1"] }), /no layer pool1 with weights: it has fc, conv1/);
    await assert.rejects(
      ask(Saliency, model, { weights: { fc: [weight("fc_bias")] } }),
      /1 weights for the layer fc, which has 2/,
    );
    await assert.rejects(ask(Saliency, model, { nDraws: 0 }), /nDraws is 0/);
    await assert.rejects(ask("Saliency", model), /string is not a method/);
    await assert.rejects(
      ask(() => ({}), model),
      /a class such as Saliency, or a function of a model/,
    );
    const empty = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [28, 28, 1] })] });
    await assert.rejects(ask(Saliency, empty), /no weights to randomize/);
    empty.dispose();
  });
});

describe("sanityCheck", () => {
  let model: tf.LayersModel;
  before(async () => {
    await ready();
    model = modelA();
  });
  after(() => model.dispose());
  const check = (method: MethodOf, of = model) => sanityCheck(method, of, { inputs: images, nDraws: 2, seed: 1 });

  it("convicts an edge detector: its map does not change", async () => {
    const found = await check(edgeDetector);
    assert.equal(found.verdict, "fails");
    assert.equal(found.why, "unchanged");
    assert.equal(found.worst.rank, 1);
    assert.match(found.describe(), /^Edge Detector fails the sanity check\..*shows the input, not what the model/);
    assert.match(found.describe({ locale: "zh-CN" }), /未通过健全性检查/);
  });

  it("shows itself as a table of the layers with the verdict below, and as the verdict alone in text", async () => {
    const found = await check(edgeDetector);
    const bundle = found[displayKey]();
    assert.match(String(bundle[mime.html]), /<table>.*<\/table><\/div>\n<p>Edge Detector fails the sanity check\./s);
    assert.deepEqual((bundle[mime.table] as TablePayload).notes, [found.describe()]);
    assert.equal(bundle[mime.text], found.describe());
  });

  it("convicts guided backprop, and LRP's z⁺ rule for keeping all but the sign", async () => {
    const guided = await check(GuidedBackprop);
    assert.deepEqual([guided.verdict, guided.why, guided.worst.layer], ["fails", "alike", "fc"]);
    assert.ok(guided.worst.rank > 0.45 && guided.worst.rank < 0.6 && (guided.worst.gradient ?? 1) < 0.1);
    const lrp = await check(zPlus);
    assert.deepEqual([lrp.verdict, lrp.why], ["fails", "sign"]);
  });

  it("lets the gradient, integrated gradients and input × gradient pass, and says that outlines are the input's", async () => {
    const saliency = await check(Saliency);
    assert.ok(saliency.passed);
    assert.doesNotMatch(saliency.describe(), /outline/);
    assert.match(saliency.describe(), /can refute a method, not prove it/);
    for (const method of [IntegratedGradients, InputXGradient]) {
      const found = await check(method);
      assert.equal(found.verdict, "passes");
      assert.match(found.describe(), /outline comes from the input/);
    }
  });

  it("says the same of the model read from an ONNX file", async () => {
    const onnx = await loadOnnx(await exportOnnx(model));
    const guided = await sanityCheck(GuidedBackprop, onnx, { inputs: images, nDraws: 2, seed: 1 });
    assert.equal(guided.verdict, "fails");
    assert.equal(guided.steps.length, 2);
    assert.ok((await sanityCheck(Saliency, onnx, { inputs: images, nDraws: 2 })).passed);
  });

  it("takes random numbers where it has no inputs, and says so", async () => {
    const found = await sanityCheck(GuidedBackprop, model, { nDraws: 2 });
    assert.equal(found.verdict, "fails");
    assert.match(found.describe(), /The input was random/);
  });
});
