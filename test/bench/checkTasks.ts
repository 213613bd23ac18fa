// Our side of `npm run bench -- check`: checkTasks.js TASK COUNT DATA.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { makeClassification } from "../../kernel/library/datasets/index.ts";
import { Explanation } from "../../kernel/library/explain/index.ts";
import { permutationImportance } from "../../kernel/library/global/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { deletion, infidelity, insertion } from "../../kernel/library/metrics/index.ts";
import { mnistCnn } from "../../kernel/library/models/index.ts";
import { serve } from "./serve.ts";

const PIXELS = 784;

/** Random maps of the digits: what a map says is no matter of the time. */
function maps(count: number, data: string): Explanation {
  const bytes = readFileSync(join(data, "images")).subarray(0, count * PIXELS);
  const random = createRandom(1);
  return new Explanation({
    method: "Given",
    values: Float32Array.from({ length: count * PIXELS }, () => random.normal()),
    shape: [count, 28, 28, 1],
    target: 3,
    output: "probability",
    inputs: Float32Array.from(bytes, (value) => value / 255),
    inputShape: [count, 28, 28, 1],
    probabilities: new Float32Array(count * 10),
    options: {},
    engine: "onnx",
    elapsedMs: 0,
    modelPasses: 0,
  });
}

/** The peers' table and network: 20 columns, 64 hidden units, two classes. */
function permutation(count: number): () => Promise<unknown> {
  const table = makeClassification({ nSamples: count, nFeatures: 20, seed: 1 });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 64, activation: "relu", inputShape: [20] }),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
  return () => permutationImportance(model, table, { scoring: "logLoss", nRepeats: 5 });
}

async function main(task: string, count: number, data: string): Promise<void> {
  await tf.setBackend("cpu");
  const model = mnistCnn({ seed: 42 });
  const turns: Readonly<Record<string, () => () => Promise<unknown>>> = {
    flipping: () => {
      const explanation = maps(count, data);
      return async () => {
        await deletion(model, explanation, { featuresInStep: 28 });
        await insertion(model, explanation, { featuresInStep: 28 });
      };
    },
    infidelity: () => {
      const explanation = maps(count, data);
      return () => infidelity(model, explanation, { nPerturbSamples: 50 });
    },
    permutation: () => permutation(count),
  };
  const make = turns[task];
  if (!make) throw new Error(`no task called ${task}`);
  const turn = make();
  await turn();
  await serve({ turn: async () => void (await turn()), count: 1 });
}

const [task = "", count = "1", data = ""] = process.argv.slice(2);
if (process.argv[1]?.endsWith("checkTasks.js")) await main(task, Number(count), data);
