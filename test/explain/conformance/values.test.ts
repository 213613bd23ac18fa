import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { takenBy } from "../../../kernel/library/explain/call/Method.ts";
import { NoiseTunnel } from "../../../kernel/library/explain/gradient/NoiseTunnel.ts";
import { Explanation } from "../../../kernel/library/explanation/Explanation.ts";
import { createRandom } from "../../../kernel/library/math/random.ts";
import { isMethodName, lastConvolution, type MethodName, makeMethod } from "../../../kernel/library/report/methods.ts";
import { assertNoLeak, ready } from "../../tensorflow.ts";
import { transformerNetwork } from "../networks.ts";
import { exportedMethods } from "./exported.ts";

const random = createRandom(7);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
/** Two pictures of 8 × 8, and a sample to compare with. */
const pictures = { values: normals(128), shape: [2, 8, 8, 1] };
const background = { values: normals(192), shape: [3, 8, 8, 1] };

const weights = (seed: number) => ({
  kernelInitializer: tf.initializers.randomNormal({ seed }),
  biasInitializer: tf.initializers.randomNormal({ seed: seed + 1 }),
});
/** A net that ends in a global mean, so that CAM is there too; its inner maps have both signs. */
const network = () =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [8, 8, 1], ...weights(1) }),
      tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "tanh", ...weights(3) }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: 3, activation: "softmax", ...weights(5) }),
    ],
  });

/** Few steps and samples, and what some cannot do without. */
const few = {
  target: 1,
  nSteps: 4,
  nSamples: 130,
  nRepeats: 2,
  npermutations: 2,
  gridSize: 2,
  maxEvals: 40,
  slidingWindowShapes: [3, 3, 1],
  neuron: [1, 1, 1],
};
const own: Partial<Record<MethodName, object>> = {
  NoiseTunnel: { nSamples: 4 },
  ShapleyValueSampling: { nSamples: 4 },
  ShapleyValues: { featureMask: { values: Int32Array.from({ length: 64 }, (_, i) => i % 6), shape: [8, 8] } },
};
/** Explained elsewhere: rows of a table, a sum over columns, a ReLU's own rules, attention. */
const elsewhere = new Set<string>(["LimeTabular", "LimeText", "LinearShap", "Lrp"]);

for (const [name, { about }] of exportedMethods) {
  if (!about || elsewhere.has(name) || !isMethodName(name)) continue;
  describe(`${name} conforms`, () => {
    const isOfAttention = about.family === "attention";
    let model: tf.LayersModel;
    before(async () => {
      await ready();
      model = isOfAttention ? transformerNetwork() : network();
    });
    after(() => model.dispose());
    const inputs = () => {
      if (!isOfAttention) return pictures;
      const shape = [2, ...model.inputs[0].shape.slice(1).map(Number)];
      const size = shape.reduce((all, length) => all * length, 1);
      return { values: Float32Array.from({ length: size }, (_, i) => ((i * 37) % 101) / 101), shape };
    };
    const explain = (options: object = {}) => {
      const method = makeMethod(name, model, lastConvolution(model));
      const needed = about.needs.background ? { baselines: background } : {};
      return method.attribute(inputs(), { ...takenBy(method, { ...few, ...needed, ...own[name] }), ...options });
    };

    it("says of its values what they are", async () => {
      const map = await assertNoLeak(() => explain());
      assert.equal(map.method, name);
      const { signed, extent, sumsTo } = map.about;
      const isNegative = map.values.some((value) => value < 0);
      assert.ok(signed || !isNegative, "values below zero in a map without signs");
      assert.ok(!signed || isNegative || map.about.role === "activation", "no value below zero in a map with signs");
      if (extent === "place") assert.ok(map.shape.at(-1) === 1, `${map.shape}`);
      if (extent === "input" || extent === "part") assert.deepEqual(map.shape, map.inputShape);
      assert.equal(
        extent === "unit",
        map.shape.slice(1).join() !== map.inputShape.slice(1).join() && extent !== "place",
      );
      if (sumsTo !== undefined && map.convergenceDelta) {
        const scale = map.values.reduce((sum, value) => sum + Math.abs(value), 0);
        const bound = map.about.sumIsExact ? 1e-4 : 0.5;
        assert.ok(
          map.convergenceDelta.every((delta) => Math.abs(delta) <= bound * scale),
          `${map.convergenceDelta}`,
        );
      }
      assert.equal(map.convergenceDelta !== undefined && sumsTo === undefined, false, "a delta of no sum");
    });

    it("comes back the same: with the same seed, through JSON, and refuses options that it has not", async () => {
      const map = await explain();
      assert.deepEqual((await explain()).values, map.values);
      const again = Explanation.fromJSON(JSON.parse(JSON.stringify(map)));
      assert.deepEqual([again.about, again.values, again.shape], [map.about, map.values, map.shape]);
      assert.ok(map.toNpz().length > 0);
      await assert.rejects(explain({ wavelength: 3 }), { name: "OptionError", message: /has no option wavelength/ });
    });

    if (name === "NoiseTunnel") return;
    it("is gone over by NoiseTunnel, which says what that makes of its values", async () => {
      const method = makeMethod(name, model, lastConvolution(model));
      const needed = about.needs.background ? { baselines: background } : {};
      const { target, nSamples, ...settings }: Record<string, unknown> = takenBy(method, {
        ...few,
        ...needed,
        ...own[name],
      });
      const Inner = method.constructor as new (...parameters: unknown[]) => typeof method;
      const defaults = { ...(nSamples !== undefined && { nSamples }) };
      const inner = about.needs.layer ? new Inner(model, lastConvolution(model), defaults) : new Inner(model, defaults);
      const tunnel = new NoiseTunnel<object>(inner as never);
      const asked = { ...settings, ...(target !== undefined && { target }), nSamples: 3, type: "vargrad" as const };
      const map = await tunnel.attribute(inputs(), asked as never);
      assert.deepEqual([map.about.role, map.about.signed, map.about.sumsTo], ["variance", false, undefined]);
      assert.ok(map.values.every((value) => value >= 0));
    });
  });
}
