import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { ImageSet } from "../../kernel/library/datasets/index.ts";
import { train } from "../../kernel/library/models/index.ts";
import { summaryFileWriter, tensorBoard } from "../../kernel/library/tensorflow/index.ts";
import { crc32c } from "../../kernel/library/tensorflow/tensorboard/crc32c.ts";
import { histogramBuckets } from "../../kernel/library/tensorflow/tensorboard/histogram.ts";
import { pythonWith } from "../python.ts";
import { ready } from "../tensorflow.ts";

/** What TensorBoard's own reader finds in a run: tag → [step, value] of scalars, [step, rows] of histograms. */
const reader = `
import json, sys
from tensorboard.backend.event_processing import event_accumulator
from tensorboard.util import tensor_util
run = event_accumulator.EventAccumulator(sys.argv[1], size_guidance={event_accumulator.TENSORS: 0})
run.Reload()
found = {}
for tag in run.Tags()["tensors"]:
    plugin = run.SummaryMetadata(tag).plugin_data.plugin_name
    description = run.SummaryMetadata(tag).summary_description
    points = [[e.step, tensor_util.make_ndarray(e.tensor_proto).tolist()] for e in run.Tensors(tag)]
    found[tag] = {"plugin": plugin, "description": description, "points": points}
print(json.dumps(found))
`;

type Found = Record<string, { plugin: string; description: string; points: [number, unknown][] }>;

describe("TensorBoard's logs", function () {
  this.timeout(240_000);
  let folder: string;
  let python: string;
  before(async () => {
    await ready();
    folder = mkdtempSync(join(tmpdir(), "glassbook-logs-"));
    python = pythonWith("tensorboard==2.20.0", "setuptools==80.9.0");
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (run: string): Found =>
    JSON.parse(
      execFileSync(python, ["-c", reader, join(folder, run)], { encoding: "utf8" })
        .trim()
        .split("\n")
        .at(-1) ?? "",
    );

  it("are read by TensorBoard: scalars with description, and histograms", () => {
    const writer = summaryFileWriter(join(folder, "own"));
    assert.equal(summaryFileWriter(join(folder, "own")), writer);
    writer.scalar("loss", 0.5, 0, "cross-entropy");
    writer.scalar("loss", tf.scalar(0.25), 1_000_000);
    writer.histogram("weights", [0, 1, 1, 2, Number.NaN], 3, 2);
    const { loss, weights } = read("own");
    assert.deepEqual(loss, {
      plugin: "scalars",
      description: "cross-entropy",
      points: [
        [0, 0.5],
        [1_000_000, 0.25],
      ],
    });
    assert.deepEqual(
      [weights?.plugin, weights?.points],
      [
        "histograms",
        [
          [
            3,
            [
              [0, 1, 1],
              [1, 2, 3],
            ],
          ],
        ],
      ],
    );
  });

  const model = () =>
    tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [2, 2, 1] }),
        tf.layers.dense({ units: 2, activation: "softmax", name: "answer" }),
      ],
    });

  it("tell of train's epochs, steps and weights", async () => {
    const trained = model();
    const data = new ImageSet(
      Uint8Array.from({ length: 16 }, (_, i) => i * 16),
      Uint8Array.of(0, 1, 0, 1),
      [2, 2, 1],
    );
    const callbacks = tensorBoard(join(folder, "train"), { updateFreq: "batch", histogramFreq: 2, model: trained });
    const history = await train(trained, data, { epochs: 3, batchSize: 2, validationData: data, callbacks });
    const [found, validated] = [read("train/train"), read("train/val")];
    const { epoch_loss, epoch_accuracy, batch_loss } = found;
    assert.deepEqual(
      epoch_loss?.points,
      history.epochs.map(({ epoch, loss }) => [epoch, Math.fround(loss)]),
    );
    assert.equal(epoch_accuracy?.points.length, 3);
    assert.deepEqual(
      batch_loss?.points.map(([step]) => step),
      [1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(
      validated.epoch_loss?.points,
      history.epochs.map(({ epoch, valLoss }) => [epoch, Math.fround(valLoss ?? 0)]),
    );
    const kernel = found["answer/kernel"];
    assert.deepEqual(
      kernel?.points.map(([step, rows]) => [step, (rows as number[][]).reduce((sum, row) => sum + (row[2] ?? 0), 0)]),
      [
        [1, 8],
        [3, 8],
      ],
    );
    assert.deepEqual(Object.keys(validated).sort(), ["epoch_accuracy", "epoch_loss"]);
    trained.dispose();
  });

  it("tell of tfjs's own fit, which counts epochs from 0", async () => {
    const fitted = model();
    fitted.compile({ optimizer: "sgd", loss: "categoricalCrossentropy", metrics: ["accuracy"] });
    const [x, y] = [tf.ones([4, 2, 2, 1]), tf.tensor2d([1, 0, 1, 0, 1, 0, 1, 0], [4, 2])];
    const callbacks = tensorBoard(join(folder, "fit"), { histogramFreq: 1 });
    const { history } = await fitted.fit(x, y, { epochs: 2, verbose: 0, validationData: [x, y], callbacks });
    const found = read("fit/train");
    assert.deepEqual(
      found.epoch_loss?.points,
      (history.loss as number[]).map((loss, i) => [i + 1, Math.fround(loss)]),
    );
    assert.ok(found.epoch_acc);
    assert.ok(Object.keys(found).some((tag) => tag.startsWith("answer") && tag.includes("kernel")));
    assert.ok(read("fit/val").epoch_loss);
    tf.dispose([x, y]);
    fitted.dispose();
  });

  it("have the checksums and buckets of their definitions", () => {
    // RFC 3720, B.4
    assert.equal(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
    assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
    assert.deepEqual(histogramBuckets([], 3), []);
    assert.deepEqual(histogramBuckets([2, 2], 3), [[1.5, 2.5, 2]]);
    assert.throws(() => tensorBoard("x", { histogramFreq: -1 }), /histogramFreq is -1/);
    assert.throws(() => summaryFileWriter(join(folder, "own")).scalar("x", 1, 0.5), /step is 0\.5/);
  });
});
