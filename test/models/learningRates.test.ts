import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { OptionError } from "../../kernel/library/ground/errors.ts";
import {
  cosineDecay,
  exponentialDecay,
  type LearningRateSchedule,
  piecewiseConstantDecay,
  train,
} from "../../kernel/library/models/index.ts";
import { ready } from "../tensorflow.ts";
import { distance, smallCnn, stripes, weightsOf } from "./smallProblem.ts";

function follows(schedule: LearningRateSchedule, expected: Readonly<Record<number, number>>): void {
  for (const [step, rate] of Object.entries(expected)) {
    assert.ok(Math.abs(schedule(Number(step)) - rate) < 1e-12, `${schedule(Number(step))} at ${step}, not ${rate}`);
  }
}

describe("schedules of the learning rate", () => {
  before(ready);

  it("are Keras's", () => {
    const falling = { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 };
    follows(exponentialDecay(falling), { 0: 0.1, 5: 0.1 * Math.SQRT1_2, 10: 0.05, 20: 0.025 });
    follows(exponentialDecay({ ...falling, staircase: true }), { 0: 0.1, 9: 0.1, 10: 0.05, 19: 0.05 });
    follows(cosineDecay({ initialLearningRate: 0.1, decaySteps: 10, alpha: 0.2 }), {
      0: 0.1,
      5: 0.06,
      10: 0.02,
      99: 0.02,
    });
    const warm = { initialLearningRate: 0, warmupTarget: 0.1, warmupSteps: 4, decaySteps: 10 };
    follows(cosineDecay(warm), { 0: 0, 1: 0.025, 4: 0.1, 9: 0.05, 14: 0 });
    follows(piecewiseConstantDecay({ boundaries: [2, 5], values: [3, 2, 1] }), { 0: 3, 2: 3, 3: 2, 5: 2, 6: 1, 99: 1 });
    assert.throws(
      () => piecewiseConstantDecay({ boundaries: [5, 2], values: [3, 2, 1] }),
      /5, 2: expected increasing numbers/,
    );
    assert.throws(() => piecewiseConstantDecay({ boundaries: [5], values: [3] }), OptionError);
    assert.throws(() => exponentialDecay({ ...falling, decaySteps: 0 }), /decaySteps is 0/);
  });

  for (const engine of ["tfjs", "onnx"] as const) {
    for (const optimizer of ["sgd", "adam"] as const) {
      it(`change each step of ${optimizer} on ${engine}`, async () => {
        const data = stripes(60);
        const options = { engine, optimizer, epochs: 3, batchSize: 60 } as const;
        const rate = (step: number) => (step === 1 ? 0 : 0.02);
        const model = smallCnn();
        const after: number[][][] = [];
        await train(model, data, {
          ...options,
          learningRate: rate,
          callbacks: { onEpochEnd: () => void after.push(weightsOf(model)) },
        });
        const [first = [], second = [], third = []] = after;
        assert.ok(distance(first, weightsOf(smallCnn())) > 1e-3);
        assert.deepEqual(second, first);
        assert.ok(distance(third, second) > 1e-4);
        const constant = smallCnn();
        const same = smallCnn();
        await train(constant, data, { ...options, learningRate: 0.02 });
        await train(same, data, { ...options, learningRate: () => 0.02 });
        assert.ok(distance(weightsOf(constant), weightsOf(same)) < 1e-6);
      });
    }
  }

  it("take the steps of tfjs's own optimizer with those rates", async () => {
    const data = stripes(60);
    const schedule = exponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 });
    const [ours, judge] = [smallCnn(), smallCnn()];
    await train(ours, data, { engine: "onnx", optimizer: "sgd", epochs: 4, batchSize: 60, learningRate: schedule });
    const labels = tf.cast(data.labels, "float32");
    for (let step = 0; step < 4; step++) {
      judge.compile({ optimizer: tf.train.sgd(schedule(step)), loss: "sparseCategoricalCrossentropy" });
      await judge.trainOnBatch(data.images, labels);
    }
    assert.ok(distance(weightsOf(ours), weightsOf(judge)) < 1e-5, `${distance(weightsOf(ours), weightsOf(judge))}`);
  });

  it("belong to a checkpoint, and must give rates", async () => {
    const folder = mkdtempSync(join(tmpdir(), "glassbook-rates-"));
    try {
      const data = stripes(20);
      const options = { epochs: 1, batchSize: 20, checkpoint: { folder } };
      await train(smallCnn(), data, { ...options, learningRate: (step) => 0.01 / (step + 1) });
      await assert.rejects(
        train(smallCnn(), data, { ...options, learningRate: (step) => 0.01 / (step + 2) }),
        /written with learningRate 0\.01, 0\.005, .*, but this training has 0\.005, /,
      );
      await assert.rejects(
        train(smallCnn(), data, { batchSize: 20, learningRate: () => Number.NaN }),
        /learning rate of step 0 is NaN/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
