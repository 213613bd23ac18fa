import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  BlurIntegratedGradients,
  GuidedIntegratedGradients,
  gridSegments,
  ScoreCam,
  Xrai,
} from "../../kernel/library/explain/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import type { Inputs } from "../../kernel/library/signature/Inputs.ts";
import { ready } from "../tensorflow.ts";
import { settings } from "./conformance/settings.ts";
import { nearly } from "./smoothNet.ts";

describe("methods for pictures alone", () => {
  before(ready);

  for (const setting of settings.filter(({ name }) => ["numbers", "a table", "a series, by an LSTM"].includes(name))) {
    it(`say what the model takes instead: ${setting.name}`, async () => {
      const model = await setting.make();
      for (const Method of [Xrai, GuidedIntegratedGradients, BlurIntegratedGradients]) {
        await assert.rejects(new Method(model).attribute(setting.inputs, { target: 0 }), {
          name: "ShapeError",
          message: new RegExp(
            `^${Method.about.name} explains pictures, .* but the model takes \\[n, .*: use IntegratedGradients or KernelShap`,
          ),
        });
      }
      await assert.rejects(new ScoreCam(model, setting.layer).attribute(setting.inputs, { target: 0 }), {
        name: "ShapeError",
        message: /^ScoreCam explains pictures/,
      });
    });
  }

  it("explain the picture among several inputs, and leave the others as they are", async () => {
    const model = pictureAndNumbers();
    const draw = createRandom(3);
    const drawn = (...shape: number[]) => ({
      values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw.normal()),
      shape,
    });
    const inputs = { photo: drawn(2, 6, 5, 3), weather: drawn(2, 2) };
    const own = { target: 1, nSteps: 60 };
    const held = { photo: inputs.photo };
    const fixed = { weather: inputs.weather };
    const segments = gridSegments([6, 5], 2);
    const asks = {
      GuidedIntegratedGradients: (given: Inputs, more: object) =>
        new GuidedIntegratedGradients(model).attribute(given, { ...own, maxDist: 0.1, ...more }),
      BlurIntegratedGradients: (given: Inputs, more: object) =>
        new BlurIntegratedGradients(model).attribute(given, { ...own, maxSigma: 4, ...more }),
      Xrai: (given: Inputs, more: object) => new Xrai(model).attribute(given, { ...own, segments, ...more }),
      ScoreCam: (given: Inputs, more: object) => new ScoreCam(model, "conv").attribute(given, { target: 1, ...more }),
    };
    for (const [name, ask] of Object.entries(asks)) {
      const map = await ask(inputs, {});
      const places = name === "Xrai" || name === "ScoreCam";
      assert.deepEqual(map.shape, places ? [2, 6, 5, 1] : [2, 6, 5, 3], name);
      assert.deepEqual(map.inputs, inputs.photo.values, name);
      nearly(map.values, (await ask(held, { fixed })).values, 1e-5);
      const [delta = 0] = map.convergenceDelta ?? [];
      const sum = map.values.subarray(0, map.values.length / 2).reduce((all, value) => all + Math.abs(value), 0);
      assert.ok(Math.abs(delta) < 0.1 * sum, `${name}: ${delta} of ${sum}`);
    }
    model.dispose();
  });
});

function pictureAndNumbers() {
  const weights = (seed: number) => ({ kernelInitializer: tf.initializers.randomNormal({ seed }) });
  const photo = tf.input({ shape: [6, 5, 3], name: "photo" });
  const weather = tf.input({ shape: [2], name: "weather" });
  const conv = tf.layers.conv2d({ name: "conv", filters: 4, kernelSize: 3, activation: "tanh", ...weights(1) });
  const flat = tf.layers.flatten().apply(conv.apply(photo)) as tf.SymbolicTensor;
  const both = tf.layers.concatenate().apply([flat, weather]) as tf.SymbolicTensor;
  const hidden = tf.layers.dense({ units: 6, activation: "tanh", ...weights(2) }).apply(both);
  const classes = tf.layers.dense({ units: 3, activation: "softmax", ...weights(3) }).apply(hidden);
  return tf.model({ inputs: [photo, weather], outputs: classes as tf.SymbolicTensor });
}
