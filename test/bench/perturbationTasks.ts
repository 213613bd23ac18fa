// Our side of the bench of perturbation methods: node perturbationTasks.js TASK IMAGES DATA.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import {
  FeatureAblation,
  gridSegments,
  KernelShap,
  Lime,
  Occlusion,
  ShapleyValues,
} from "../../kernel/library/explain/index.ts";
import { mnistCnn } from "../../kernel/library/models/index.ts";
import { serve } from "./serve.ts";

const PIXELS = 784;
/** Four rows of 7 pixels by columns of 9, 10 and 9. */
const twelve = {
  values: Int32Array.from({ length: PIXELS }, (_, at) => {
    const column = at % 28;
    return Math.floor(at / 28 / 7) * 3 + (column < 9 ? 0 : column < 19 ? 1 : 2);
  }),
  shape: [28, 28],
};

async function main(task: string, count: number, data: string): Promise<void> {
  await tf.setBackend("cpu");
  const bytes = readFileSync(join(data, "images")).subarray(0, count * PIXELS);
  const inputs = { values: Float32Array.from(bytes, (value) => value / 255), shape: [count, 28, 28, 1] };
  const model = mnistCnn({ seed: 42 });
  const featureMask = gridSegments([28, 28], 4);
  const image = (index: number) => ({
    values: inputs.values.subarray(index * PIXELS, (index + 1) * PIXELS),
    shape: [1, 28, 28, 1],
  });
  const turns: Readonly<Record<string, () => Promise<unknown>>> = {
    lime: async () => {
      const lime = new Lime(model);
      for (let i = 0; i < count; i++) {
        await lime.explainInstance(image(i), { topLabels: 5, hideColor: 0, segments: featureMask, nSamples: 1000 });
      }
    },
    shap: () => new KernelShap(model).attribute(inputs, { target: 3, featureMask, nSamples: 1000 }),
    shapley: () => new ShapleyValues(model).attribute(inputs, { target: 3, featureMask: twelve }),
    occlusion: () =>
      new Occlusion(model).attribute(inputs, { target: 3, slidingWindowShapes: [4, 4, 1], strides: [2, 2, 1] }),
    ablation: () => new FeatureAblation(model).attribute(inputs, { target: 3, featureMask }),
  };
  const turn = turns[task];
  if (!turn) throw new Error(`no task called ${task}`);
  const prepared = { turn: async () => void (await turn()), count: 1 };
  await prepared.turn();
  await serve(prepared);
}

const [task = "", count = "1", data = ""] = process.argv.slice(2);
if (process.argv[1]?.endsWith("perturbationTasks.js")) await main(task, Number(count), data);
