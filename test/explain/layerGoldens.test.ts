import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import {
  Cam,
  type Explanation,
  GradCam,
  GradCamPlusPlus,
  GuidedGradCam,
  HiResCam,
  InternalInfluence,
  LayerCam,
  LayerConductance,
  LayerGradientXActivation,
  NeuronConductance,
  NeuronDeconvolution,
  NeuronGradient,
  NeuronGuidedBackprop,
  NeuronIntegratedGradients,
  XGradCam,
} from "../../kernel/library/explain/index.ts";
import { assertExact, assertMap } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { engines, firstImages, golden, images, modelA, tieMask } from "./modelA.ts";

/** Places of the first layer's maps whose pooling window has a tied maximum: 1 where the gradient may go elsewhere. */
const layerTies = (() => {
  const relu = golden("activation/relu1").values;
  const ties = new Uint8Array(relu.length);
  for (let image = 0; image < 8; image++) {
    for (let i = 0; i < 13 * 13 * 32; i++) {
      const [row, column, channel] = [Math.floor(i / (13 * 32)), Math.floor(i / 32) % 13, i % 32];
      const cells = [0, 1, 26, 27].map((step) => ((image * 26 + 2 * row) * 26 + 2 * column + step) * 32 + channel);
      const most = Math.max(...cells.map((cell) => relu[cell]));
      const tied = cells.filter((cell) => most - relu[cell] < 1e-5);
      if (tied.length > 1) for (const cell of cells) ties[cell] = 1;
    }
  }
  return ties;
})();
const spatialTies = Uint8Array.from({ length: layerTies.length / 32 }, (_, i) =>
  layerTies.subarray(i * 32, (i + 1) * 32).some((tie) => tie === 1) ? 1 : 0,
);
const noTies = new Uint8Array(8 * 784);

