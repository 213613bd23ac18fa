import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { type Explanation, InputXGradient, IntegratedGradients, Saliency } from "../../kernel/library/explain/index.ts";
import { assertMap } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { engines, golden, images, modelA, target, tieMask } from "./modelA.ts";

const outputs = [
  ["logit", "logit"],
  ["probability", "softmax"],
] as const;

for (const engine of engines) {
  describe(`gradient goldens on ${engine}`, () => {
    let model: tf.LayersModel;
    before(async () => {
      await ready();
      model = modelA();
    });
    after(() => model.dispose());

    for (const [output, name] of outputs) {
      it(`Saliency, signed gradient and InputXGradient of the ${output}`, async () => {
        const options = { output, engine };
        const saliency = await new Saliency(model).attribute(images, options);
        assert.deepEqual([...(saliency.target as number[])], [...target]);
        assertMap(saliency.values, golden(`saliency_abs.${name}`), tieMask);
        const gradient = await new Saliency(model).attribute(images, { ...options, abs: false });
        assertMap(gradient.values, golden(`gradient.${name}`), tieMask);
        const product = await new InputXGradient(model).attribute(images, options);
        assertMap(product.values, golden(`gradient_x_input.${name}`), tieMask);
      });

      it(`IntegratedGradients gausslegendre 50 and 200 of the ${output}`, async () => {
        for (const nSteps of [50, 200]) {
          const ig = await new IntegratedGradients(model).attribute(images, { output, engine, nSteps });
          assertMap(ig.values, golden(`ig/gausslegendre_${nSteps}.${name}`), tieMask);
          if (output === "logit") assertDelta(ig, golden(`ig/gausslegendre_${nSteps}.logit.delta`).values);
        }
      });
    }

    for (const method of ["riemann_left", "riemann_right", "riemann_middle"] as const) {
      it(`IntegratedGradients ${method} 50`, async () => {
        const ig = await new IntegratedGradients(model).attribute(images, { engine, method });
        assertMap(ig.values, golden(`ig/${method}_50.logit`), tieMask);
        assertDelta(ig, golden(`ig/${method}_50.logit.delta`).values);
      });
    }

    it("IntegratedGradients at Captum's own trapezoid nodes, given", async () => {
      const { values, shape } = golden("ig/nodes_riemann_trapezoid_50");
      const steps = shape[1] ?? 0;
      const nodes = { alphas: values.subarray(0, steps), weights: values.subarray(steps) };
      const ig = await new IntegratedGradients(model).attribute(images, { engine, nodes });
      assertMap(ig.values, golden("ig/riemann_trapezoid_50.logit"), tieMask);
      assertDelta(ig, golden("ig/riemann_trapezoid_50.logit.delta").values);
    });
  });
}

/** A delta is a sum of the map less an exact number: it may drift as the map's sum may. */
function assertDelta(ig: Explanation, expected: ArrayLike<number>): void {
  const size = 784;
  for (const [image, delta] of (ig.convergenceDelta ?? []).entries()) {
    const total = ig.values.subarray(image * size, (image + 1) * size).reduce((sum, value) => sum + Math.abs(value), 0);
    const difference = Math.abs(delta - (expected[image] ?? Number.NaN));
    assert.ok(difference <= 1e-3 * total, `delta of image ${image}: ${delta} instead of ${expected[image]}`);
  }
  assert.equal(ig.convergenceDelta?.length, 8);
}
