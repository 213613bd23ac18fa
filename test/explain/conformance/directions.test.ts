import assert from "node:assert/strict";
import { toBundle } from "../../../kernel/library/display/index.ts";
import * as explain from "../../../kernel/library/explain/methods.ts";
import type { Explanation } from "../../../kernel/library/explanation/Explanation.ts";
import { mime } from "../../../kernel/library/ground/mimeBundle.ts";
import { mnistCnn, patchTransformer } from "../../../kernel/library/models/index.ts";
import type { ExplanationPayload } from "../../../kernel/payloads/explanationPayload.ts";
import { ready } from "../../tensorflow.ts";

const image = { values: Float32Array.from({ length: 784 }, (_, i) => ((i * 37) % 101) / 101), shape: [1, 28, 28, 1] };

/** Maps that cannot be below zero. */
async function unsignedMaps(): Promise<Record<string, Explanation>> {
  const model = mnistCnn({ seed: 1 });
  const layer = model.layers.find(({ name }) => /conv/.test(name))?.name ?? "";
  const target = { target: 1 };
  const few = { ...target, nSamples: 3 };
  const { NoiseTunnel, SquaredGradient, IntegratedGradients, Saliency } = explain;
  return {
    GradCam: await new explain.GradCam(model, layer).attribute(image, target),
    GradCamPlusPlus: await new explain.GradCamPlusPlus(model, layer).attribute(image, target),
    LayerCam: await new explain.LayerCam(model, layer).attribute(image, target),
    HiResCam: await new explain.HiResCam(model, layer).attribute(image, target),
    XGradCam: await new explain.XGradCam(model, layer).attribute(image, target),
    "SmoothGrad of SquaredGradient": await new NoiseTunnel(new SquaredGradient(model)).attribute(image, few),
    "smoothgrad_sq of IntegratedGradients": await new NoiseTunnel(new IntegratedGradients(model)).attribute(image, {
      ...few,
      nSteps: 3,
      type: "smoothgrad_sq",
    }),
    "vargrad of IntegratedGradients": await new NoiseTunnel(new IntegratedGradients(model)).attribute(image, {
      ...few,
      nSteps: 3,
      type: "vargrad",
    }),
    "vargrad of Saliency abs:false": await new NoiseTunnel(new Saliency(model)).attribute(image, {
      ...few,
      type: "vargrad",
      abs: false,
    }),
    AttentionRollout: await new explain.AttentionRollout(patchTransformer({ seed: 1 })).attribute(image, target),
  };
}

describe("maps without a direction", () => {
  before(ready);

  it("are colored as strength, and no word speaks of for and against", async () => {
    for (const [name, map] of Object.entries(await unsignedMaps())) {
      const payload = (await toBundle(map))[mime.explanation] as ExplanationPayload;
      assert.equal(payload.maps[0].signed, false, name);
      assert.doesNotMatch(
        map.describe({ locale: "en" }),
        /speaks? (for|against)|evidence (for|against)|raises|lowers/i,
        name,
      );
      assert.doesNotMatch(map.describe({ locale: "zh-CN" }), /支持|反对/, name);
    }
  });
});
