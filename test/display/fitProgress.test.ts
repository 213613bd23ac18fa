import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { mime, progress } from "../../kernel/library/display/index.ts";
import { cellKey, type MimeBundle } from "../../kernel/library/ground/cell.ts";
import { type TrainingPayload, trainingProblem } from "../../kernel/payloads/trainingPayload.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const host = globalThis as { [cellKey]?: unknown };

function model(metrics: string[]): tf.LayersModel {
  const made = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "zeros" })] });
  made.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError", metrics });
  return made;
}

describe("progress in tfjs's own fit", () => {
  let shown: TrainingPayload[] = [];
  let cell: AbortController;
  let before: unknown;

  beforeEach(async () => {
    await ready();
    shown = [];
    cell = new AbortController();
    before = host[cellKey];
    const display = (bundle: MimeBundle) => shown.push(bundle[mime.training] as TrainingPayload);
    host[cellKey] = () => ({ signal: cell.signal, progress: () => {}, display });
  });
  afterEach(() => {
    host[cellKey] = before;
  });

  const x = () =>
    tf.tensor2d(
      Array.from({ length: 40 }, (_, i) => ((i * 7) % 13) / 13),
      [20, 2],
    );
  const y = () =>
    tf.tensor2d(
      Array.from({ length: 20 }, (_, i) => i / 20),
      [20, 1],
    );
  const fitted = async (made: tf.LayersModel, options: tf.ModelFitArgs) => {
    const [inputs, targets] = [x(), y()];
    try {
      return await made.fit(inputs, targets, { epochs: 3, batchSize: 8, verbose: 0, ...options });
    } finally {
      tf.dispose([inputs, targets]);
    }
  };

  it("prints and draws what train would, with fit's own numbers, and leaves no tensor", async () => {
    const lines: string[] = [];
    const made = model(["mae"]);
    await fitted(made, { epochs: 1 });
    await assertNoLeak(async () => {
      const callbacks = progress({ log: (line) => lines.push(line) });
      const { history } = await fitted(made, { validationSplit: 0.2, callbacks });
      const last = shown.at(-1);
      assert.equal(trainingProblem(last), undefined);
      assert.deepEqual([last?.state, last?.epochs, last?.stepsPerEpoch, last?.steps], ["done", 3, 2, 6]);
      assert.deepEqual([last?.examples, last?.batchSize, last?.engine, last?.metric], [16, 8, "tfjs", "mae"]);
      assert.deepEqual(
        last?.history.map(({ epoch }) => epoch),
        [1, 2, 3],
      );
      assert.deepEqual(
        last?.history.map(({ loss }) => loss),
        history.loss,
      );
      assert.deepEqual(
        last?.history.map(({ valLoss }) => valLoss),
        history.val_loss,
      );
      assert.deepEqual(
        last?.history.map(({ mae }) => mae),
        history.mae,
      );
      assert.equal(last?.curve.length, 6);
    });
    assert.match(lines[0] ?? "", /^Epoch 1, train loss: 0\.\d{4}, train mean absolute error: 0\.\d{4}$/);
    assert.match(lines[1] ?? "", /^Epoch 1, validation loss/);
    made.dispose();
  });

  it("serves fitDataset of an open length, and first in a list", async () => {
    const made = model([]);
    const rows = Array.from({ length: 12 }, (_, i) => ({ xs: tf.tensor2d([[i / 12, 0]]), ys: tf.tensor2d([[i]]) }));
    await made.fitDataset(tf.data.array(rows), { epochs: 2, verbose: 0, callbacks: [progress({ log: () => {} })] });
    const last = shown.at(-1);
    assert.equal(trainingProblem(last), undefined);
    assert.deepEqual([last?.state, last?.metric, last?.history.length], ["done", "none", 2]);
  });

  it("ends with its signal after the step, and with the cell's interrupt in an AbortError", async () => {
    const made = model([]);
    const callbacks = progress({ log: () => {} });
    const stop = new AbortController();
    Object.defineProperty(callbacks, "signal", { get: () => stop.signal });
    setTimeout(() => stop.abort());
    await fitted(made, { epochs: 1_000_000, callbacks });
    assert.equal(shown.at(-1)?.state, "stopped");
    setTimeout(() => cell.abort());
    await assert.rejects(fitted(made, { epochs: 1_000_000, callbacks: progress({ log: () => {} }) }), {
      name: "AbortError",
    });
    assert.equal(shown.at(-1)?.state, "stopped");
  });
});
