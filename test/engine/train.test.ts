import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { type LossName, type Optimizer, trainerFor } from "../../kernel/library/engine/train/index.ts";
import { DataError, OptionError, ShapeError, UnsupportedLayerError } from "../../kernel/library/ground/errors.ts";
import { close, numbers } from "./gradient/checkGradients.ts";

const STEPS = 100;
const ROWS = 12;

/** Small images with zeros in them, as digits have: where all of a pool's window is equal, the first place counts. */
const images = (step: number) => numbers(step + 1, ROWS * 64).map((v, i) => (i % 64 < 24 ? 0 : v));
const classes = (step: number, count = 3) =>
  Int32Array.from(numbers(step + 500, ROWS), (v) => Math.min(count - 1, Math.floor(((v + 1) / 2) * count)));

const seeded = (seed: number) => tf.initializers.glorotUniform({ seed });

function cnn(last: "softmax" | "linear" = "softmax"): tf.Sequential {
  const layers = [
    tf.layers.conv2d({
      inputShape: [8, 8, 1],
      filters: 4,
      kernelSize: 3,
      activation: "relu",
      kernelInitializer: seeded(1),
    }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.conv2d({ filters: 5, kernelSize: 2, padding: "same", activation: "tanh", kernelInitializer: seeded(2) }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 3, activation: last, kernelInitializer: seeded(3) }),
  ];
  return tf.sequential({ layers });
}

function mlp(units: number, activation: "sigmoid" | "linear" | "softmax"): tf.Sequential {
  const layers = [
    tf.layers.flatten({ inputShape: [8, 8, 1] }),
    tf.layers.dense({ units: 6, activation: "elu", kernelInitializer: seeded(4) }),
    tf.layers.dense({ units, activation, kernelInitializer: seeded(5) }),
  ];
  return tf.sequential({ layers });
}

interface Case {
  name: string;
  model: () => tf.Sequential;
  optimizer: Optimizer;
  inTfjs: () => tf.Optimizer;
  loss?: LossName;
  targets?: (step: number) => Int32Array | Float32Array;
}

const hot = (count: number) => (step: number) =>
  Float32Array.from({ length: ROWS * count }, (_, i) =>
    classes(step, count)[Math.floor(i / count)] === i % count ? 1 : 0,
  );

const adam: Pick<Case, "optimizer" | "inTfjs"> = {
  optimizer: { name: "adam", learningRate: 0.003 },
  inTfjs: () => tf.train.adam(0.003),
};

const cases: readonly Case[] = [
  { name: "Adam", model: cnn, ...adam },
  {
    name: "gradient descent",
    model: cnn,
    optimizer: { name: "sgd", learningRate: 0.1 },
    inTfjs: () => tf.train.sgd(0.1),
  },
  {
    name: "momentum",
    model: cnn,
    optimizer: { name: "momentum", learningRate: 0.02, momentum: 0.8 },
    inTfjs: () => tf.train.momentum(0.02, 0.8),
  },
  {
    name: "Nesterov's momentum",
    model: cnn,
    optimizer: { name: "momentum", learningRate: 0.02, momentum: 0.8, useNesterov: true },
    inTfjs: () => tf.train.momentum(0.02, 0.8, true),
  },
  {
    name: "RMSprop",
    model: cnn,
    optimizer: { name: "rmsprop", learningRate: 0.003 },
    inTfjs: () => tf.train.rmsprop(0.003),
  },
  {
    name: "RMSprop with momentum",
    model: cnn,
    optimizer: { name: "rmsprop", learningRate: 0.003, decay: 0.8, momentum: 0.5, epsilon: 1e-4 },
    inTfjs: () => tf.train.rmsprop(0.003, 0.8, 0.5, 1e-4),
  },
  {
    name: "categorical cross-entropy",
    model: () => mlp(4, "softmax"),
    ...adam,
    loss: "categoricalCrossentropy",
    targets: hot(4),
  },
  {
    name: "binary cross-entropy",
    model: () => mlp(2, "sigmoid"),
    ...adam,
    loss: "binaryCrossentropy",
    targets: hot(2),
  },
  { name: "squared error", model: () => mlp(2, "linear"), ...adam, loss: "meanSquaredError", targets: hot(2) },
  {
    name: "squared error behind a sigmoid",
    model: () => mlp(2, "sigmoid"),
    ...adam,
    loss: "meanSquaredError",
    targets: hot(2),
  },
];

