import assert from "node:assert/strict";
import { BlurIntegratedGradients } from "../../kernel/library/explain/index.ts";
import { goldens } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { lastChannels, nearly, smooth } from "./smoothNet.ts";

const golden = goldens("pictures");
const settings = {
  blur_ig: { maxSigma: 8, nSteps: 30 },
  blur_ig_sqrt: { maxSigma: 60, nSteps: 20, sqrt: true },
};

describe("Blur Integrated Gradients", () => {
  before(ready);

  for (const [name, options] of Object.entries(settings)) {
    it(`gives PAIR's map on a smooth net, to 1e-4: ${name}`, async () => {
      const { model, x } = await smooth();
      const map = await new BlurIntegratedGradients(model).attribute(x, { target: 3, ...options });
      nearly(map.values, golden(name).values, 1e-4);
      const several = await new BlurIntegratedGradients(model).attribute(x, { targets: [1, 3], ...options });
      nearly(several.values.subarray(x.values.length), golden(name).values, 1e-4);
    });
  }

  it("gives the same whatever the layout", async () => {
    const { model, x } = await smooth();
    const first = await new BlurIntegratedGradients(model).attribute(x, { target: 3, maxSigma: 5, nSteps: 10 });
    const turned = await lastChannels();
    const last = await new BlurIntegratedGradients(turned.model).attribute(turned.x, {
      target: 3,
      maxSigma: 5,
      nSteps: 10,
    });
    assert.deepEqual(last.shape, turned.x.shape);
    nearly(turned.back(last.values), first.values, 1e-5);
  });

  it("sums to what the answer loses by the blur, more exactly by more steps", async () => {
    const { model, x } = await smooth();
    const deltas = await Promise.all(
      [40, 400].map(async (nSteps) => {
        const map = await new BlurIntegratedGradients(model).attribute(x, { target: 3, maxSigma: 8, nSteps });
        return Math.abs(map.convergenceDelta?.[0] ?? Number.NaN);
      }),
    );
    assert.ok(deltas[1] < deltas[0] / 5, deltas.join(", "));
  });
});
