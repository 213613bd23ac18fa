import assert from "node:assert/strict";
import type { TrainingPayload } from "../../kernel/payloads/trainingPayload.ts";
import { isMessage } from "../../kernel/protocol/message.ts";
import { startKernel } from "../kernel.ts";

describe("the view of a training", () => {
  let kernel: ReturnType<typeof startKernel>;
  before(async () => {
    kernel = startKernel();
    const { error } = await kernel.run(`
      import { train } from "glassbook/models";
      import { progress } from "glassbook/display";
      import * as tf from "@tensorflow/tfjs";
      const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2, activation: "softmax" })] });
      const data = { images: tf.ones([20, 4]), labels: tf.tensor1d(Array.from({ length: 20 }, (_, i) => i % 2), "int32") };
      const run = (onBatchEnd: (step: number) => unknown) =>
        train(model, data, { batchSize: 4, epochs: 2, callbacks: [progress({ log() {} }), { onBatchEnd: async (step) => void (await onBatchEnd(step)) }] });`);
    assert.equal(error, undefined);
  });
  after(() => kernel.stop());

  /** How the view stands when the cell has ended; the cell is interrupted when it shows that it has begun. */
  async function stands(cell: string) {
    let last: TrainingPayload | undefined;
    const forget = kernel.compute.onMessage((message) => {
      if (!isMessage(message, "display_data") && !isMessage(message, "update_display_data")) return;
      const { data } = message.content;
      if (data["text/plain"] === "'begun'") kernel.interrupt();
      const shown = data["application/vnd.glassbook.training.v1+json"] as TrainingPayload | undefined;
      last = shown ?? last;
    });
    const { error } = await kernel.run(cell);
    forget();
    return { error, last };
  }

  it("says that it failed, and why, where a callback throws", async () => {
    const { error, last } = await stands(
      "await run((step) => { if (step === 3) throw new Error('mine\\n and more') })",
    );
    assert.match(error ?? "", /^Error: mine/);
    assert.deepEqual([last?.state, last?.error, last?.steps], ["failed", "mine", 3]);
  });

  it("says that it stopped where the interrupt has to terminate a step that never comes back", async () => {
    const { error, last } = await stands(
      "await run((step) => { if (step === 2) { display('begun'); while (true) {} } })",
    );
    assert.match(error ?? "", /Interrupted/);
    assert.deepEqual([last?.state, last?.steps, last?.training], ["stopped", 2, undefined]);
  });

  it("says that it stopped where the training hears of the interrupt itself", async () => {
    const { error, last } = await stands(`
      const { signal } = globalThis[Symbol.for("glassbook.cell")]();
      const interrupted = new Promise((resolve) => signal.addEventListener("abort", resolve));
      await run(async (step) => {
        if (step !== 2) return;
        display("begun");
        await interrupted;
      });`);
    assert.match(error ?? "", /Interrupted/);
    assert.equal(last?.state, "stopped");
  });

  it("keeps what it has learned where it waits for timers itself, and saves its checkpoint", async () => {
    const began = performance.now();
    const { error } = await stands(`
      import { mkdtempSync, readdirSync } from "node:fs";
      import { tmpdir } from "node:os";
      const folder = mkdtempSync(tmpdir() + "/glassbook-interrupted-");
      const heard = { error: "nothing", steps: 0 };
      const before = (await model.getWeights()[0].data()).join();
      try {
        await train(model, data, { batchSize: 1, epochs: 100000, checkpoint: { folder }, callbacks: {
          onBatchEnd() { if (++heard.steps === 50) display("begun") } } });
      } catch (error: any) { heard.error = error.name; throw error }`);
    assert.match(error ?? "", /Interrupted/);
    assert.ok(performance.now() - began < 60_000);
    const { value } = await kernel.run(
      "JSON.stringify([heard.error, heard.steps >= 50, (await model.getWeights()[0].data()).join() !== before, readdirSync(folder)])",
    );
    assert.match(String(value), /\["AbortError",true,true,\["checkpoint\.safetensors"\]\]/);
  });
});