describe("training a compiled model", function () {
  this.timeout(120_000);
  before(() => tf.setBackend("cpu"));

  for (const { name, model, optimizer, inTfjs, loss = "sparseCategoricalCrossentropy", targets = classes } of cases) {
    it(`gives tfjs's weights after ${STEPS} steps: ${name}`, async () => {
      const ours = model();
      const theirs = model();
      const trainer = await trainerFor(ours, { optimizer, loss, threads: 1 });
      const metrics = loss === "meanSquaredError" ? [] : ["accuracy"];
      theirs.compile({ optimizer: inTfjs(), loss, metrics });
      const before = ours.getWeights().map((weight) => weight.dataSync().slice() as Float32Array);
      for (let step = 0; step < STEPS; step++) {
        const answers = targets(step);
        const result = await trainer.step(images(step), answers);
        const x = tf.tensor4d(images(step), [ROWS, 8, 8, 1]);
        const y = tf.tensor(
          Float32Array.from(answers),
          answers instanceof Int32Array ? [ROWS, 1] : [ROWS, answers.length / ROWS],
        );
        const [expectedLoss = 0, expectedAccuracy] = [await theirs.trainOnBatch(x, y)].flat();
        close([result.loss], [expectedLoss], 1e-4, `loss of step ${step}`);
        if (expectedAccuracy !== undefined)
          close([result.metric], [expectedAccuracy], 1e-6, `accuracy of step ${step}`);
        tf.dispose([x, y]);
      }
      await trainer.writeBack();
      const [a, b] = [ours, theirs].map((each) => each.getWeights().map((weight) => weight.dataSync() as Float32Array));
      for (const [index, expected] of (b ?? []).entries()) {
        const actual = a?.[index] ?? new Float32Array();
        const size = Math.sqrt(expected.reduce((sum, v) => sum + v * v, 0));
        const off = Math.sqrt(expected.reduce((sum, v, i) => sum + (v - (actual[i] ?? 0)) ** 2, 0));
        assert.ok(off <= 1e-4 * size, `weight ${index}: off by ${off / size}`);
        const moved = expected.reduce((sum, v, i) => sum + Math.abs(v - (before[index]?.[i] ?? 0)), 0);
        assert.ok(moved > 1e-3 * size, `weight ${index} was not trained`);
      }
      await trainer.dispose();
      ours.dispose();
      theirs.dispose();
    });
  }

  it("decays weights as AdamW does: before the step, by η λ", async () => {
    const plain = mlp(3, "softmax");
    const decayed = mlp(3, "softmax");
    const trainers = [
      await trainerFor(plain, { optimizer: { name: "adam", learningRate: 0.01 } }),
      await trainerFor(decayed, { optimizer: { name: "adamw", learningRate: 0.01, weightDecay: 0.1 } }),
    ];
    const before = plain.getWeights().map((weight) => weight.dataSync().slice() as Float32Array);
    for (const trainer of trainers) {
      await trainer.step(images(0), classes(0));
      await trainer.writeBack();
      await trainer.dispose();
    }
    const expected = plain.getWeights().map((weight, index) => {
      const after = weight.dataSync() as Float32Array;
      return after.map((v, i) => v - 0.01 * 0.1 * (before[index]?.[i] ?? 0));
    });
    for (const [index, weight] of decayed.getWeights().entries()) {
      close(weight.dataSync() as Float32Array, expected[index] ?? [], 1e-6, `weight ${index}`);
    }
    plain.dispose();
    decayed.dispose();
  });

  it("evaluates without learning, and stops and goes on to the last bit", async () => {
    const model = cnn();
    const options = { optimizer: { name: "adam" }, threads: 1 } as const;
    const first = await trainerFor(model, options);
    for (let step = 0; step < 5; step++) await first.step(images(step), classes(step));
    const measured = await first.evaluate(images(7), classes(7));
    assert.deepEqual(await first.evaluate(images(7), classes(7)), measured);
    const state = await first.state();
    const second = await trainerFor(model, options);
    await second.restore(state);
    assert.deepEqual(await second.evaluate(images(7), classes(7)), measured);
    assert.deepEqual(await second.step(images(8), classes(8)), await first.step(images(8), classes(8)));
    assert.deepEqual(await second.state(), await first.state());
    // A rest of another size, as at the end of an epoch.
    const rest = await first.step(images(9).subarray(0, 5 * 64), classes(9).subarray(0, 5));
    assert.ok(Number.isFinite(rest.loss));
    await assert.rejects(second.restore({ steps: 1, arrays: {} }), DataError);
    await first.dispose();
    await second.dispose();
    model.dispose();
  });

  it("refuses what it would train wrongly", async () => {
    const dropout = tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [4], units: 3 }),
        tf.layers.dropout({ rate: 0.5 }),
        tf.layers.dense({ units: 2 }),
      ],
    });
    await assert.rejects(trainerFor(dropout, { optimizer: { name: "adam" } }), UnsupportedLayerError);
    const regularizer = tf.regularizers.l2({ l2: 0.1 });
    const decayed = tf.sequential({
      layers: [tf.layers.dense({ inputShape: [4], units: 3, kernelRegularizer: regularizer })],
    });
    await assert.rejects(trainerFor(decayed, { optimizer: { name: "adam" } }), /kernelRegularizer/);
    const plain = mlp(2, "softmax");
    await assert.rejects(trainerFor(plain, { optimizer: { name: "adam", learningRate: 0 } }), OptionError);
    const trainer = await trainerFor(plain, { optimizer: { name: "adam" } });
    await assert.rejects(trainer.step(images(0).subarray(1), classes(0)), ShapeError);
    await assert.rejects(trainer.step(images(0), classes(0).subarray(1)), /sparseCategoricalCrossentropy.*\[12\]/);
    await assert.rejects(trainer.evaluate(images(0), new Float32Array(ROWS)), ShapeError);
    await trainer.dispose();
    tf.dispose([dropout, decayed, plain].flatMap((model) => model.getWeights()));
  });
});
