import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OptionError } from "../../kernel/library/ground/errors.ts";
import type { EpochLogs } from "../../kernel/library/models/history.ts";
import { type EarlyStoppingOptions, evaluate, type TrainOptions, train } from "../../kernel/library/models/index.ts";
import { courseOf } from "../../kernel/library/models/training/earlyStopping.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { distance, smallCnn, stripes, weightsOf } from "./smallProblem.ts";

const epochs = (...losses: number[]): EpochLogs[] =>
  losses.map((valLoss, i) => ({ epoch: i + 1, loss: 1, accuracy: 1 - valLoss, valLoss, seconds: 0 }));

describe("early stopping", () => {
  it("waits for its patience, and calls no change of minDelta an improvement", () => {
    const course = (losses: number[], options: EarlyStoppingOptions) => courseOf(epochs(...losses), options);
    assert.deepEqual(course([3, 2, 1], {}), { best: 3, isOver: false });
    assert.deepEqual(course([3, 2, 2], {}), { best: 2, isOver: true });
    assert.deepEqual(course([3, 2, 2, 2.5], { patience: 3 }), { best: 2, isOver: false });
    assert.deepEqual(course([3, 2, 2, 2.5, 2.1], { patience: 3 }), { best: 2, isOver: true });
    assert.deepEqual(course([3, 2, 2.5, 1, 1.5], { patience: 2 }), { best: 4, isOver: false });
    assert.deepEqual(course([3, 2.95], { minDelta: 0.1 }), { best: 1, isOver: true });
    assert.deepEqual(course([0.5, 0.4, 0.4], { monitor: "accuracy" }), { best: 2, isOver: true });
    assert.deepEqual(courseOf(epochs(1, 1), undefined), { best: 0, isOver: false });
    assert.throws(
      () => course([1], { monitor: "mae" }),
      /monitor is "mae": this training measures loss, accuracy, valLoss/,
    );
  });

  for (const engine of ["tfjs", "onnx"] as const) {
    describe(`of a training on ${engine}`, () => {
      before(ready);

      const options = (more: TrainOptions = {}): TrainOptions => ({
        engine,
        epochs: 12,
        batchSize: 32,
        // From the third epoch on steps are far too long: it is worse than the second.
        learningRate: (step) => (step < 8 ? 0.02 : 3),
        validationData: stripes(40, 9),
        earlyStopping: { patience: 2, restoreBestWeights: true },
        ...more,
      });

      it("ends it, says which epoch was best, and gives that one's weights back", async () => {
        const every: number[][][] = [];
        const model = smallCnn();
        const onEpochEnd = () => void every.push(weightsOf(model));
        await assertNoLeak(async () => {
          const history = await train(model, stripes(100), options({ callbacks: { onEpochEnd } }));
          const best = history.bestEpoch ?? 0;
          assert.equal(history.stopped, "early");
          assert.equal(history.epochs.length, best + 2);
          const losses = history.epochs.map(({ valLoss }) => valLoss ?? Number.NaN);
          assert.equal(losses.indexOf(Math.min(...losses)) + 1, best);
          assert.deepEqual(weightsOf(model), every[best - 1]);
          assert.ok(distance(weightsOf(model), every.at(-1) ?? []) > 1e-4);
        });
      });

      it("keeps the last weights unasked", async () => {
        const every: number[][][] = [];
        const model = smallCnn();
        const onEpochEnd = () => void every.push(weightsOf(model));
        await train(model, stripes(100), options({ callbacks: { onEpochEnd }, earlyStopping: { patience: 2 } }));
        assert.deepEqual(weightsOf(model), every.at(-1));
      });

      it("ends a resumed training where the whole one ends, with the same weights", async () => {
        const folder = mkdtempSync(join(tmpdir(), "glassbook-early-"));
        try {
          const whole = smallCnn();
          const expected = await train(whole, stripes(100), options());
          const resumed = smallCnn();
          const stop = new AbortController();
          const onEpochEnd = (epoch: number) => (epoch === expected.epochs.length - 1 ? stop.abort() : undefined);
          const checkpoint = { folder };
          const first = await train(
            resumed,
            stripes(100),
            options({ checkpoint, signal: stop.signal, callbacks: { onEpochEnd } }),
          );
          assert.equal(first.stopped, "aborted");
          const other = smallCnn({ seed: 77 });
          const anyway = { folder, anyWeights: true };
          const history = await train(other, stripes(100), options({ checkpoint: anyway }));
          assert.deepEqual([history.stopped, history.bestEpoch], ["early", expected.bestEpoch]);
          assert.deepEqual(weightsOf(other), weightsOf(whole));
        } finally {
          rmSync(folder, { recursive: true });
        }
      });
    });
  }

  it("refuses a patience that is none", async () => {
    await ready();
    const options = { batchSize: 10, earlyStopping: { patience: -1 } };
    await assert.rejects(train(smallCnn(), stripes(20), options), OptionError);
  });
});

describe("metrics of the validation data", () => {
  before(ready);

  for (const engine of ["tfjs", "onnx"] as const) {
    it(`are those of an evaluation after the epoch, and may end the training, on ${engine}`, async () => {
      const validationData = stripes(40, 9);
      const model = smallCnn();
      const told: EpochLogs[] = [];
      const judged: number[] = [];
      const history = await train(model, stripes(100), {
        ...{ engine, epochs: 9, batchSize: 32, validationData, metrics: ["auc", "f1"] },
        learningRate: (step) => (step < 8 ? 0.02 : 3),
        earlyStopping: { monitor: "valAuc" },
        callbacks: {
          async onEpochEnd(_, logs) {
            told.push(logs);
            judged.push((await evaluate(model, validationData, { engine })).auc);
          },
        },
      });
      assert.deepEqual(
        told.map(({ valAuc }) => valAuc),
        judged,
      );
      assert.ok(told.every(({ valF1, valAccuracy }) => valF1 !== undefined && valAccuracy !== undefined));
      assert.equal(history.stopped, "early");
      assert.equal(judged.indexOf(Math.max(...judged)) + 1, history.bestEpoch);
    });
  }

  it("are refused where there are none, or nothing to measure them on", async () => {
    const go = (options: TrainOptions) => train(smallCnn(), stripes(20), { batchSize: 20, epochs: 1, ...options });
    await assert.rejects(go({ metrics: ["auc"] }), /give validationData/);
    const validationData = stripes(9);
    await assert.rejects(
      go({ metrics: ["AUC" as never], validationData }),
      /no metric "AUC": there are auc, f1, r2, rmse/,
    );
    await assert.rejects(go({ metrics: ["r2"], validationData }), /kind "classes" has no r2/);
  });
});
