import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { loadOnnx, type OnnxModel } from "../../kernel/library/engine/index.ts";
import {
  ActivationMaximization,
  agreement,
  Explanation,
  GradCam,
  GuidedGradCam,
  IntegratedGradients,
  LayerActivation,
  LayerCam,
  LayerConductance,
  LayerGradientXActivation,
  Lime,
  Occlusion,
  Rise,
} from "../../kernel/library/explain/index.ts";
import { bisect } from "../../kernel/library/explain/shap/hierarchy.ts";
import {
  deletion,
  evaluateMethods,
  infidelity,
  insertion,
  sanityCheck,
  sparseness,
} from "../../kernel/library/metrics/index.ts";
import { explain } from "../../kernel/library/report/explain.ts";
import type { Axis } from "../../kernel/library/signature/axes.ts";
import { byPlace, placesOf } from "../../kernel/library/signature/places.ts";
import { root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

interface Golden {
  readonly name: string;
  readonly shape: readonly number[];
  readonly input: readonly number[];
  readonly layers: Readonly<Record<string, { shape: number[]; cam: number[]; size: number[]; channelSums: number[] }>>;
}

const folder = join(root, "test/golden/axes");
const goldens = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as readonly Golden[];

const largest = (values: ArrayLike<number>) => Array.from(values).reduce((most, v) => Math.max(most, Math.abs(v)), 0);

function assertNear(found: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assert.equal(found.length, expected.length, what);
  const scale = largest(expected);
  for (let i = 0; i < found.length; i++) {
    assert.ok(
      Math.abs(found[i] - expected[i]) <= 1e-4 * scale,
      `${what}: ${found[i]} instead of ${expected[i]} at ${i}`,
    );
  }
}

const blob = (shape: readonly number[]) => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, (_, i) =>
    Math.abs(Math.sin(i * 1.7)),
  ),
});

const options = { target: 1, relu: false } as const;

describe("class activation maps of layers whose axes the operators around them say", () => {
  before(ready);

  for (const { name, shape, input, layers } of goldens) {
    it(`are Captum's, and of the input's size: ${name}`, async () => {
      const model = await loadOnnx(join(folder, `${name}.onnx`));
      const x = { values: Float32Array.from(input), shape };
      const places = name.startsWith("last") ? shape.slice(1, -1) : shape.slice(2);
      for (const [layer, golden] of Object.entries(layers)) {
        const own = await new GradCam(model, layer).attribute(x, { ...options, upsample: "none" });
        assert.deepEqual(own.shape, [2, ...golden.size, 1]);
        assertNear(own.values, golden.cam, `${name} ${layer}`);
        const whole = await new GradCam(model, layer).attribute(x, options);
        assert.deepEqual(whole.shape, [2, ...places, 1]);
        const seen = await new LayerActivation(model, layer).attribute(x);
        const channels = name.startsWith("last") ? golden.shape.at(-1) : golden.shape[0];
        const ranked = seen.topChannels(99);
        assert.equal(ranked.length, channels);
        for (const { channel, value } of ranked) {
          assert.ok(Math.abs(value - golden.channelSums[channel]) < 1e-4 * largest(golden.channelSums) + 1e-5);
        }
      }
    });
  }
});

