import assert from "node:assert/strict";
import { ScoreCam } from "../../kernel/library/explain/index.ts";
import { goldens } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { lastLayer, nearly, smooth } from "./smoothNet.ts";

const golden = goldens("pictures");
const plain = { relu: false, upsample: "none" } as const;

describe("Score-CAM", () => {
  before(ready);

  it("gives pytorch-grad-cam's map on a smooth net, to 1e-4, of several targets at once too", async () => {
    const { model, x } = await smooth();
    const map = await new ScoreCam(model, lastLayer).attribute(x, { target: 3, ...plain });
    assert.deepEqual(map.shape, [2, 8, 10, 1]);
    nearly(map.values, golden("score_cam").values, 1e-4);
    const several = await new ScoreCam(model, lastLayer).attribute(x, { targets: [0, 3], ...plain });
    nearly(several.values.subarray(160), golden("score_cam").values, 1e-4);
    assert.equal(several.modelPasses, map.modelPasses);
    assert.notDeepEqual(several.values.subarray(0, 160), several.values.subarray(160));
  });

  it("comes in the picture's size, and refuses a layer without places", async () => {
    const { model, x } = await smooth();
    const map = await new ScoreCam(model, lastLayer).attribute(x, { target: 3 });
    assert.deepEqual(map.shape, [2, 20, 24, 1]);
    assert.ok(map.values.every((value) => value >= 0));
    await assert.rejects(new ScoreCam(model, "logits").attribute(x, { target: 3 }), { name: "UnsupportedLayerError" });
  });
});
