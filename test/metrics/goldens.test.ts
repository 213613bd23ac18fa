import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import type { Output } from "../../kernel/library/engine/runner.ts";
import {
  Explanation,
  type ExplanationFields,
  IntegratedGradients,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import {
  complexity,
  deletion,
  effectiveComplexity,
  faithfulnessCorrelation,
  infidelity,
  insertion,
  pixelFlipping,
  sensitivityMax,
  sparseness,
} from "../../kernel/library/metrics/index.ts";
import { engines, golden, images, modelA, target } from "../explain/modelA.ts";
import { assertExact } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

/** The golden digits' explanation with these maps, so that only the measure is held against the golden. */
function given(values: ArrayLike<number>, output: Output, fields: Partial<ExplanationFields> = {}): Explanation {
  return new Explanation({
    method: "Given",
    values: Float32Array.from(values),
    shape: images.shape,
    target: [...target],
    output,
    inputs: images.values,
    inputShape: images.shape,
    probabilities: Float32Array.from(golden("softmax").values),
    options: {},
    engine: "onnx",
    elapsedMs: 0,
    modelPasses: 0,
    ...fields,
  });
}

const maps = ["ig50", "saliency_abs"] as const;
const quantus = (map: string) => golden(`metrics/quantus_input_attr_${map}`).values;
const exact = { ig50: "ig/gausslegendre_50.logit", saliency_abs: "saliency_abs.logit" } as const;

describe("measures of a map alone, against Quantus", () => {
  for (const map of maps) {
    it(`sparseness, complexity and effective complexity of ${map}`, () => {
      const explanation = given(quantus(map), "logit");
      assertExact(sparseness(explanation).scores, golden(`metrics/quantus_sparseness_gini_${map}`));
      assertExact(complexity(explanation).scores, golden(`metrics/quantus_complexity_entropy_${map}`));
      // Quantus divides by the largest of the whole batch.
      const threshold = 0.01 * explanation.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      assertExact(
        effectiveComplexity(explanation, { threshold }).scores,
        golden(`metrics/quantus_effective_complexity_eps0.01_${map}`),
      );
    });
  }
});

for (const engine of engines) {
  describe(`measures that ask the model, on ${engine}`, () => {
    let model: tf.LayersModel;
    before(async () => {
      await ready();
      model = modelA();
    });
    after(() => model.dispose());

    for (const map of maps) {
      it(`deletion and insertion of ${map}: curves and areas`, async () => {
        const explanation = given(golden(exact[map]).values, "logit");
        for (const [name, measure] of Object.entries({ deletion, insertion })) {
          const found = await measure(model, explanation, { engine, featuresInStep: 28 });
          assertExact(
            Float64Array.from(found.curves.flatMap((curve) => [...curve])),
            golden(`metrics/${name}_curve_${map}`),
          );
          assertExact(found.scores, golden(`metrics/${name}_auc_${map}`));
        }
      });

      it(`Quantus's pixel flipping of ${map}`, async () => {
        const found = await pixelFlipping(model, given(quantus(map), "logit"), { engine, featuresInStep: 28 });
        const curves = Float64Array.from(found.curves.flatMap((curve) => [...curve]));
        assertExact(curves, golden(`metrics/quantus_pixelflipping_curve_${map}`));
        assertExact(found.scores, golden(`metrics/quantus_pixelflipping_auc_${map}`));
      });

      it(`Quantus's faithfulness correlation of ${map}, from its own sets`, async () => {
        const { values } = golden("metrics/quantus_faithcorr_subsets");
        const subsets = { values, shape: [100, 8, 196] };
        const found = await faithfulnessCorrelation(model, given(quantus(map), "logit"), { engine, subsets });
        assertExact(found.scores, golden(`metrics/quantus_faithfulness_correlation_${map}`));
        assert.ok(found.standardError?.every((error) => error > 0.005 && error < 0.2));
      });
    }

    for (const [name, map] of [
      ["gradient", "gradient.logit"],
      ["ig50", "ig/gausslegendre_50.logit"],
    ]) {
      it(`Captum's infidelity of ${name}, and its normalized form`, async () => {
        const { values, shape } = golden("metrics/infidelity_perturbation");
        const options = { engine, perturbations: { values, shape } };
        const explanation = given(golden(map).values, "logit");
        assertExact((await infidelity(model, explanation, options)).scores, golden(`metrics/infidelity_${name}`));
        const normalized = await infidelity(model, explanation, { ...options, normalize: true });
        assertExact(normalized.scores, golden(`metrics/infidelity_${name}_normalized`));
        assert.ok(normalized.standardError?.every((error) => error > 0));
      });
    }

    it("Captum's sensitivity_max of saliency and integrated gradients", async () => {
      const { values, shape } = golden("metrics/sensitivity_perturbation");
      const options = { engine, perturbations: { values, shape } };
      const saliency = await sensitivityMax(new Saliency(model), images, options);
      assertExact(saliency.scores, golden("metrics/sensitivity_max_saliency_abs"));
      const ig = await sensitivityMax(new IntegratedGradients(model), images, options);
      assertExact(ig.scores, golden("metrics/sensitivity_max_ig50"));
    }).timeout(180_000);
  });
}
