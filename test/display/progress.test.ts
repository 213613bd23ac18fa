import assert from "node:assert/strict";
import { mime, progress } from "../../kernel/library/display/index.ts";
import { cellKey, type DisplayOptions, type MimeBundle } from "../../kernel/library/ground/cell.ts";
import type { EpochLogs, TrainPlan } from "../../kernel/library/models/history.ts";
import type { Figure } from "../../kernel/payloads/figure.ts";
import { type TrainingPayload, trainingProblem } from "../../kernel/payloads/trainingPayload.ts";

const plan: TrainPlan = { epochs: 3, batchSize: 10, stepsPerEpoch: 4, examples: 40, engine: "onnx", resumed: [] };
const epoch = (n: number): EpochLogs => ({
  epoch: n,
  loss: 0.12344 / n,
  accuracy: 0.98764,
  valLoss: 0.2,
  valAccuracy: 0.9,
  seconds: 1,
});

describe("progress", () => {
  let displays: { bundle: MimeBundle; options: DisplayOptions | undefined }[] = [];
  const host = globalThis as { [cellKey]?: unknown };
  let before: unknown;
  let cell: AbortController;

  beforeEach(() => {
    displays = [];
    cell = new AbortController();
    before = host[cellKey];
    host[cellKey] = () => ({
      signal: cell.signal,
      progress: () => {},
      display: (bundle: MimeBundle, options?: DisplayOptions) => displays.push({ bundle, options }),
    });
  });
  afterEach(() => {
    host[cellKey] = before;
  });

  const lastData = () => (displays.at(-1)?.bundle[mime.plotly] as Figure | undefined)?.data ?? [];

  async function train(lines: string[], resumed: EpochLogs[] = []) {
    const callbacks = progress({ log: (line) => lines.push(line) });
    await callbacks.onTrainBegin?.({ ...plan, resumed });
    for (let n = resumed.length + 1; n <= plan.epochs; n++) {
      for (let step = 1; step <= 4; step++) {
        await callbacks.onBatchEnd?.(step, { epoch: n, step, stepsPerEpoch: 4, loss: 1 / (n + step), accuracy: 0.5 });
      }
      await callbacks.onEpochEnd?.(n, epoch(n));
    }
    await callbacks.onTrainEnd?.({ epochs: [], steps: 12, engine: "onnx", seconds: 1 });
  }

  it("prints each epoch's losses and accuracies", async () => {
    const lines: string[] = [];
    await train(lines);
    assert.deepEqual(lines.slice(0, 2), [
      "Epoch 1, train loss: 0.1234, train accuracy: 0.9876",
      "Epoch 1, validation loss: 0.2000, validation accuracy: 0.9000",
    ]);
    assert.equal(lines.length, 6);
  });

  it("draws one chart and changes it in place; another training gets another", async () => {
    await train([]);
    const [first, ...later] = displays;
    assert.equal(first?.options?.update, false);
    const id = first?.options?.display_id;
    assert.ok(id && later.length >= 3);
    assert.ok(later.every(({ options }) => options?.update === true && options.display_id === id));
    const data = lastData();
    const named = (name: string) => data.filter((trace) => trace.name === name);
    assert.deepEqual(named("training")[0]?.x, [1, 2, 3]);
    assert.deepEqual(named("training")[0]?.y, [0.1234, 0.06172, 0.04115]);
    assert.deepEqual(named("validation")[1]?.y, [0.9, 0.9, 0.9]);
    assert.deepEqual((named("per batch")[0]?.x as number[] | undefined)?.at(-1), 3);
    assert.match(
      displays.at(-1)?.bundle[mime.text] as string,
      /after epoch 3 of 3: training loss 0\.0411, accuracy 98\.8%/,
    );
    const count = displays.length;
    await train([]);
    assert.notEqual(displays[count]?.options?.display_id, id);
    assert.equal(displays[count]?.options?.update, false);
  });

  it("goes on from the epochs that a checkpoint holds", async () => {
    const lines: string[] = [];
    await train(lines, [epoch(1), epoch(2)]);
    assert.deepEqual(lines.slice(0, 2), [
      "Resumed after epoch 2",
      "Epoch 3, train loss: 0.0411, train accuracy: 0.9876",
    ]);
    const data = lastData();
    assert.deepEqual(data.find(({ name }) => name === "training")?.x, [1, 2, 3]);
  });

  describe("ends its view", () => {
    const last = () => displays.at(-1)?.bundle[mime.training] as TrainingPayload | undefined;
    const textOf = () => displays.at(-1)?.bundle[mime.text];

    /** One that has done its first epoch. */
    async function begun() {
      const callbacks = progress({ log: () => {} });
      await callbacks.onTrainBegin?.(plan);
      const step = (at: number) =>
        callbacks.onBatchEnd?.(at, { epoch: 1, step: at, stepsPerEpoch: 4, loss: 1, accuracy: 0.5 });
      for (let at = 1; at <= 4; at++) await step(at);
      await callbacks.onEpochEnd?.(1, epoch(1));
      return { callbacks, step };
    }

    it("with the first line of the error that ended the training, and keeps what it has drawn", async () => {
      const { callbacks } = await begun();
      const { curve, history, state } = last() ?? {};
      assert.equal(state, "running");
      await callbacks.onTrainFailed?.(new Error("no more memory\n    at somewhere"));
      const failed = last();
      assert.equal(trainingProblem(failed), undefined);
      assert.deepEqual([failed?.state, failed?.error], ["failed", "no more memory"]);
      assert.deepEqual([failed?.curve, failed?.history], [curve, history]);
      assert.ok(failed && !("remaining" in failed) && !("training" in failed));
      assert.equal(displays.at(-1)?.options?.update, true);
      assert.match(
        String(textOf()),
        /^Training failed after epoch 1 of 3: training loss 0\.1234, .*\. no more memory$/,
      );
    });

    it("as stopped at once where its cell is interrupted, whatever a step that was on its way still tells", async () => {
      const { callbacks, step } = await begun();
      cell.abort();
      assert.equal(last()?.state, "stopped");
      await step(1);
      await callbacks.onEpochEnd?.(2, epoch(2));
      assert.equal(last()?.state, "stopped");
      assert.equal(last()?.history.length, 2);
      assert.match(String(textOf()), /^Training stopped after epoch 2 of 3: /);
      assert.equal("error" in (last() ?? {}), false);
    });

    it("as stopped where what was told to stop throws for it", async () => {
      const { callbacks } = await begun();
      await callbacks.onTrainFailed?.(new DOMException("interrupted", "AbortError"));
      assert.deepEqual([last()?.state, last()?.error], ["stopped", undefined]);
    });

    it("once: neither another training's error nor its cell's later interrupt changes it", async () => {
      const { callbacks } = await begun();
      await callbacks.onTrainEnd?.({ epochs: [], steps: 12, engine: "onnx", seconds: 1 });
      const count = displays.length;
      // The next training with the same callbacks, which fails before it begins.
      await callbacks.onTrainFailed?.(new Error("no such folder"));
      cell.abort();
      assert.equal(displays.length, count);
      assert.equal(last()?.state, "done");
    });
  });

  it("leaves the validation line out where there is none", async () => {
    const callbacks = progress({ log: () => {} });
    await callbacks.onTrainBegin?.(plan);
    await callbacks.onEpochEnd?.(1, { epoch: 1, loss: 1, accuracy: 0.5, seconds: 1 });
    const data = lastData();
    assert.ok(data.every(({ name }) => name !== "validation"));
  });
});
