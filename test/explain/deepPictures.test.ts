import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../kernel/library/engine/model.ts";
import * as explain from "../../kernel/library/explain/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { cat, lite0, resnet18 } from "./deepNets.ts";

/** Distances of the peers' float32 from their own float64, as torch runs a net in several ways, beside the float64 values. */
const told = JSON.parse(readFileSync(join(root, "test/golden/pictures/deep.json"), "utf8")) as {
  distances: Record<string, number[]>;
  entries: { name: string; file: string; shape: number[] }[];
};

interface Net {
  readonly model: Model;
  readonly end: string;
  readonly x: { values: Float32Array; shape: number[] };
  readonly target: number;
  /** Pixels of a window. */
  readonly window: number;
}

const nets: Record<string, () => Promise<Net>> = {
  async lite0() {
    const x = cat({ top: 40, left: 110, side: 224 });
    return { model: await lite0(), end: "/_swish_1/Clip_output_0", x, target: 285, window: 56 };
  },
  async resnet() {
    const x = cat({ top: 100, left: 170, side: 96 });
    return { ...(await resnet18(96)), x, target: 7, window: 24 };
  },
};

const plain = { relu: false, upsample: "none" } as const;
const methods: Record<string, (net: Net) => Promise<Explanation>> = {
  gradient: ({ model, x, target }) => new explain.Saliency(model).attribute(x, { target, abs: false }),
  input_x_gradient: ({ model, x, target }) => new explain.InputXGradient(model).attribute(x, { target }),
  integrated_gradients: ({ model, x, target }) =>
    new explain.IntegratedGradients(model).attribute(x, { target, nSteps: 10 }),
  blur_ig: ({ model, x, target }) =>
    new explain.BlurIntegratedGradients(model).attribute(x, { target, maxSigma: 6, nSteps: 8 }),
  occlusion: ({ model, x, target, window }) => {
    const sizes = [3, window, window];
    const options = { target, slidingWindowShapes: sizes, strides: sizes, output: "logit" } as const;
    return new explain.Occlusion(model).attribute(x, options);
  },
  grad_cam: ({ model, x, target, end }) => new explain.GradCam(model, end).attribute(x, { target, ...plain }),
  grad_cam_plus_plus: ({ model, x, target, end }) =>
    new explain.GradCamPlusPlus(model, end).attribute(x, { target, ...plain }),
  layer_cam: ({ model, x, target, end }) => new explain.LayerCam(model, end).attribute(x, { target, ...plain }),
  x_grad_cam: ({ model, x, target, end }) => new explain.XGradCam(model, end).attribute(x, { target, ...plain }),
  hi_res_cam: ({ model, x, target, end }) => new explain.HiResCam(model, end).attribute(x, { target, ...plain }),
};

/** The same pixels as the golden's: every fourth or eighth of each row and column. */
function sampled(map: Explanation, count: number): Float32Array {
  const [, , side] = map.inputShape;
  if (map.values.length === count) return map.values;
  const step = Math.sqrt(map.values.length / count);
  const kept = side / step;
  return Float32Array.from({ length: count }, (_, i) => {
    const [channel, row, column] = [Math.floor(i / kept / kept), Math.floor(i / kept) % kept, i % kept];
    return map.values[(channel * side + row * step) * side + column * step];
  });
}

describe("methods on deep nets are as near to float64 as their peers in float32, times 1.2", () => {
  before(ready);

  for (const [name, make] of Object.entries(nets)) {
    describe(name, () => {
      let net: Net;
      before(async () => {
        net = await make();
      });

      for (const [method, ask] of Object.entries(methods)) {
        it(method, async () => {
          const entry = told.entries.find((each) => each.name === `${name}_${method}`) ?? assert.fail(method);
          const bytes = readFileSync(join(root, "test/golden/pictures", entry.file));
          const expected = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
          const map = await ask(net);
          const distance = apart(sampled(map, expected.length), expected);
          const peers = Math.max(...told.distances[entry.name]);
          assert.ok(distance <= 1.2 * peers, `${distance} from float64, the peer ${peers}`);
        });
      }
    });
  }
});

/** ‖found − expected‖ / ‖expected‖. */
function apart(found: Float32Array, expected: Float32Array): number {
  let [off, size] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    off += (found[i] - expected[i]) ** 2;
    size += expected[i] ** 2;
  }
  return Math.sqrt(off / size);
}
