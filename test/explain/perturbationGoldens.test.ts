import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { gridSegments, KernelShap, Lime } from "../../kernel/library/explain/index.ts";
import { ridge } from "../../kernel/library/math/ridge.ts";
import { assertExact, type Golden, goldens } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { engines, firstImages, golden, images, modelA } from "./modelA.ts";

const grid = gridSegments([28, 28], 4);
const seg12 = { values: golden("shapley/seg12").values as Int32Array, shape: [28, 28] };
const image = (index: number) => ({
  values: images.values.slice(index * 784, (index + 1) * 784),
  shape: [1, 28, 28, 1],
});
const row = (golden: Golden, index: number): Golden => {
  const size = golden.values.length / (golden.shape[0] ?? 1);
  return { ...golden, values: golden.values.slice(index * size, (index + 1) * size) };
};

it("gridSegments are the goldens' 49 superpixels", () => {
  assert.deepEqual(grid.values, golden("seg7x7").values);
});

for (const engine of engines) {
  describe(`perturbation goldens on ${engine}`, () => {
    let model: tf.LayersModel;
    before(async () => {
      await ready();
      model = modelA();
    });
    after(() => model.dispose());

    for (const index of [0, 1]) {
      it(`lime's weights for image ${index}, five labels, from its samples`, async () => {
        const samples = golden(`lime_image/image${index}_data`);
        const expected = golden(`lime_image/image${index}_weights`);
        const found = await new Lime(model, { engine }).explainInstance(image(index), {
          topLabels: 5,
          hideColor: 0,
          segments: grid,
          samples,
        });
        assert.deepEqual(found.topLabels, expected.entry.topLabels);
        for (const [place, label] of found.topLabels.entries()) {
          assertExact(found.explanations.get(label)?.coefficients ?? [], row(expected, place));
        }
        const intercepts = found.topLabels.map((label) => found.intercept.get(label) ?? Number.NaN);
        assertExact(intercepts, { ...expected, values: Float64Array.from(expected.entry.intercept as number[]) });
        // lime keeps the score of the label it fitted last, the most probable one.
        const score = found.fit.get(found.topLabels[0] ?? -1) ?? Number.NaN;
        assertExact([score], { ...expected, values: Float64Array.of(expected.entry.score as number) });
      });

      it(`Captum's Lime for image ${index} from its samples`, async () => {
        const samples = golden(`captum_lime/image${index}_samples`);
        const expected = golden(`captum_lime/image${index}_coef`);
        const found = await new Lime(model, { engine }).attribute(image(index), {
          featureMask: grid,
          samples,
          kernelWidth: 0.25,
        });
        assertExact(found.coefficients ?? [], expected);
      });

      it(`SHAP's values for image ${index} from its 1000 coalitions`, async () => {
        const samples = {
          values: golden(`kernelshap49/image${index}_mask`).values,
          weights: golden(`kernelshap49/image${index}_kernel_weight`).values,
        };
        const expected = golden(`kernelshap49/image${index}_phi`);
        const found = await new KernelShap(model, { engine }).attribute(image(index), { featureMask: grid, samples });
        assertExact(found.coefficients ?? [], expected);
      });
    }

    for (const [output, name] of [
      ["logit", "logit"],
      ["probability", "softmax"],
    ] as const) {
      it(`exact Shapley values of 12 segments, all classes, of the ${output}`, async () => {
        const shap = new KernelShap(model, { engine, output });
        const found = await shap.attribute(firstImages(2), { featureMask: seg12, targets: "all", nSamples: 4094 });
        const exact = golden(`shapley/exact_allclasses.${name}`).values;
        // Ours is [class, image, segment], the golden [image, class, segment].
        const turned = Float64Array.from({ length: 240 }, (_, at) => {
          const [target, picture, segment] = [Math.floor(at / 24), Math.floor(at / 12) % 2, at % 12];
          return exact[picture * 120 + target * 12 + segment];
        });
        assertExact(found.coefficients ?? [], { ...golden(`shapley/exact_allclasses.${name}`), values: turned });
        assert.ok(found.standardError?.every((error) => error === 0));
      });
    }
  });
}

describe("regressions from stored answers", () => {
  for (const index of [0, 1]) {
    it(`least squares with two weights of a million, on Captum's KernelShap samples of image ${index}`, () => {
      const values = golden(`captum_kernelshap/image${index}_samples`).values as Uint8Array;
      const weights = golden(`captum_kernelshap/image${index}_weight`).values;
      const regress = ridge({ values, count: 1000, columns: 49 }, weights, 0);
      const found = regress?.(golden(`captum_kernelshap/image${index}_y`).values).coefficients ?? [];
      assertExact(found, goldens("sklearn")(`captum_kernelshap_image${index}_float64`));
    });
  }
});