for (const engine of engines) {
  describe(`goldens of layers and neurons on ${engine}`, () => {
    let model: tf.LayersModel;
    let apart: tf.LayersModel;
    before(async () => {
      await ready();
      model = modelA();
      apart = modelA({ apart: true });
    });
    after(() => {
      model.dispose();
      apart.dispose();
    });

    for (const relu of [false, true]) {
      it(`GradCam ${relu ? "with" : "without"} its relu, before and after the layer's`, async () => {
        const options = { engine, relu, upsample: "none" } as const;
        const name = relu ? "relu" : "norelu";
        const before = await new GradCam(apart, "conv1").attribute(images, options);
        assertMap(before.values, golden(`gradcam/captum_conv1_${name}.logit`), spatialTies);
        assert.deepEqual(before.shape, [8, 26, 26, 1]);
        const after = await new GradCam(apart, "relu1").attribute(images, options);
        assertMap(after.values, golden(`gradcam/captum_relu1_${name}.logit`), spatialTies);
        assert.throws(() => assertMap(before.values, golden(`gradcam/captum_relu1_${name}.logit`), spatialTies));
        const probability = await new GradCam(model, "conv1").attribute(images, { ...options, output: "probability" });
        assertMap(probability.values, golden(`gradcam/captum_relu1_${name}.softmax`), spatialTies);
      });
    }

    it("GradCam brought to the input's size, and times guided backprop", async () => {
      const map = await new GradCam(model, "conv1").attribute(images, { engine });
      assertMap(map.values, golden("gradcam/captum_relu1_relu_up28_bilinear.logit"), noTies);
      assert.deepEqual(map.shape, [8, 28, 28, 1]);
      const guided = await new GuidedGradCam(apart, "conv1").attribute(images, { engine });
      assertMap(guided.values, golden("guided_gradcam_nearest.logit"), tieMask);
    });

    const cams = {
      gradcam: GradCam,
      gradcampp: GradCamPlusPlus,
      layercam: LayerCam,
      hirescam: HiResCam,
      xgradcam: XGradCam,
    };
    for (const [name, Method] of Object.entries(cams)) {
      it(`${Method.name}, as pytorch-grad-cam, at the layer's size and scaled at the input's`, async () => {
        const raw = await new Method(model, "conv1").attribute(images, { engine, relu: false, upsample: "none" });
        assertMap(raw.values, golden(`gradcam/pytorchgradcam_${name}_relu1_raw.logit`), spatialTies);
        const final = await new Method(model, "conv1").attribute(images, { engine });
        const scaled = scaledEach(final);
        const expected = golden(`gradcam/pytorchgradcam_${name}_relu1_final28.logit`);
        assertMap(scaled, expected, name === "layercam" || name === "hirescam" ? tieMask : noTies);
      });
    }

    it("LayerGradientXActivation at the pool", async () => {
      const map = await new LayerGradientXActivation(model, "pool1").attribute(images, { engine });
      assertExact(map.values, golden("layer/gradient_x_activation_pool1.logit"));
    });

    it("LayerConductance and InternalInfluence", async () => {
      const options = { engine, nSteps: 50, method: "riemann_middle" } as const;
      const conductance = await new LayerConductance(model, "conv1").attribute(images, options);
      assertMap(conductance.values, golden("layer/conductance_relu1.logit"), layerTies);
      assert.deepEqual(conductance.shape, [8, 26, 26, 32]);
      const influence = await new InternalInfluence(model, "conv1").attribute(images, options);
      assertMap(influence.values, golden("layer/internal_influence_relu1.logit"), layerTies);
    });

    it("one neuron: gradient, integrated gradients, conductance", async () => {
      const options = { engine, neuron: [12, 12, 5] };
      const place = "relu1_c5_h12_w12.logit";
      const gradient = await new NeuronGradient(model, "conv1").attribute(images, options);
      assertMap(gradient.values, golden(`neuron/gradient_${place}`), noTies);
      const path = { ...options, method: "riemann_middle" } as const;
      const integrated = await new NeuronIntegratedGradients(model, "conv1").attribute(images, path);
      assertMap(integrated.values, golden(`neuron/ig_${place}`), noTies);
      // The neuron never wins its window: the golden is all zeros.
      const conductance = await new NeuronConductance(model, "conv1").attribute(images, path);
      assert.deepEqual(conductance.values, golden(`neuron/conductance_${place}`).values);
    });

    it("conductance of a neuron sums to its part of the layer's", async () => {
      const options = { engine, nSteps: 64, method: "riemann_middle" } as const;
      const one = firstImages(1);
      const layer = await new LayerConductance(model, "pool1").attribute(one, options);
      const value = layer.values.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
      const neuron = layer.values.indexOf(value);
      const map = await new NeuronConductance(model, "pool1").attribute(one, { ...options, neuron });
      const sum = map.values.reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - value) < 0.05 * Math.abs(value), `${sum} and ${value} at ${neuron}`);
    });

    it("guided backprop and deconvolution of a neuron under a ReLU keep what is positive", async () => {
      const options = { engine, neuron: 12 * 26 * 32 + 12 * 32 + 5 };
      const plain = await new NeuronGradient(apart, "conv1").attribute(images, options);
      for (const Method of [NeuronGuidedBackprop, NeuronDeconvolution]) {
        const before = await new Method(apart, "conv1").attribute(images, options);
        assert.deepEqual(before.values, plain.values, "no ReLU before the neuron");
      }
      const behind = await new NeuronGradient(apart, "relu1").attribute(images, options);
      const deconvolved = await new NeuronDeconvolution(apart, "relu1").attribute(images, options);
      assert.deepEqual(deconvolved.values, plain.values, "a seed of 1 passes a ReLU whether it was on or not");
      assert.notDeepEqual(behind.values, plain.values, "one of the eight has it off");
    });

    it("says what is wrong with layers and neurons", async () => {
      const one = firstImages(1);
      await assert.rejects(new GradCam(model, "conv9").attribute(one, { engine }), {
        name: "UnsupportedLayerError",
        message: /no layer conv9: did you mean conv1\? It has conv1, pool1/,
      });
      await assert.rejects(new GradCam(model, "fc").attribute(one, { engine }), {
        name: "UnsupportedLayerError",
        message: /^the layer fc outputs \[10\], not feature maps/,
      });
      await assert.rejects(new Cam(model, "conv1").attribute(one, { engine }), {
        name: "UnsupportedLayerError",
        message: /^there is no global average pooling after the layer conv1.*use GradCam$/,
      });
      await assert.rejects(new NeuronGradient(model, "conv1").attribute(one, { engine, neuron: [26, 0, 0] }), {
        name: "OptionError",
        message: "neuron [26, 0, 0] is not in the layer conv1, whose neurons are [26, 26, 32]",
      });
    });
  });
}

/** Each map from 0 to 1. */
function scaledEach({ values }: Explanation): Float32Array {
  const scaled = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += 784) {
    const map = values.subarray(start, start + 784);
    const least = Math.min(...map);
    const most = Math.max(...map) - least;
    scaled.set(
      map.map((value) => (value - least) / (1e-7 + most)),
      start,
    );
  }
  return scaled;
}
