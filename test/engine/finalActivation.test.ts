import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { ready } from "../tensorflow.ts";

describe("the probabilities that belong to logits", () => {
  before(ready);
  const values = Float32Array.from({ length: 2 * 12 }, (_, i) => 40 * Math.sin(i * 7.3));

  for (const engine of ["onnx", "tfjs"] as const) {
    for (const activation of ["softmax", "sigmoid", "linear"] as const) {
      // A softmax goes over the last axis, not over all that the model answers.
      it(`are what the model gives after its ${activation}, by ${engine}`, async () => {
        const model = tf.sequential({ layers: [tf.layers.activation({ activation, inputShape: [4, 3] })] });
        const runner = await runnerFor(model, { engine });
        const { outputs: logits } = await runner.predict({ values, count: 2 }, { output: "logit" });
        const { outputs } = await runner.predict({ values, count: 2 }, { output: "probability" });
        assert.deepEqual(logits, values);
        const own = runner.probabilitiesOf(logits);
        for (const [i, p] of outputs.entries()) assert.ok(Math.abs(own[i] - p) < 1e-6, `[${i}]: ${own[i]}, not ${p}`);
        model.dispose();
      });
    }
  }
});
