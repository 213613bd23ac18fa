import assert from "node:assert/strict";
import * as explain from "../../kernel/library/explain/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { goldens } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { lastLayer, nearly, smooth } from "./smoothNet.ts";

const golden = goldens("pictures");
const target = { target: 3 };
const small = { ...target, relu: false, upsample: "none" } as const;
const { values: parts, shape: places } = golden("mask");
const featureMask = { values: Int32Array.from(parts), shape: places };

type Smooth = Awaited<ReturnType<typeof smooth>>;

/** Maps by the names of their goldens. */
const maps: Record<string, (net: Smooth) => Promise<Explanation>> = {
  gradient: ({ model, x }) => new explain.Saliency(model).attribute(x, { ...target, abs: false }),
  input_x_gradient: ({ model, x }) => new explain.InputXGradient(model).attribute(x, target),
  integrated_gradients: ({ model, x }) =>
    new explain.IntegratedGradients(model).attribute(x, { ...target, nSteps: 50 }),
  deeplift: ({ model, x }) => new explain.DeepLift(model).attribute(x, target),
  ablation: ({ model, x }) =>
    new explain.FeatureAblation(model).attribute(x, { ...target, featureMask, output: "logit" }),
  occlusion: ({ model, x }) =>
    new explain.Occlusion(model).attribute(x, {
      ...target,
      slidingWindowShapes: [3, 5, 5],
      strides: [3, 3, 3],
      output: "logit",
    }),
  shapley: ({ model, x }) => new explain.KernelShap(model).attribute(x, { ...target, featureMask, output: "logit" }),
  grad_cam: ({ model, x }) => new explain.GradCam(model, lastLayer).attribute(x, small),
  grad_cam_plus_plus: ({ model, x }) => new explain.GradCamPlusPlus(model, lastLayer).attribute(x, small),
  layer_cam: ({ model, x }) => new explain.LayerCam(model, lastLayer).attribute(x, small),
  x_grad_cam: ({ model, x }) => new explain.XGradCam(model, lastLayer).attribute(x, small),
  hi_res_cam: ({ model, x }) => new explain.HiResCam(model, lastLayer).attribute(x, small),
};

describe("methods on a smooth net of pictures with their channels first", () => {
  before(ready);

  for (const [name, ask] of Object.entries(maps)) {
    it(`give what Captum and pytorch-grad-cam give in float64, to 1e-4 of the largest: ${name}`, async () => {
      const map = await ask(await smooth());
      const { coefficients, values } = map;
      const each = coefficients && coefficients.length < values.length ? spread(coefficients) : values;
      nearly(each, golden(name).values, 1e-4);
    });
  }

  it("smoothed over the same noise too", async () => {
    const { model, x } = await smooth();
    const noise = golden("noise").values;
    const sum = new Float64Array(x.values.length);
    for (let draw = 0; draw < 4; draw++) {
      const values = x.values.map((value, i) => value + noise[draw * sum.length + i]);
      const map = await new explain.Saliency(model).attribute({ values, shape: x.shape }, { ...target, abs: false });
      for (const [i, value] of map.values.entries()) sum[i] += value / 4;
    }
    nearly(sum, golden("smoothgrad").values, 1e-4);
  });

  /** A value for each part, at each number of it, as Captum gives it. */
  function spread(coefficients: Float32Array): Float32Array {
    assert.equal(coefficients.length, 12);
    return Float32Array.from({ length: 2 * 3 * 480 }, (_, i) => {
      return coefficients[Math.floor(i / 1440) * 6 + parts[i % 480]];
    });
  }
});
