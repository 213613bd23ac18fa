import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { loadOnnx } from "../../kernel/library/engine/index.ts";
import {
  agreement,
  Explanation,
  explain,
  gridSegments,
  IntegratedGradients,
  KernelShap,
  type Report,
  ShapleyValues,
} from "../../kernel/library/explain/index.ts";
import { displayKey, mime } from "../../kernel/library/ground/mimeBundle.ts";
import { methodNamed } from "../../kernel/library/report/methods.ts";
import { firstImages, modelA } from "../explain/modelA.ts";
import { a, b, linearOfTwo } from "../explain/twoInputs.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-5) =>
  a.length === b.length && Array.from(a).every((value, i) => Math.abs(value - b[i]) <= tolerance);
const methodsOf = (report: Report) => report.explanations.map(({ method }) => method);

describe("explain", () => {
  let model: tf.LayersModel;
  let report: Report;
  before(async () => {
    await ready();
    model = modelA();
    report = await assertNoLeak(() => explain(model, firstImages(1), { nSamples: 300 }));
  });
  after(() => model.dispose());

  it("chooses for a picture methods that follow gradients and methods that hide parts, on the same parts", () => {
    assert.deepEqual(methodsOf(report), ["IntegratedGradients", "DeepLift", "KernelShap", "Lime", "FeatureAblation"]);
    const masks = report.explanations.flatMap(({ featureMask }) => (featureMask ? [featureMask] : []));
    assert.equal(masks.length, 3);
    for (const mask of masks) assert.deepEqual(mask, gridSegments([28, 28], 4).values);
    assert.deepEqual(report.skipped, []);
  });

  it("gives each method's own values, as if it had been asked alone", async () => {
    const options = { featureMask: gridSegments([28, 28], 4), nSamples: 300 };
    const alone = [
      await new IntegratedGradients(model).attribute(firstImages(1)),
      await new KernelShap(model).attribute(firstImages(1), options),
    ];
    assert.ok(close(report.explanations[0].values, alone[0].values, 1e-4));
    assert.ok(close(report.explanations[2].values, alone[1].values));
    assert.deepEqual(report.explanations.map(({ output }) => output).slice(0, 3), ["logit", "logit", "probability"]);
  });

  it("shares passes: what two methods ask goes through the model once", async () => {
    assert.ok(report.modelPasses < report.passesAlone);
    const twelve = {
      values: Int32Array.from({ length: 784 }, (_, i) => Math.floor(i / 196) * 2 + (i % 28 < 14 ? 0 : 1)),
      shape: [28, 28],
    };
    const few = await explain(model, firstImages(1), {
      featureMask: twelve,
      methods: ["ShapleyValues", "KernelShap", "PartitionShap", "FeatureAblation"],
    });
    // All is among the 256 coalitions of 8 segments; those that look alike on black are asked once.
    assert.ok(few.modelPasses <= 256, `${few.modelPasses} passes`);
    assert.ok(few.passesAlone > 2 * 256, `${few.passesAlone} passes alone`);
    const exact = await new ShapleyValues(model).attribute(firstImages(1), { featureMask: twelve });
    assert.ok(close(few.explanations[0].values, exact.values));
    assert.ok(close(few.explanations[1].values, exact.values));
  });

  it("says first whether the methods agree, and first of all that they do not", async () => {
    const [first] = report.describe().split("\n");
    assert.match(
      first,
      {
        agrees: /^The 5 methods agree: /,
        chance: /no more than by chance/,
        unmeasured: /^The 5 methods give similar maps/,
        disagrees: /^The methods disagree, so no single map/,
      }[report.verdict().kind],
    );
    // A digit is mostly its baseline, so that shifted maps say nothing.
    assert.equal(report.agreement[0].unmeasured, "even");
    // A map that points elsewhere.
    const [map, other] = report.explanations;
    const turned = new Explanation({ ...other, values: other.values.map((_, i, all) => all[(i + 300) % 784]) });
    const { Report: Class } = await import("../../kernel/library/explain/index.ts");
    const against = new Class({ explanations: [map, turned], skipped: [], modelPasses: 1, elapsedMs: 1, locale: "en" });
    assert.equal(against.verdict().agrees, false);
    assert.match(
      against.describe(),
      /^The methods disagree, so no single map can be taken as the reason: Integrated Gradients and DeepLIFT/,
    );
    assert.match(against.describe({ locale: "zh-CN" }), /^各方法不一致/);
    const twice = new Class({ explanations: [map, map], skipped: [], modelPasses: 1, elapsedMs: 1, locale: "en" });
    assert.equal(twice.verdict().agrees, true);
    assert.match(twice.describe(), /^The 2 methods agree: their rank correlation is at least 1\.00/);
    const single = new Class({ explanations: [map], skipped: [], modelPasses: 1, elapsedMs: 1, locale: "en" });
    assert.match(single.describe(), /^There is only one map, so nothing confirms/);
  });

  it("measures chance on random weights on request, and counts what that costs apart", async () => {
    const asked = { methods: ["IntegratedGradients", "InputXGradient"], seed: 1 } as const;
    const plain = await explain(model, firstImages(1), asked);
    assert.equal(plain.verdict().kind, "unmeasured");
    assert.match(
      plain.describe(),
      /^The 2 methods give similar maps, .* chance was not measured: explain\(model, inputs/,
    );
    assert.match(plain.describe({ locale: "zh-CN" }), /^2 种方法给出的热力图相近，秩相关至少为 0\.\d\d/);
    const told: number[] = [];
    const measured = await assertNoLeak(() =>
      explain(model, firstImages(1), { ...asked, randomizations: 10, onProgress: (fraction) => told.push(fraction) }),
    );
    const { yardstick, standing } = measured.agreement[0].pairs()[0];
    assert.deepEqual([yardstick?.kind, yardstick?.draws, standing], ["randomizations", 20, "agree"]);
    assert.equal(measured.verdict().kind, "agrees");
    assert.match(measured.describe(), /^The 2 methods agree: .*by chance up to 0\.\d\d\)/);
    const shown = (await measured[displayKey]())[mime.explanation] as { agreement: { text: string } };
    assert.match(shown.agreement.text, /On randomized weights these two correlate/);
    assert.equal(measured.modelPasses, plain.modelPasses);
    // 50 steps, forward and backward, and its two answers; the gradient once.
    const alone = measured.explanations.reduce((sum, own) => sum + own.modelPasses, 0);
    assert.equal(measured.randomizationPasses, 10 * alone);
    assert.match(measured.describe(), /To measure chance on random weights: 1,?040 more/);
    assert.ok(told.at(-1) === 1 && told.every((value, i) => i === 0 || value >= told[i - 1]));
    await assert.rejects(explain(model, firstImages(1), { ...asked, randomizations: 9 }), {
      name: "OptionError",
      message: /randomizations is 9: give a whole number, at least 10/,
    });
  });

  it("tells of several inputs those on which methods disagree first", async () => {
    const two = await explain(model, firstImages(3), { methods: ["IntegratedGradients", "Saliency"], locale: "zh-CN" });
    assert.equal(two.agreement.length, 3);
    const kinds = two
      .describe()
      .split("\n")
      .slice(0, 3)
      .map((line) => line.includes("不一致"));
    assert.deepEqual(
      kinds,
      kinds.toSorted((a, b) => Number(b) - Number(a)),
    );
    assert.match(two.describe({ index: 1, locale: "en" }), /^The (2 )?methods/);
  });

  it("shows heat maps under the verdict, and writes itself down", async () => {
    const bundle = await report[displayKey]();
    assert.deepEqual(Object.keys(bundle), [mime.explanation, mime.png, mime.text]);
    assert.match(
      String((bundle[mime.explanation] as { title: string }).title),
      /^The methods (disagree|give similar maps)/,
    );
    assert.equal(bundle[mime.text], report.describe());
    const json = JSON.parse(JSON.stringify(report));
    assert.deepEqual(Explanation.fromJSON(json.explanations[0]).values, report.explanations[0].values);
    assert.equal(json.agreement[0].names.length, 5);
  });

  it("leaves out what needs gradients where there are none, and says why; a method that is named must work", async () => {
    const stepped = (x: tf.Tensor) => {
      const much = x.sum([1, 2, 3]).greater(60).toFloat();
      return tf.stack([much, tf.sub(1, much)], 1);
    };
    const blind = await explain(stepped, firstImages(1), { nSamples: 200 });
    assert.deepEqual(methodsOf(blind), ["KernelShap", "Lime", "FeatureAblation"]);
    assert.deepEqual(
      blind.skipped.map(({ method }) => method),
      ["IntegratedGradients", "DeepLift"],
    );
    assert.match(blind.describe(), /Integrated Gradients was left out: /);
    await assert.rejects(explain(stepped, firstImages(1), { methods: ["Saliency"] }), {
      name: "GradientNotFoundError",
    });
  });

  it("takes every method that it knows by name, and refuses others", async () => {
    const all = [
      "Saliency",
      "InputXGradient",
      "Lrp",
      "GuidedBackprop",
      "Deconvolution",
      "PermutationShap",
      "ShapleyValueSampling",
      "SamplingShap",
      "Occlusion",
      "Rise",
    ] as const;
    const found = await explain(model, firstImages(1), {
      methods: all,
      featureMask: gridSegments([28, 28], 14),
      nSamples: 100,
    });
    assert.deepEqual(methodsOf(found), [...all]);
    await assert.rejects(explain(model, firstImages(1), { methods: ["Gradcam" as "Rise"] }), {
      name: "OptionError",
      message: "there is no method Gradcam: did you mean GradCam?",
    });
    await assert.rejects(explain(model, firstImages(1), { methods: [] }), { message: /^no methods: expected/ });
  });

  it("explains rows of numbers by coalitions of columns, as a table", async () => {
    const weights = [2, -1, 0, 1];
    const linear = (x: tf.Tensor) => x.reshape([-1, 4]).matMul(tf.tensor2d(weights, [4, 1]));
    const row = { values: [1, 2, 3, 4], shape: [1, 4] };
    const background = { values: [0, 0, 0, 0, 2, 2, 2, 2], shape: [2, 4] };
    const found = await explain(linear, row, { background, target: 0 });
    assert.deepEqual(methodsOf(found), ["IntegratedGradients", "ShapleyValues", "FeatureAblation"]);
    for (const { values } of found.explanations) assert.ok(close(values, [0, -1, 0, 3], 1e-4), `${values}`);
    // All three are the linear model's own contributions, so that they agree whatever chance does.
    assert.equal(found.verdict().agrees, true);
    const bundle = await found[displayKey]();
    assert.match(String(bundle[mime.html]), /<th[^>]*>Shapley Values<\/th>/);
  });

  it("explains an ONNX file, reports progress and stops when it is told to", async () => {
    const onnx = await loadOnnx("test/fixtures/onnx/torch-cnn-softmax.onnx");
    const shape = [1, ...onnx.inputShape];
    const image = {
      values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => (i % 7) / 7),
      shape,
    };
    const told: number[] = [];
    const found = await explain(onnx, image, { nSamples: 120, onProgress: (fraction) => told.push(fraction) });
    assert.ok(found.explanations.length >= 3);
    assert.ok(told.at(-1) === 1 && told.every((value, i) => i === 0 || value >= told[i - 1]));
    const stop = new AbortController();
    const asked = explain(onnx, image, { signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(asked, { name: "AbortError" });
  });
});

describe("explain, of a model of several inputs", () => {
  before(ready);

  it("says what each method says of each input, and that the maps were not compared", async () => {
    const model = linearOfTwo();
    const report = await explain(model, { a, b }, { methods: ["IntegratedGradients", "ShapleyValues"] });
    const [first, ...rest] = report.describe({ locale: "en" }).split("\n");
    assert.match(first, /^The maps are of several inputs, so they were not compared: .*map\.of\("a"\)/);
    assert.equal(rest.filter((line) => line.startsWith("• ")).length, 2);
    assert.deepEqual(report.agreement, []);
    // What it advises works.
    assert.equal(agreement(report.explanations.map((map) => map.of("a"))).names.length, 2);
    const bundle = await report[displayKey]();
    assert.equal(bundle[mime.text], report.describe());
    assert.ok(bundle[mime.explanation]);
    assert.equal(JSON.parse(JSON.stringify(report)).explanations.length, 2);
    model.dispose();
  });
});

it("explain explains the output that the target names, as each method alone does", async () => {
  await ready();
  const input = tf.input({ shape: [3], name: "row" });
  const dense = (units: number, name: string, weights: number[], activation?: "softmax") =>
    tf.layers
      .dense({
        units,
        name,
        ...(activation && { activation }),
        useBias: false,
        weights: [tf.tensor2d(weights, [3, units])],
      })
      .apply(input) as tf.SymbolicTensor;
  const outputs = [dense(2, "mood", [1, 0, 0, 1, 1, 0], "softmax"), dense(1, "age", [1, 10, 100])];
  const model = tf.model({ inputs: input, outputs });
  const row = { values: Float32Array.of(1, 1, 1), shape: [1, 3] };
  const methods = ["IntegratedGradients", "ShapleyValues"] as const;
  for (const target of [{ age: 0 }, { age: "predicted" }] as const) {
    const { explanations } = await explain(model, row, { methods, target });
    for (const map of explanations) {
      assert.ok(close(map.values, [1, 10, 100], 1e-3), `${map.method}: ${map.values}`);
      assert.equal(map.outputName, "age");
      assert.match(map.describe({ locale: "en" }), /explains the number that the model predicts: 111/);
    }
  }
  const { explanations } = await explain(model, row, { methods, target: { mood: "predicted" } });
  for (const map of explanations) assert.match(map.describe({ locale: "en" }), / of class 0\. /);
  await assert.rejects(explain(model, row, { methods, target: { agee: 0 } }), /has no output agee/);
  model.dispose();
});

it("explain refuses options of single methods that nobody would read", async () => {
  await ready();
  const model = linearOfTwo();
  const ask = (options: object) => explain(model, { a, b }, { methods: ["KernelShap"], ...options });
  await assert.rejects(
    ask({ options: { KernelShap: { nsamples: 5 } } }),
    /no option nsamples: did you mean nSamples\?/,
  );
  await assert.rejects(ask({ options: { KernelShp: {} } }), /no method KernelShp: did you mean KernelShap\?/);
  const otherNames = { GuidedIG: "GuidedIntegratedGradients", "blur-ig": "BlurIntegratedGradients", XRAI: "Xrai" };
  for (const [name, meant] of Object.entries(otherNames)) {
    await assert.rejects(ask({ methods: [name] }), new RegExp(`no method ${name}: did you mean ${meant}\\?`));
    assert.equal(methodNamed(name), meant);
  }
  await assert.rejects(ask({ options: { Lime: { nSamples: 5 } } }), /an option for Lime, but methods are KernelShap/);
  await assert.rejects(ask({ layers: { GradCm: "conv" } }), /no method GradCm: did you mean GradCam\?/);
  model.dispose();
});
