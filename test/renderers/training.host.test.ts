import assert from "node:assert/strict";
import type { TrainingPayload } from "../../kernel/payloads/trainingPayload.ts";
import { isMessage } from "../../kernel/protocol/message.ts";
import { eventually } from "../eventually.ts";
import { startKernel } from "../kernel.ts";
import { editorPages } from "./editorPages.ts";
import { bridge } from "./kernelBridge.ts";

function payloadAt(steps: number, more: Partial<TrainingPayload> = {}): TrainingPayload {
  const stepsPerEpoch = 430;
  const full = Math.floor(steps / stepsPerEpoch);
  return {
    version: 1,
    training: "t",
    state: "running",
    epochs: 5,
    stepsPerEpoch,
    steps,
    examples: 55_000,
    batchSize: 128,
    engine: "onnx",
    seconds: steps / 40,
    remaining: (5 * stepsPerEpoch - steps) / 40,
    curve: Array.from({ length: Math.floor(steps / 10) }, (_, i) => {
      const at = (i + 1) / 43;
      return [at, 0.05 + 0.6 / (at + 0.5) ** 2 + 0.02 * Math.sin(i), 1 - 0.3 / (at + 1) ** 2];
    }),
    history: Array.from({ length: full }, (_, i) => ({
      epoch: i + 1,
      loss: 0.05 + 0.3 / (i + 1),
      accuracy: 1 - 0.1 / (i + 1),
      valLoss: 0.06 + 0.2 / (i + 1),
      valAccuracy: 0.99 - 0.05 / (i + 1),
      seconds: 10.7,
    })),
    ...more,
  };
}

