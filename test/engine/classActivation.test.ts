import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { loadOnnx, type OnnxModel } from "../../kernel/library/engine/index.ts";
import type { CamKind, Gradients, Runner } from "../../kernel/library/engine/runner.ts";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { GradCam, GuidedBackprop, GuidedGradCam, HiResCam } from "../../kernel/library/explain/index.ts";
import { firstImages, modelA } from "../explain/modelA.ts";
import { root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

type Maps = { a: Float32Array; g: Float32Array; places: number; channels: number };

/** Σ over the places of one channel, in double precision. */
const total = ({ places, channels }: Maps, k: number, term: (i: number) => number) => {
  let sum = 0;
  for (let place = 0; place < places; place++) sum += term(place * channels + k);
  return sum;
};

/** The weight of place and channel `i` (of channel `k`), written out from the papers. */
const weights: Record<CamKind, (maps: Maps) => (i: number, k: number) => number> = {
  gradCam: (m) => perChannel(m, (k) => total(m, k, (i) => m.g[i]) / m.places),
  xGradCam: (m) => perChannel(m, (k) => total(m, k, (i) => m.a[i] * m.g[i]) / (total(m, k, (i) => m.a[i]) + 1e-7)),
  gradCamPlusPlus: (m) =>
    perChannel(m, (k) => {
      const sum = total(m, k, (i) => m.a[i]);
      return total(m, k, (i) => (m.g[i] > 0 ? m.g[i] ** 3 / (2 * m.g[i] ** 2 + sum * m.g[i] ** 3 + 1e-6) : 0));
    }),
  hiResCam: (m) => (i) => m.g[i],
  layerCam: (m) => (i) => Math.max(m.g[i], 0),
};

function perChannel({ channels }: Maps, of: (k: number) => number): (i: number, k: number) => number {
  const each = Array.from({ length: channels }, (_, k) => of(k));
  return (_, k) => each[k];
}

function expectedMap(kind: CamKind, maps: Maps): number[] {
  const weight = weights[kind](maps);
  return Array.from({ length: maps.places }, (_, place) => {
    let sum = 0;
    for (let k = 0; k < maps.channels; k++) {
      const i = place * maps.channels + k;
      sum += weight(i, k) * maps.a[i];
    }
    return sum;
  });
}

function assertNear(found: ArrayLike<number>, expected: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  assert.ok(largest > 0, "a map of zeros would prove nothing");
  assert.equal(found.length, expected.length);
  for (const [i, each] of expected.entries()) {
    assert.ok(Math.abs(found[i] - each) <= 1e-5 * largest, `at ${i}: ${found[i]}, not ${each}`);
  }
}

const kinds = Object.keys(weights) as CamKind[];
const output = "logit" as const;

for (const engine of ["tfjs", "onnx"] as const) {
  describe(`class activation maps on ${engine}`, () => {
    let model: tf.LayersModel;
    let runner: Runner;
    const rows = 130;
    const batch = { values: new Float32Array(rows * 784), count: rows };
    const targets = Int32Array.from({ length: rows }, (_, row) => row % 10);
    before(async () => {
      await ready();
      model = modelA();
      runner = await runnerFor(model, { engine });
      const { values } = firstImages(8);
      for (let i = 0; i < batch.values.length; i++) batch.values[i] = values[i % values.length];
    });
    after(() => model.dispose());

    for (const kind of kinds) {
      it(`${kind} is what its paper makes of activations and gradients, in every inner batch`, async () => {
        const before = tf.memory().numTensors;
        const { cam } = await runner.gradients(batch, {
          output,
          targets,
          cam: { layer: "conv1", kind },
          onlyLayers: true,
        });
        assert.equal(tf.memory().numTensors, before);
        assert.deepEqual(cam?.size, [26, 26]);
        const { layers } = await runner.gradients(batch, { output, targets, layers: ["conv1"], onlyLayers: true });
        const { activation, gradient = new Float32Array() } = layers.get("conv1") ?? { activation: new Float32Array() };
        const size = 676 * 32;
        for (const row of [0, 3, 129]) {
          const of = (array: Float32Array) => array.subarray(row * size, (row + 1) * size);
          const maps = { a: of(activation), g: of(gradient), places: 676, channels: 32 };
          assertNear(cam?.map.subarray(row * 676, (row + 1) * 676) ?? [], expectedMap(kind, maps));
        }
      });
    }

    it("come with the layers and the input's gradient where those are asked for too, or alone", async () => {
      const few = { values: batch.values.subarray(0, 1568), count: 2 };
      const cam = { layer: "pool1", kind: "gradCam" } as const;
      const asked = { output, targets: targets.subarray(0, 2), layers: ["pool1"], cam };
      const all = await runner.gradients(few, asked);
      const plain = await runner.gradients(few, { ...asked, cam: undefined });
      assert.equal(plain.cam, undefined);
      assert.deepEqual(all.input, plain.input);
      assert.deepEqual(all.layers.get("pool1"), plain.layers.get("pool1"));
      const alone = await runner.gradients(few, { ...asked, layers: undefined, onlyLayers: true });
      assert.equal(alone.layers.size, 0);
      assertNear(alone.cam?.map ?? [], [...(all.cam?.map ?? [])]);
    });

    it("are not changed by the method that shows them", async () => {
      const gradients: Runner["gradients"] = async (asked, options) => {
        answer ??= await runner.gradients(asked, options);
        return answer;
      };
      let answer: Gradients | undefined;
      const shared = { runner: async () => ({ ...runner, gradients }) } as unknown as OnnxModel;
      const options = { target: 7, upsample: "none" } as const;
      const positive = await new GradCam(shared, "conv1").attribute(firstImages(1), { ...options, relu: true });
      const both = await new GradCam(shared, "conv1").attribute(firstImages(1), { ...options, relu: false });
      assert.ok(both.values.some((value) => value < 0));
      assert.deepEqual(
        positive.values,
        both.values.map((value) => Math.max(value, 0)),
      );
    });

    it("leave no tensor behind where a layer gives no feature maps", async () => {
      const before = tf.memory().numTensors;
      const asked = { output, targets, cam: { layer: "fc", kind: "gradCam" } } as const;
      await assert.rejects(runner.gradients(batch, asked), /^UnsupportedLayerError: the layer fc outputs \[10\]/);
      await assert.rejects(
        runner.gradients(batch, { ...asked, cam: { layer: "cnov1", kind: "gradCam" } }),
        /no layer cnov1/,
      );
      assert.equal(tf.memory().numTensors, before);
    });
  });
}

describe("class activation maps of a PyTorch-made ONNX file", () => {
  it("take its channels, which come first, as channels", async () => {
    const model = await loadOnnx(join(root, "notebooks/models/digits-pytorch.onnx"));
    const { values } = firstImages(2);
    const image = { values, shape: [2, 1, 28, 28] };
    const runner = await model.runner();
    const targets = Int32Array.of(7, 3);
    const convolution = model.graph.nodes.find(({ op }) => op === "Conv")?.outputs[0] ?? "";
    const { layers } = await runner.gradients({ values, count: 2 }, { output, targets, layers: [convolution] });
    const {
      shape,
      activation,
      gradient = new Float32Array(),
    } = layers.get(convolution) ?? {
      shape: [],
      activation: new Float32Array(),
    };
    const [channels = 0, height = 0, width = 0] = shape;
    const places = height * width;
    const last = (array: Float32Array) =>
      Float32Array.from(
        { length: places * channels },
        (_, i) => array[(i % channels) * places + Math.floor(i / channels)],
      );
    const maps = { a: last(activation), g: last(gradient), places, channels };
    const options = { target: 7, relu: false, upsample: "none" } as const;
    for (const [kind, Method] of [
      ["gradCam", GradCam],
      ["hiResCam", HiResCam],
    ] as const) {
      const map = await new Method(model, convolution).attribute(image, options);
      assert.deepEqual(map.shape, [2, height, width, 1]);
      assertNear(map.values.subarray(0, places), expectedMap(kind, maps));
      const large = await new Method(model, convolution).attribute(image, { target: 7 });
      assert.deepEqual(large.shape, [2, 28, 28, 1]);
      if (kind === "hiResCam") continue;
      const lines = await new GuidedBackprop(model).attribute(image, { target: 7 });
      const coarse = await new Method(model, convolution).attribute(image, { target: 7, upsample: "nearest" });
      const both = await new GuidedGradCam(model, convolution).attribute(image, { target: 7 });
      assertNear(
        both.values,
        Array.from(lines.values, (value, i) => value * coarse.values[i]),
      );
    }
  });
});
