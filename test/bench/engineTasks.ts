// Our side of the engine's bench: node engineTasks.js TASK DATA. Answers each line on stdin with what one turn took.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { ImageSet } from "../../kernel/library/datasets/index.ts";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { trainerFor } from "../../kernel/library/engine/train/index.ts";
import { mnistCnn } from "../../kernel/library/models/index.ts";
import { serve, type Task } from "./serve.ts";

const PIXELS = 784;
const BATCH = 128;

async function main(task: string, data: string): Promise<void> {
  await tf.setBackend("cpu");
  const bytes = readFileSync(join(data, "images"));
  const prepared = await prepare(task, bytes, readFileSync(join(data, "labels")));
  if (task !== "compile") await prepared.turn();
  await serve(prepared);
}

async function prepare(task: string, bytes: Uint8Array, labels: Uint8Array): Promise<Task> {
  const images = (count: number) => Float32Array.from(bytes.subarray(0, count * PIXELS), (v) => v / 255);
  const model = mnistCnn({ seed: 42 });
  if (task === "train") return training(model, new ImageSet(bytes, labels, [28, 28, 1]));
  if (task === "compile") {
    const one = { values: images(1), count: 1 };
    const turn = async () => {
      const runner = await runnerFor(mnistCnn({ seed: 42 }), { engine: "onnx" });
      await runner.predict(one, { output: "probability" });
    };
    return { turn, count: 1 };
  }
  const runner = await runnerFor(model, { engine: "onnx" });
  const predict = async (values: Float32Array) => {
    await runner.predict({ values, count: values.length / PIXELS }, { output: "probability" });
  };
  const gradients = async (values: Float32Array) => {
    const count = values.length / PIXELS;
    await runner.gradients({ values, count }, { output: "logit", targets: new Int32Array(count).fill(3) });
  };
  const repeat = (times: number, each: () => Promise<void>) => async () => {
    for (let i = 0; i < times; i++) await each();
  };
  const many = images(task === "predict" ? 10_000 : task === "gradients3200" ? 3200 : task === "one" ? 1 : 50);
  switch (task) {
    case "predict":
      return { turn: () => predict(many), count: 10_000 };
    case "one":
      return { turn: repeat(100, () => predict(many)), count: 100 };
    case "gradients50":
      return { turn: repeat(10, () => gradients(many)), count: 10 };
    case "gradients3200":
      return { turn: () => gradients(many), count: 1 };
  }
  throw new Error(`no task called ${task}`);
}

/** A whole epoch in another order each time, rows gathered as the library's own loop does. */
async function training(model: tf.LayersModel, examples: ImageSet): Promise<Task> {
  const trainer = await trainerFor(model, { optimizer: { name: "adam" } });
  const order = Uint32Array.from({ length: examples.size }, (_, i) => i);
  const turn = async () => {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    for (let from = 0; from < order.length; from += BATCH) {
      const { inputs, labels } = examples.batch(order.subarray(from, from + BATCH));
      await trainer.step(inputs, labels);
    }
  };
  return { turn, count: examples.size };
}

const [task = "", data = ""] = process.argv.slice(2);
if (process.argv[1]?.endsWith("engineTasks.js")) await main(task, data);
