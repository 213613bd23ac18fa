import assert from "node:assert/strict";
import { join } from "node:path";
import { loadOnnx } from "../../kernel/library/engine/index.ts";
import { explain } from "../../kernel/library/report/explain.ts";
import { goldens, root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

describe("explain() where places of a picture are explained", () => {
  before(ready);

  it("takes the class that most pixels are, or a region, for every method", async () => {
    const model = await loadOnnx(join(root, "test/golden/segmentation/unet.onnx"));
    const image = { values: goldens("segmentation")("image").values.slice(0, 1152), shape: [1, 3, 16, 24] };
    const { explanations, skipped } = await explain(model, image, { nSamples: 200 });
    assert.deepEqual(skipped, []);
    assert.ok(explanations.length >= 3);
    for (const { target, targetRegions } of explanations)
      assert.deepEqual([target, targetRegions?.[0].from], [0, "predicted"]);
    const region = { top: 4, left: 3, height: 6, width: 12 };
    const given = await explain(model, image, { target: { class: 1, region }, methods: ["Saliency", "Occlusion"] });
    for (const { target, targetRegions } of given.explanations)
      assert.deepEqual([target, targetRegions?.[0].from], [1, "given"]);
  });

  it("asks a detector about a box by the methods that need no gradient, and says why the others are left out", async () => {
    const model = await loadOnnx(join(root, "test/golden/detection/labels.onnx"));
    const image = { values: goldens("detection")("image").values, shape: [1, 3, 32, 48] };
    const { explanations, skipped, modelPasses } = await explain(model, image, {
      target: { output: "scores", at: 2 },
      nSamples: 50,
    });
    assert.deepEqual(
      explanations.map(({ method }) => method),
      ["KernelShap"],
    );
    assert.ok(
      skipped.length > 0 && skipped.every(({ why }) => /NonMaxSuppression|known to give feature maps/.test(why)),
    );
    for (const { target, targetRegions } of explanations)
      assert.deepEqual([target, targetRegions?.[0].from], [2, "box"]);
    assert.ok(modelPasses > 1, String(modelPasses));
  });
});