describe("maps of places", () => {
  before(ready);

  for (const name of ["branches1", "branches2", "branches5", "branches20", "last5", "volume2"]) {
    it(`are told by place and taken by every measure: ${name}`, async () => {
      const golden = goldens.find((each) => each.name === name) as Golden;
      const model = await loadOnnx(join(folder, `${name}.onnx`));
      const size = golden.input.length / 2;
      const x = { values: Float32Array.from(golden.input.slice(0, size)), shape: [1, ...golden.shape.slice(1)] };
      const [layer] = Object.keys(golden.layers);
      const cam = await new GradCam(model, layer).attribute(x, options);
      assert.doesNotMatch(cam.describe(), /channel \d|units?\b/);
      const count = cam.values.length;
      const whole = await new IntegratedGradients(model).attribute(x, { target: 1 });
      const summed = whole.aggregate();
      assert.equal(summed.values.length, count);
      assert.doesNotMatch(summed.describe(), /channel \d|units?\b/);

      const own = await sparseness(cam);
      const byHand = await sparseness(new Explanation({ ...summed.fields, values: cam.values, shape: summed.shape }));
      assert.ok(Math.abs(own.scores[0] - byHand.scores[0]) < 1e-6);
      assertNear((await deletion(model, summed)).scores, (await deletion(model, whole)).scores, "deletion");
      for (const measure of [deletion, insertion]) assert.equal((await measure(model, cam)).scores.length, 1);
      // A place's value is its channels' together, evenly.
      const axes = name.startsWith("last") ? ["height", "width", "channel"] : ["channel", "height", "width"];
      const laid = placesOf(
        x.shape.slice(1),
        (name === "volume2" ? ["channel", "depth", "height", "width"] : axes) as Axis[],
      );
      const spread = Float32Array.from(laid.of, (place) => cam.values[place] / laid.channels);
      const even = new Explanation({ ...whole.fields, values: spread });
      const noise = { nPerturbSamples: 8, seed: 3 };
      const [told, byNumber] = [await infidelity(model, cam, noise), await infidelity(model, even, noise)];
      assertNear(told.scores, byNumber.scores, "infidelity");
      const both = agreement([whole, cam, summed], {});
      assert.equal(both.places, count);
      assert.ok(Math.abs(Number(agreement([whole, summed]).rank[0][1]) - 1) < 1e-6);
    });
  }

  it("of a layer's own size are refused with the way to mend it, and taken once resized", async () => {
    const model = await loadOnnx(join(folder, "branches5.onnx"));
    const x = blob([1, 5, 6, 8]);
    const cam = await new GradCam(model, "/Resize_output_0").attribute(x, { ...options, upsample: "none" });
    await assert.rejects(async () => sparseness(cam), /has places \[12, 16, 1\].*resize\(/);
    assert.equal((await sparseness(cam.resize([6, 8]))).scores.length, 1);
    const layer = await new LayerActivation(model, "/Resize_output_0").attribute(x);
    await assert.rejects(async () => sparseness(layer), /each place of the input/);
  });

  it("are what sanityCheck and evaluateMethods ask of a color picture, but no layer's own map", async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [12, 12, 3], filters: 4, kernelSize: 3, activation: "tanh", name: "conv" }),
        tf.layers.globalAveragePooling2d({}),
        tf.layers.dense({ units: 2, activation: "softmax" }),
      ],
    });
    const x = blob([2, 12, 12, 3]);
    const make = (own: never) => new GradCam(own, "conv");
    const checked = await sanityCheck(make as never, model, { inputs: x } as never).catch((error) => error);
    assert.ok(!(checked instanceof Error), String(checked));
    const evaluated = await evaluateMethods(model, x, { GradCam: make as never } as never);
    assert.ok(evaluated);
    await assert.rejects(
      sanityCheck(((own: never) => new LayerActivation(own, "conv")) as never, model, { inputs: x } as never),
      /each place of the input/,
    );
    model.dispose();
  });
});

describe("methods on pictures of any number of channels", () => {
  before(ready);

  for (const channels of [2, 5, 20]) {
    it(`read rows and columns where they are: ${channels} channels, first`, async () => {
      const model = await loadOnnx(join(folder, `branches${channels}.onnx`));
      const x = blob([1, channels, 6, 8]);
      const [height, width] = [6, 8];
      const axes = ["channel", "height", "width"] as const;
      const rise = await new Rise(model, { seed: 1 }).attribute(x, { target: 0, nSamples: 20, gridSize: 3 });
      const places = placesOf([channels, height, width], axes);
      assert.equal(places.count, 48);
      for (let i = 0; i < rise.values.length; i++) assert.equal(rise.values[i], rise.values[places.of[i]]);
      assert.ok(new Set(rise.values).size > 40);
      const mask = { values: Int32Array.from({ length: 48 }, (_, i) => (i % 8 < 4 ? 0 : 1)), shape: [6, 8] };
      const lime = await new Lime(model, { seed: 1 }).attribute(x, { target: 0, nSamples: 30, featureMask: mask });
      for (const [i, value] of lime.values.entries()) assert.equal(value, lime.coefficients?.[i % 8 < 4 ? 0 : 1]);
      const covered = await new Occlusion(model).attribute(x, {
        target: 0,
        slidingWindowShapes: [3, 4],
        strides: [3, 4],
      });
      assert.deepEqual(covered.options.slidingWindowShapes, [channels, 3, 4]);
      assert.equal(new Set(covered.values).size, 4);
      const guided = await new GuidedGradCam(model, "/Concat_output_0").attribute(x, { target: 0 });
      assert.deepEqual(guided.shape, x.shape);
      const top = (await new IntegratedGradients(model).attribute(x, { target: 0 })).top(1)[0];
      assert.deepEqual([top.row, top.column], top.position.slice(1));
      const report = await explain(model, x, {
        methods: ["GradCam", "LayerCam", "Occlusion", "KernelShap"],
        target: 0,
        nSamples: 300,
      });
      const [cam] = report.explanations;
      assert.deepEqual(cam.shape, [1, height, width, 1]);
      assert.equal(cam.options.layer, "/Mul_1_output_0");
    });
  }
});

