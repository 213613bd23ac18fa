import type * as tf from "@tensorflow/tfjs";
import {
  FeatureAblation,
  FeaturePermutation,
  gridSegments,
  Occlusion,
  ShapleyValues,
} from "../../kernel/library/explain/index.ts";
import { assertExact } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { engines, firstImages, golden, modelA } from "./modelA.ts";

const grid = gridSegments([28, 28], 4);
const seg12 = { values: golden("shapley/seg12").values as Int32Array, shape: [28, 28] };
const outputs = [
  ["logit", "logit"],
  ["probability", "softmax"],
] as const;

for (const engine of engines) {
  describe(`goldens of what is taken away, on ${engine}`, () => {
    let model: tf.LayersModel;
    before(async () => {
      await ready();
      model = modelA();
    });
    after(() => model.dispose());

    it("Captum's feature permutation over 7 × 7 segments, from its permutations", async () => {
      const permutation = new FeaturePermutation(model, { engine, output: "logit" });
      const permutations = golden("feature_permutation/perms");
      const found = await permutation.attribute(firstImages(8), { featureMask: grid, permutations });
      assertExact(found.values, golden("feature_permutation/captum.logit"));
    });

    for (const [output, name] of outputs) {
      it(`Captum's occlusion, 4 × 4 windows with stride 2, of the ${output}`, async () => {
        const occlusion = new Occlusion(model, { engine, output });
        const found = await occlusion.attribute(firstImages(8), { slidingWindowShapes: [4, 4, 1], strides: [2, 2, 1] });
        assertExact(found.values, golden(`occlusion_4x4_s2.${name}`));
      });

      it(`Captum's ablation of 7 × 7 segments, of the ${output}`, async () => {
        const ablation = new FeatureAblation(model, { engine, output });
        const found = await ablation.attribute(firstImages(8), { featureMask: grid });
        assertExact(found.values, golden(`ablation_7x7.${name}`));
      });

      it(`exact Shapley values of 12 segments, all classes, of the ${output}`, async () => {
        const shapley = new ShapleyValues(model, { engine, output });
        const found = await shapley.attribute(firstImages(2), { featureMask: seg12, targets: "all" });
        const exact = golden(`shapley/exact_allclasses.${name}`);
        // Ours is [class, image, segment], the golden [image, class, segment].
        const values = Float64Array.from({ length: 240 }, (_, at) => {
          const [target, picture, segment] = [Math.floor(at / 24), Math.floor(at / 12) % 2, at % 12];
          return exact.values[picture * 120 + target * 12 + segment];
        });
        assertExact(found.coefficients ?? [], { ...exact, values });
      });
    }
  });
}
