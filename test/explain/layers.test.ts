import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { LayerActivation, LayerGradientXActivation } from "../../kernel/library/explain/index.ts";
import { assertExact, assertMap } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { engines, firstImages, golden, images, modelA } from "./modelA.ts";

for (const engine of engines) {
  describe(`layers on ${engine}`, () => {
    let model: tf.LayersModel;
    before(async () => {
      await ready();
      model = modelA();
    });
    after(() => model.dispose());

    it("activations of each layer are the goldens'", async () => {
      for (const [layer, name] of [
        ["conv1", "relu1"],
        ["pool1", "pool1"],
        ["fc", "fc"],
      ]) {
        const found = await assertNoLeak(() => new LayerActivation(model, layer, { engine }).attribute(images));
        assertExact(found.values, golden(`activation/${name}`));
        assert.deepEqual(found.shape, golden(`activation/${name}`).shape);
      }
    });

    it("gradient × activation at the pool is Captum's", async () => {
      const expected = golden("layer/gradient_x_activation_pool1.logit");
      const method = new LayerGradientXActivation(model, "pool1", { engine });
      const found = await assertNoLeak(() => method.attribute(images));
      assert.deepEqual(found.shape, expected.shape);
      assertMap(found.values, expected, new Uint8Array(expected.values.length));
    });

    it("ranks feature maps by what they add to the answer", async () => {
      const found = await new LayerGradientXActivation(model, "pool1", { engine }).attribute(firstImages(1));
      const { channel, value } = found.topChannels(1)[0];
      const { values } = golden("layer/gradient_x_activation_pool1.logit");
      const sums = new Float64Array(32);
      for (let i = 0; i < 13 * 13 * 32; i++) sums[i % 32] += values[i];
      assert.equal(channel, [...sums.keys()].sort((a, b) => Math.abs(sums[b]) - Math.abs(sums[a]))[0]);
      assert.ok(Math.abs(value - sums[channel]) < 1e-4 * Math.abs(value));
    });

    it("names the layers there are where one is not", async () => {
      await assert.rejects(
        assertNoLeak(() => new LayerGradientXActivation(model, "conv9", { engine }).attribute(images)),
        { name: "UnsupportedLayerError", message: /no layer conv9: did you mean conv1\? It has .*conv1.*pool1.*fc/ },
      );
    });
  });
}