describe("a picture that is halved for PartitionShap", () => {
  it("is halved across its longer side, wherever its channels stand, and by channels last", () => {
    const [channels, height, width] = [20, 3, 4];
    const spec = {
      kind: "image",
      name: "x",
      dtype: "float32",
      layout: "channelsFirst",
      height,
      width,
      channels,
    } as const;
    const shape = [channels, height, width];
    const of = Int32Array.from({ length: 240 }, (_, i) => i);
    const rows = { values: new Float32Array(240), shape: [1, ...shape], count: 1, size: 240, spec: { ...spec, shape } };
    const { left, members } = bisect({ of, count: 240 }, rows);
    const near = members(left[238]);
    assert.equal(near.length, 120);
    assert.ok(near.every((i) => i % width < 2));
  });
});

describe("what a layer sees", () => {
  let model: OnnxModel;
  before(async () => {
    await ready();
    model = await loadOnnx(join(folder, "branches5.onnx"));
  });
  const layer = "/Resize_output_0";
  const x = blob([1, 5, 6, 8]);

  it("is told by its channels, and one of them is drawn by itself", async () => {
    const seen = await new LayerActivation(model, layer).attribute(x);
    assert.deepEqual(seen.layerAxes, ["channel", "height", "width"]);
    assert.deepEqual(seen.shape, [1, 8, 12, 16]);
    assert.match(seen.describe(), /channel \d/);
    const one = seen.featureMap(3);
    assert.deepEqual(one.shape, [1, 12, 16, 1]);
    assert.deepEqual(one.layerAxes, ["height", "width", "channel"]);
    assert.deepEqual(one.values, seen.values.slice(3 * 192, 4 * 192));
    assert.doesNotMatch(one.describe(), /channel 0/);
    assert.throws(() => seen.featureMap(8), /has 8 \(0–7\)/);
    const last = seen.channelsLast();
    assert.deepEqual(last.shape, [1, 12, 16, 8]);
    assert.equal(last.values[8 * 5 + 3], seen.values[3 * 192 + 5]);
    assert.deepEqual(last.topChannels(2), seen.topChannels(2));
    assert.deepEqual(seen.aggregate().values.length, 192);
  });

  it("keeps its axes in JSON and npz, and refuses others", async () => {
    for (const method of [LayerActivation, LayerGradientXActivation, LayerConductance, LayerCam]) {
      const seen = await new method(model, layer).attribute(x, { target: 1 });
      const again = Explanation.fromJSON(JSON.parse(JSON.stringify(seen)));
      assert.deepEqual(again.layerAxes, seen.layerAxes);
      if (method !== LayerCam) {
        assert.deepEqual(again.layerAxes, ["channel", "height", "width"]);
        assert.match(Buffer.from(seen.toNpz()).toString("latin1"), /layerAxes\.npy/);
      }
    }
    const json = JSON.parse(JSON.stringify(await new LayerActivation(model, layer).attribute(x)));
    assert.throws(() => Explanation.fromJSON({ ...json, layerAxes: ["rows"] }), /layerAxes/);
  });

  it("is sought by ActivationMaximization in the channel that is asked for", async () => {
    const found = await new ActivationMaximization(model, layer).maximize({ channel: 7, nSteps: 5 });
    assert.ok(found.after > found.before);
    await assert.rejects(
      new ActivationMaximization(model, layer).maximize({ channel: 8 }),
      /channel 8 is out of range: there are 8/,
    );
  });

  it("has no channels where nobody says which axis they are", async () => {
    const seen = await new LayerActivation(model, layer).attribute(x);
    const { layerAxes: _, ...fields } = seen.fields;
    assert.throws(
      () => new Explanation(fields).topChannels(),
      /the map of layer \/Resize_output_0 .* which of these axes/,
    );
    assert.equal(byPlace([1, 2, 3, 4], placesOf([2, 2], ["channel", "step"]))[0], 4);
  });
});
