import * as tf from "@tensorflow/tfjs";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { mnistCnn } from "../../kernel/library/models/index.ts";

const rounds = 10_000;
const report = 1000;

/** Compiles and runs the CNN anew 10,000 times, its weights changed each time, and prints the memory on the way. */
export async function run(): Promise<void> {
  await tf.setBackend("cpu");
  const model = mnistCnn({ seed: 42 });
  const runner = await runnerFor(model, { engine: "onnx" });
  const batch = { values: new Float32Array(784), count: 1 };
  for (let i = 1; i <= rounds; i++) {
    tf.tidy(() => model.setWeights(model.getWeights().map((weight) => weight.mul(0.9999))));
    await runner.predict(batch, { output: "probability" });
    if (i % report === 0) {
      console.log(`after ${i} compilations and runs: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
    }
  }
}
