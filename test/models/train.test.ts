import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { type Examples, ImageSet } from "../../kernel/library/datasets/index.ts";
import { cellKey } from "../../kernel/library/ground/cell.ts";
import { DataError, OptionError, ShapeError } from "../../kernel/library/ground/errors.ts";
import { type TrainingData, TrainingInterrupted, type TrainOptions, train } from "../../kernel/library/models/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { distance, smallCnn, stripes, weightsOf } from "./smallProblem.ts";

let engine: "tfjs" | "onnx" = "tfjs";

/** With batches of 32 of 100 stripes, whatever else is asked for. */
async function trained(options: TrainOptions = {}, model = smallCnn(), data: TrainingData = stripes(100)) {
  const history = await train(model, data, { batchSize: 32, engine, ...options });
  return { history, weights: weightsOf(model), model };
}

for (const name of ["tfjs", "onnx"] as const) {
  describe(`train on ${name}`, () => {
    before(async () => {
      await ready();
      engine = name;
    });

    it("learns, tells every step and epoch in order, and leaves no tensor but the model's", async () => {
      await assertNoLeak(async () => {
        const heard: string[] = [];
        const { history, model } = await trained({
          epochs: 30,
          learningRate: 0.01,
          validationData: stripes(50, 9),
          callbacks: [
            {
              onTrainBegin: ({ examples, stepsPerEpoch, engine }) =>
                void heard.push(`${examples} ${stepsPerEpoch} ${engine}`),
            },
            {
              onBatchEnd: (step, { epoch }) => void heard.push(`${epoch}.${step}`),
              onEpochEnd: (epoch) => void heard.push(`epoch ${epoch}`),
              onTrainEnd: ({ steps }) => void heard.push(`${steps} steps`),
            },
          ],
        });
        const last = history.epochs.at(-1);
        assert.ok(last && (last.accuracy ?? 0) > 0.95 && (last.valAccuracy ?? 0) > 0.9, JSON.stringify(last));
        assert.deepEqual(heard.slice(0, 7), [`100 4 ${engine}`, "1.1", "1.2", "1.3", "1.4", "epoch 1", "2.1"]);
        assert.equal(heard.at(-1), "120 steps");
        assert.deepEqual([history.steps, history.engine, history.epochs.length], [120, engine, 30]);
        assert.equal("stopped" in history, false);
        model.dispose();
      });
    });

    for (const [optimizer, learningRate] of [
      ["adam", 0.02],
      ["sgd", 0.2],
    ] as const) {
      it(`takes the steps that tfjs's own fit takes with ${optimizer}`, async () => {
        const data = stripes(64);
        const ours = await trained({ epochs: 12, batchSize: 64, learningRate, optimizer }, smallCnn(), data);
        const judge = smallCnn();
        judge.compile({
          optimizer: tf.train[optimizer](learningRate),
          loss: "sparseCategoricalCrossentropy",
          metrics: ["accuracy"],
        });
        const labels = tf.cast(data.labels, "float32");
        const { history } = await judge.fit(data.images, labels, {
          epochs: 12,
          batchSize: 64,
          shuffle: false,
          verbose: 0,
        });
        assert.ok(distance(ours.weights, weightsOf(judge)) < 2e-5, `${distance(ours.weights, weightsOf(judge))}`);
        assert.ok(distance(ours.weights, weightsOf(smallCnn())) > 0.05, "nothing was learnt");
        for (const key of ["loss", "accuracy"] as const) {
          const theirs = history[key === "loss" ? "loss" : "acc"] as number[];
          const difference = distance([ours.history.epochs.map((logs) => logs[key] ?? Number.NaN)], [theirs]);
          assert.ok(difference < 2e-5, `${key} differs by ${difference}`);
        }
      });
    }

    it("trains a model of logits as one that ends in a softmax", async () => {
      const [probabilities, logits] = [
        await trained({ epochs: 3 }),
        await trained({ epochs: 3 }, smallCnn({ softmax: false })),
      ];
      assert.ok(distance(probabilities.weights, logits.weights) < 1e-5);
    });

    it("learns from tensors what it learns from the dataset", async () => {
      const data = stripes(100);
      const tensors = await trained({ epochs: 2 }, smallCnn(), { images: data.images, labels: data.labels });
      assert.deepEqual(tensors.weights, (await trained({ epochs: 2 })).weights);
      data.dispose();
    });

    it("depends on the seed and on nothing else", async () => {
      const [a, b, c] = [await trained({ seed: 1 }), await trained({ seed: 1 }), await trained({ seed: 2 })];
      assert.deepEqual(a.weights, b.weights);
      assert.ok(distance(a.weights, c.weights) > 1e-5);
    });

    it("sees every example once an epoch, in a new order each time, the rest as a smaller batch", async () => {
      const data = stripes(100);
      const seen: number[][] = [];
      const spy: Examples = {
        size: 100,
        shape: data.shape,
        labelAt: (index) => data.labelAt(index),
        batch(indices) {
          seen.push(Array.from(indices));
          return data.batch(indices);
        },
      };
      await trained({ epochs: 2 }, smallCnn(), spy);
      assert.deepEqual(
        seen.map((indices) => indices.length),
        [32, 32, 32, 4, 32, 32, 32, 4],
      );
      const [first, second] = [seen.slice(0, 4).flat(), seen.slice(4).flat()];
      const all = Array.from({ length: 100 }, (_, i) => i);
      for (const order of [first, second]) {
        assert.notDeepEqual(order, all);
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          all,
        );
      }
      assert.notDeepEqual(first, second);
    });

    it("averages over examples, not over batches, and validates with the weights after the epoch", async () => {
      const data = stripes(100);
      const steps: { loss: number; accuracy?: number }[] = [];
      const validationData = stripes(150, 5);
      const { history, model } = await trained({
        epochs: 1,
        validationData,
        callbacks: { onBatchEnd: (_, logs) => void steps.push(logs) },
      });
      const mean = (key: "loss" | "accuracy") =>
        steps.reduce((sum, logs, i) => sum + (logs[key] ?? Number.NaN) * ([32, 32, 32, 4][i] as number), 0) / 100;
      const logs = history.epochs[0];
      assert.ok(
        logs && Math.abs(logs.loss - mean("loss")) < 1e-9 && Math.abs((logs.accuracy ?? 0) - mean("accuracy")) < 1e-9,
      );
      model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
      const [loss, accuracy] = (
        model.evaluate(validationData.images, tf.cast(validationData.labels, "float32")) as tf.Scalar[]
      ).map((value) => value.dataSync()[0] as number);
      assert.ok(Math.abs((logs.valLoss ?? 0) - (loss as number)) < 1e-5, `${logs.valLoss} and ${loss}`);
      assert.ok(Math.abs((logs.valAccuracy ?? 0) - (accuracy as number)) < 1e-6);
      data.dispose();
    });

    it("returns what it has when its own signal is aborted, with the weights of the last full step", async () => {
      await assertNoLeak(async () => {
        const stop = new AbortController();
        const callbacks = { onBatchEnd: (step: number) => (step === 3 ? stop.abort() : undefined) };
        const { history, weights, model } = await trained({ signal: stop.signal, callbacks });
        assert.deepEqual([history.stopped, history.steps, history.epochs.length], ["aborted", 3, 0]);
        const judge = smallCnn();
        let three: number[][] = [];
        const onBatchEnd = (step: number) => {
          if (step === 3) three = weightsOf(judge);
        };
        // Of tfjs, whose weights are the model's own at every step.
        await trained({ epochs: 1, callbacks: { onBatchEnd }, engine: "tfjs" }, judge);
        assert.ok(distance(weights, weightsOf(judge)) > 1e-4);
        assert.ok(distance(weights, three) < 1e-6, `${distance(weights, three)}`);
        model.dispose();
        judge.dispose();
      });
    });

    it("ends the cell that is interrupted, the weights kept", async () => {
      const interrupt = new AbortController();
      const fractions: number[] = [];
      const cell = {
        signal: interrupt.signal,
        display() {},
        progress(fraction: number) {
          fractions.push(fraction);
          if (fractions.length === 5) interrupt.abort();
        },
      };
      (globalThis as { [cellKey]?: () => unknown })[cellKey] = () => cell;
      try {
        const model = smallCnn();
        const before = weightsOf(model);
        const failed: unknown[] = [];
        const callbacks = { onTrainFailed: (error: unknown) => void failed.push(error) };
        await assert.rejects(trained({ epochs: 5, callbacks }, model), (error) => {
          assert.ok(error instanceof TrainingInterrupted && error.name === "AbortError");
          assert.match(error.message, /interrupted after 5 steps \(1 full epoch/);
          assert.equal(error.history.epochs.length, 1);
          return true;
        });
        assert.ok(distance(before, weightsOf(model)) > 1e-4);
        assert.deepEqual(fractions, [0.05, 0.1, 0.15, 0.2, 0.25]);
        assert.deepEqual(failed, []);
      } finally {
        delete (globalThis as { [cellKey]?: () => unknown })[cellKey];
      }
    });

    it("frees everything when a callback throws", async () => {
      await assertNoLeak(async () => {
        const model = smallCnn();
        const onBatchEnd = () => {
          throw new Error("mine");
        };
        await assert.rejects(trained({ callbacks: { onBatchEnd } }, model), /mine/);
        model.dispose();
      });
    });

    it("tells every callback of the error that ends it, and throws that one", async () => {
      const model = smallCnn();
      const heard: unknown[] = [];
      const mine = new Error("mine");
      const callbacks = [
        {
          onBatchEnd() {
            throw mine;
          },
          onTrainFailed() {
            throw new Error("another");
          },
        },
        { onTrainFailed: (error: unknown) => void heard.push(error), onTrainEnd: () => void heard.push("end") },
      ];
      await assert.rejects(trained({ callbacks }, model), (error) => error === mine);
      assert.deepEqual(heard, [mine]);
      model.dispose();
    });

    describe("refuses, before the first step,", () => {
      const tensors = (images: number[], labels: number[]) => ({
        images: tf.tensor(images, [labels.length, 6, 6, 1]),
        labels: tf.tensor1d(labels, "int32"),
      });
      const black = new Array<number>(36).fill(0);
      const cases: [string, () => TrainingData, TrainOptions, new (m: string) => Error, RegExp][] = [
        ["an empty set", () => stripes(10).slice(10), {}, DataError, /training set is empty/],
        [
          "a NaN",
          () => tensors([...black, ...black.with(7, Number.NaN)], [0, 1]),
          {},
          DataError,
          /Example 1 of the training set has NaN/,
        ],
        [
          "a label that has no output",
          () => tensors([...black, ...black], [0, 3]),
          {},
          DataError,
          /Example 1 .* label 3: the model has 3 outputs \(0–2\)/,
        ],
        ["a negative label", () => tensors(black, [-1]), {}, DataError, /label -1/],
        [
          "one-hot labels of another number of classes",
          () => ({ images: tf.zeros([2, 6, 6, 1]), labels: tf.eye(2, 4) }),
          {},
          ShapeError,
          /labels have shape \[n, 4\], but the model's output .* is \[n, 3\]: expected one class index/,
        ],
        [
          "images of another size",
          () => ({ images: tf.zeros([2, 5, 6, 1]), labels: tf.zeros([2], "int32") }),
          {},
          ShapeError,
          /\[5, 6, 1\]: the model expects \[6, 6, 1\]/,
        ],
        [
          "a batch larger than the set",
          () => stripes(10),
          { batchSize: 11 },
          OptionError,
          /batchSize is 11: the training set has only 10/,
        ],
        [
          "an optimizer that there is not",
          () => stripes(40),
          { optimizer: "adan" as "adam" },
          OptionError,
          /optimizer is adan \(did you mean adam\?\): expected one of adam, sgd/,
        ],
        ["no epochs", () => stripes(40), { epochs: 0 }, OptionError, /epochs is 0/],
        ["half a batch", () => stripes(40), { batchSize: 0.5 }, OptionError, /batchSize is 0.5/],
        ["a learning rate of NaN", () => stripes(40), { learningRate: Number.NaN }, OptionError, /learningRate is NaN/],
        [
          "validation digits that no output has",
          () => stripes(40),
          { validationData: new ImageSet(new Uint8Array(36), Uint8Array.of(9), [6, 6, 1]) },
          DataError,
          /Example 0 of the validation set has the label 9/,
        ],
      ];
      for (const [name, data, options, type, message] of cases) {
        it(name, async () => {
          const model = smallCnn();
          const before = weightsOf(model);
          await assert.rejects(train(model, data(), { batchSize: 1, engine, ...options }), (error: Error) => {
            assert.ok(error instanceof type, `${error}`);
            assert.match(error.message, message);
            return true;
          });
          assert.deepEqual(weightsOf(model), before);
        });
      }
    });

    it("says so when the loss is no longer a number", async () => {
      await assert.rejects(
        trained({ learningRate: 1e30, optimizer: "sgd" }),
        /The loss became .* learningRate below 1e\+30/,
      );
    });
  });
}