describe("the training view in Chromium", () => {
  const { empty, open } = editorPages("training");

  it("says how far it is and what is left, and goes on in place", async () => {
    const editor = await open(payloadAt(550));
    const { page } = editor;
    const view = page.getByRole("region", { name: "Training" });
    assert.match((await view.textContent()) ?? "", /^Epoch 2 of 5step 120 of 430 · 14 s elapsed · about 40 s left/);
    assert.equal(await page.getByRole("progressbar").getAttribute("value"), "550");
    assert.match(
      (await page.getByRole("img", { name: /^accuracy/ }).getAttribute("aria-label")) ?? "",
      /now 90%, started at/,
    );
    const button = page.getByRole("button", { name: "Stop" });
    await button.evaluate((element) => element.setAttribute("data-same", ""));
    await page.getByText("Epoch table").click();
    await editor.show(payloadAt(1500));
    assert.equal(await button.getAttribute("data-same"), "");
    assert.equal(await page.getByRole("row").count(), 4);
    assert.deepEqual(await page.getByRole("row").nth(2).getByRole("cell").allTextContents(), [
      "2",
      "0.2000",
      "95%",
      "0.1600",
      "96.5%",
      "10.7",
    ]);
    await editor.show(payloadAt(2150, { state: "done" }));
    assert.match(
      (await view.textContent()) ?? "",
      /^Trained5 epochs · in 54 s · training loss 0\.1100 · validation accuracy 98%/,
    );
    assert.equal(await button.count(), 0);
  });

  it("draws each epoch where it belongs", async () => {
    const { page } = await open(payloadAt(1500));
    const dots = page.getByRole("img", { name: /^loss/ }).locator("circle");
    assert.equal(await dots.count(), 3);
    const place = await dots.evaluateAll((all) =>
      all.map((dot) => [Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy"))]),
    );
    assert.ok(Math.abs(place[1][0] - place[0][0] - (place[2][0] - place[1][0])) < 0.1, "epochs are evenly apart");
    assert.ok(place[0][1] < place[1][1] && place[1][1] < place[2][1], "a falling loss falls");
    assert.equal(await dots.first().locator("title").textContent(), "training, epoch 1: 0.35");
  });

  it("stands before the first step, with a loss that is no number, and without validation", async () => {
    const editor = await open(payloadAt(0));
    assert.match((await editor.page.getByRole("region").textContent()) ?? "", /^Epoch 1 of 5step 0 of 430/);
    const odd = payloadAt(860);
    odd.curve.push([2, null as unknown as number, 0.5]);
    odd.history = odd.history.map(({ valLoss: _, valAccuracy: __, ...epoch }) => epoch);
    await editor.show(odd);
    assert.equal(await editor.page.locator(".key span").count(), 2);
  });

  for (const [payload, message] of [
    ["{", /is not an object/],
    [{ version: 3 }, /version 3, this view reads 1/],
    [{ ...payloadAt(5), curve: [[1]] }, /curve is not a list/],
  ] as const) {
    it(`says so where a payload is broken: ${message.source}`, async () => {
      const { page } = await open(payload);
      const alert = await page.getByRole("alert").textContent();
      assert.match(alert ?? "", /^This training cannot be shown: .*Run the cell again\.$/);
      assert.match(alert ?? "", message);
    });
  }

  it("stops a kernel's training after the step being done; the cell goes on", async function () {
    this.timeout(120_000);
    const kernel = startKernel();
    try {
      const prepared = await kernel.run(`
        import { mnistCnn, train } from "glassbook/models";
        import { progress } from "glassbook/display";
        import * as tf from "@tensorflow/tfjs";
        const model = mnistCnn({ seed: 1 });
        const images = tf.randomUniform([64, 28, 28, 1], 0, 1, "float32", 1);
        const labels = tf.tensor1d(Array.from({ length: 64 }, (_, i) => i % 10), "int32");`);
      assert.equal(prepared.error, undefined);
      const editor = await empty({ locale: "zh-CN" });
      await bridge(editor, kernel);
      const stop = kernel.compute.onMessage((message) => {
        if (!isMessage(message, "display_data") && !isMessage(message, "update_display_data")) return;
        const data = message.content.data["application/vnd.glassbook.training.v1+json"];
        if (data) void editor.show(data).catch(() => {});
      });
      const running = kernel.run(
        "const history = await train(model, { images, labels }, { epochs: 1000000, batchSize: 16, callbacks: progress({ log() {} }) }); history.stopped",
      );
      await editor.page.getByRole("button", { name: "停止" }).click();
      const ran = await running;
      stop();
      assert.equal(ran.error, undefined);
      assert.equal(ran.value, "'aborted'");
      await editor.page.getByText("已停止").waitFor();
      const kept = await kernel.run("tf.dispose([images, labels]); history.epochs.length >= 0");
      assert.equal(kept.value, "true");
      await editor.picture("training-zh");
    } finally {
      await kernel.stop();
    }
  });

  it("says what ended a training that failed, and keeps what was drawn", async () => {
    const editor = await open(payloadAt(550));
    await editor.show(payloadAt(550, { state: "failed", error: "The loss became NaN at step 550." }));
    const { page } = editor;
    const view = page.getByRole("region", { name: "Training" });
    assert.match((await view.textContent()) ?? "", /^Failed1 epoch · in 14 s · training loss 0\.3500/);
    assert.equal(await page.getByRole("alert").textContent(), "The loss became NaN at step 550.");
    assert.equal(await page.getByRole("button", { name: "Stop" }).count(), 0);
    assert.equal(await page.getByRole("progressbar").count(), 0);
    assert.equal(await page.getByRole("img", { name: /^loss/ }).locator("circle").count(), 1);
    for (const theme of ["dark", "light", "highContrast"] as const) {
      await editor.theme(theme);
      await editor.page.evaluate(() => new Promise(requestAnimationFrame));
      await editor.picture(`training-failed-${theme}`);
    }
  });

  /** What a view that does not know how its training ended must not say. */
  const assertUnfinished = async ({ page }: Awaited<ReturnType<typeof open>>) => {
    await page.getByText("Unfinished").waitFor();
    const text = (await page.getByRole("region", { name: "Training" }).textContent()) ?? "";
    assert.doesNotMatch(text, /Epoch \d of|left|elapsed/);
    assert.equal(await page.getByRole("button", { name: "Stop" }).count(), 0);
    assert.equal(await page.getByRole("progressbar").count(), 0);
    assert.equal(await page.getByRole("img", { name: /^loss/ }).count(), 1);
  };

  it("does not run where no kernel runs: in a viewer, and in a notebook that was opened again", async () => {
    await assertUnfinished(await open(payloadAt(550), { deaf: true }));
    const editor = await open(payloadAt(550));
    await editor.tell({ type: "kernel_state", state: "gone" });
    await assertUnfinished(editor);
    await editor.picture("training-unfinished");
    // A new kernel is not the one that trained.
    await editor.tell({ type: "kernel_state", state: "idle" });
    await assertUnfinished(editor);
  });

  it("runs where there is news of it, though its kernel is none of this editor's: another extension's, a guest's", async () => {
    const editor = await open(payloadAt(550));
    await editor.tell({ type: "kernel_state", state: "gone" });
    await assertUnfinished(editor);
    await editor.show(payloadAt(550));
    await assertUnfinished(editor);
    await editor.show(payloadAt(560));
    const view = editor.page.getByRole("region", { name: "Training" });
    const text = (await view.textContent()) ?? "";
    assert.match(text, /^Epoch 2 of 5step 130 of 430/);
    assert.doesNotMatch(text, /is gone/);
    assert.equal(await editor.page.getByRole("button", { name: "Stop" }).count(), 0, "nobody to be asked to stop");
    await editor.tell({ type: "kernel_state", state: "gone" });
    await assertUnfinished(editor);
    await view.getByText("The kernel that ran this training has stopped.").waitFor();
    assert.deepEqual(await editor.views(), [], "nothing is kept of a training");
  });

  it("asks a kernel after a training that is quiet, and believes what it says", async () => {
    const editor = await open(payloadAt(550));
    const asked = async () => {
      let opening: Record<string, unknown> | undefined;
      await eventually(async () => {
        opening = (await editor.posted()).find(({ type }) => type === "comm_open");
        return opening !== undefined;
      }, "the question");
      assert.deepEqual(opening?.data, { training: "t", ask: true });
      return opening?.comm_id;
    };
    const answer = async (data: Record<string, unknown>) =>
      editor.tell({ type: "comm_close", comm_id: await asked(), data });
    await answer({ known: true });
    assert.equal(await editor.page.getByRole("button", { name: "Stop" }).count(), 1);
    // The process died and another one took its place.
    await editor.tell({ type: "kernel_state", state: "idle" });
    await answer({});
    await assertUnfinished(editor);
    await editor.show(payloadAt(560));
    assert.equal(await editor.page.getByText("Unfinished").count(), 0, "there is news");
  });

  it("is told by a real kernel that it runs no more", async function () {
    this.timeout(120_000);
    const kernel = startKernel();
    try {
      await kernel.run("1");
      const editor = await empty();
      await bridge(editor, kernel);
      await editor.show(payloadAt(550));
      await assertUnfinished(editor);
    } finally {
      await kernel.stop();
    }
  });

  it("says so where the kernel does not know the training any more", async () => {
    const editor = await open(payloadAt(550));
    await editor.page.getByRole("button", { name: "Stop" }).click();
    await editor.page.getByText("Stopping after the current step…").waitFor();
    const opening = (await editor.posted()).find(({ type }) => type === "comm_open");
    assert.deepEqual([opening?.target_name, opening?.data], ["glassbook.training", { training: "t" }]);
    await editor.tell({ type: "comm_close", comm_id: opening?.comm_id, data: { known: false } });
    await editor.page.getByText("Training is no longer running.").waitFor();
    assert.equal(await editor.page.getByRole("button", { name: "Stop" }).count(), 0);
    await editor.tell({ type: "kernel_state", state: "gone" });
    await editor.page.getByText("The kernel that ran this training has stopped.").waitFor();
  });

  it("has its picture taken", async () => {
    const editor = await open(payloadAt(1500));
    await editor.page.getByText("Epoch table").click();
    for (const theme of ["dark", "light", "highContrast"] as const) {
      await editor.theme(theme);
      await editor.page.evaluate(() => new Promise(requestAnimationFrame));
      await editor.picture(`training-${theme}`);
    }
  });
});
