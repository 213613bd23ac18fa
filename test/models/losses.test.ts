import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { tabular } from "../../kernel/library/datasets/index.ts";
import { OptionError, ShapeError } from "../../kernel/library/ground/errors.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import {
  type ClassWeight,
  type LossFunction,
  type LossName,
  type TrainingData,
  type TrainOptions,
  train,
} from "../../kernel/library/models/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { distance, weightsOf } from "./smallProblem.ts";

const ROWS = 20;
const STEPS = 20;

/** A net of three inputs whose last layer is asked for. */
function net(units: number, activation: "softmax" | "sigmoid" | "linear" = "linear"): tf.LayersModel {
  const kernelInitializer = (seed: number) => tf.initializers.glorotUniform({ seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [3], units: 5, activation: "tanh", kernelInitializer: kernelInitializer(1) }),
      tf.layers.dense({ units, activation, kernelInitializer: kernelInitializer(2) }),
    ],
  });
}

const numbers = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => 2 * random.uniform() - 1);
};
const inputs = () => ({ values: numbers(1, ROWS * 3), shape: [ROWS, 3] });
const classes = (count: number) => Int32Array.from(numbers(2, ROWS), (v) => Math.floor(((v + 1) / 2) * count));
const zerosAndOnes = (width: number) => Float32Array.from(numbers(3, ROWS * width), (v) => (v > 0 ? 1 : 0));
const oneHot = Float32Array.from({ length: ROWS * 4 }, (_, i) => (classes(4)[Math.floor(i / 4)] === i % 4 ? 1 : 0));
/** Far from the outputs too, where Huber's loss is no square. */
const targets = (width: number) => numbers(4, ROWS * width).map((v) => 3 * v);
const shaped = (values: Float32Array | Int32Array, ...rest: number[]) => ({ values, shape: [ROWS, ...rest] });

interface Case {
  readonly name: string;
  readonly model: () => tf.LayersModel;
  readonly data: () => TrainingData;
  readonly loss?: LossName;
  /** What the loss is, by tfjs's own losses, of one batch of all rows. */
  readonly judge: (outputs: tf.Tensor) => tf.Tensor;
}

const x = inputs();
const cases: readonly Case[] = [
  {
    name: "sparse cross-entropy of classes",
    model: () => net(4, "softmax"),
    data: () => ({ inputs: x, labels: shaped(classes(4)) }),
    judge: (p) => tf.metrics.categoricalCrossentropy(tf.tensor(oneHot, [ROWS, 4]), p),
  },
  {
    name: "cross-entropy of shares of classes",
    model: () => net(4, "softmax"),
    data: () => ({ inputs: x, labels: shaped(oneHot, 4) }),
    judge: (p) => tf.metrics.categoricalCrossentropy(tf.tensor(oneHot, [ROWS, 4]), p),
  },
  {
    name: "sparse cross-entropy behind a softmax and a reshape",
    model: () => reshaped(),
    data: () => ({ inputs: x, labels: shaped(classes(4)) }),
    judge: (p) => tf.metrics.categoricalCrossentropy(tf.tensor(oneHot, [ROWS, 4]), p),
  },
  {
    name: "cross-entropy of logits",
    model: () => net(4),
    data: () => ({ inputs: x, labels: shaped(classes(4)) }),
    judge: (z) => tf.losses.softmaxCrossEntropy(tf.tensor(oneHot, [ROWS, 4]), z),
  },
  {
    name: "binary cross-entropy of one unit",
    model: () => net(1, "sigmoid"),
    data: () => ({ inputs: x, labels: shaped(zerosAndOnes(1)) }),
    judge: (p) => tf.metrics.binaryCrossentropy(tf.tensor(zerosAndOnes(1), [ROWS, 1]), p),
  },
  {
    name: "binary cross-entropy of one logit, of a table's two classes",
    model: () => net(1),
    data: () =>
      tabular.fromArrays({
        values: x.values,
        columns: ["a", "b", "c"],
        target: zerosAndOnes(1),
        classNames: ["no", "yes"],
      }),
    judge: (z) => tf.losses.sigmoidCrossEntropy(tf.tensor(zerosAndOnes(1), [ROWS, 1]), z),
  },
  {
    name: "binary cross-entropy of labels",
    model: () => net(3, "sigmoid"),
    data: () => ({ inputs: x, labels: shaped(zerosAndOnes(3), 3) }),
    judge: (p) => tf.metrics.binaryCrossentropy(tf.tensor(zerosAndOnes(3), [ROWS, 3]), p),
  },
  {
    name: "squared error of a number",
    model: () => net(1),
    data: () => ({ inputs: x, targets: shaped(targets(1)) }),
    judge: (y) => tf.losses.meanSquaredError(tf.tensor(targets(1), [ROWS, 1]), y),
  },
  {
    name: "squared error of a table's number",
    model: () => net(1),
    data: () => tabular.fromArrays({ values: x.values, columns: ["a", "b", "c"], target: targets(1) }),
    judge: (y) => tf.losses.meanSquaredError(tf.tensor(targets(1), [ROWS, 1]), y),
  },
  {
    name: "absolute error of several numbers",
    model: () => net(2),
    data: () => ({ inputs: x, targets: shaped(targets(2), 2) }),
    loss: "meanAbsoluteError",
    judge: (y) => tf.losses.absoluteDifference(tf.tensor(targets(2), [ROWS, 2]), y),
  },
  {
    name: "Huber's loss of several numbers",
    model: () => net(2),
    data: () => ({ inputs: x, targets: shaped(targets(2), 2) }),
    loss: "huber",
    judge: (y) => tf.losses.huberLoss(tf.tensor(targets(2), [ROWS, 2]), y),
  },
];

/** What ends in a softmax, though a reshape follows it. */
function reshaped(): tf.LayersModel {
  const [hidden, last] = net(4, "softmax").layers;
  return tf.sequential({ layers: [hidden, last, tf.layers.reshape({ targetShape: [4] })] as tf.layers.Layer[] });
}

const sampleWeight = Float32Array.from(numbers(5, ROWS), (v) => v + 1);

async function trained({ model, data, loss }: Case, options: TrainOptions) {
  const made = model();
  const history = await train(made, data(), {
    epochs: STEPS,
    batchSize: ROWS,
    learningRate: 0.01,
    optimizer: "sgd",
    loss,
    ...options,
  });
  return { weights: weightsOf(made), history, model: made };
}

describe("the losses of train", () => {
  before(ready);

  for (const each of cases) {
    it(`are tfjs's own, compiled and on tfjs: ${each.name}`, async () => {
      const untrained = each.model();
      const x2 = tf.tensor(x.values, [ROWS, 3]);
      const expected = tf.mean(each.judge(untrained.predict(x2) as tf.Tensor)).dataSync()[0] as number;
      const [compiled, onTfjs] = [await trained(each, { engine: "onnx" }), await trained(each, { engine: "tfjs" })];
      for (const { history } of [compiled, onTfjs]) {
        assert.ok(
          Math.abs((history.epochs[0]?.loss ?? 0) - expected) < 1e-5,
          `${history.epochs[0]?.loss}, ${expected}`,
        );
        assert.ok((history.epochs.at(-1)?.loss ?? 1) < expected, "nothing was learnt");
      }
      assert.ok(distance(compiled.weights, onTfjs.weights) < 1e-5, `${distance(compiled.weights, onTfjs.weights)}`);
      const [a, b] = [compiled, onTfjs].map(({ history: { epochs } }) => epochs.at(-1));
      assert.ok(Math.abs((a?.accuracy ?? 0) - (b?.accuracy ?? 0)) < 1e-6);
      assert.ok(Math.abs((a?.mae ?? 0) - (b?.mae ?? 0)) < 1e-5);
      assert.equal(a?.mae === undefined, a?.accuracy !== undefined);
      assert.equal(onTfjs.history.engine, "tfjs");
      assert.equal((await trained(each, { epochs: 1 })).history.engine, "onnx", "not compiled unasked");
    });

    it(`take the weights of examples, compiled and on tfjs: ${each.name}`, async () => {
      const compiled = await trained(each, { engine: "onnx", sampleWeight });
      const onTfjs = await trained(each, { engine: "tfjs", sampleWeight });
      assert.ok(distance(compiled.weights, onTfjs.weights) < 1e-5, `${distance(compiled.weights, onTfjs.weights)}`);
      assert.ok(distance(compiled.weights, (await trained(each, {})).weights) > 1e-4, "the weights count for nothing");
      // The sum is over what has a weight, and divided by all examples: Keras's mean.
      const zeroed = sampleWeight.map((_, i) => (i < 3 ? 2 : 0));
      const { history } = await trained(each, { engine: "onnx", sampleWeight: zeroed, epochs: 1 });
      const judge = tf.tidy(() => each.judge(each.model().predict(tf.tensor(x.values, [ROWS, 3])) as tf.Tensor));
      if (judge.rank !== 1) return;
      const single = judge.dataSync();
      const expected = (2 * ((single[0] ?? 0) + (single[1] ?? 0) + (single[2] ?? 0))) / ROWS;
      assert.ok(Math.abs((history.epochs[0]?.loss ?? 0) - expected) < 1e-5, `${history.epochs[0]?.loss}, ${expected}`);
    });
  }

  it("weigh classes by index, by name, in a list, and balanced, as the weights of their examples", async () => {
    const table = cases.find(({ name }) => name.includes("of one logit"));
    assert.ok(table);
    const labels = zerosAndOnes(1);
    const by = (no: number, yes: number) => labels.map((label) => (label ? yes : no));
    const expected = await trained(table, { sampleWeight: by(1, 3) });
    const ways: ClassWeight[] = [{ 1: 3 }, { yes: 3 }, [1, 3]];
    for (const classWeight of ways) {
      assert.deepEqual((await trained(table, { classWeight })).weights, expected.weights);
    }
    const yes = labels.reduce((sum, label) => sum + label, 0);
    const balanced = by(ROWS / (2 * (ROWS - yes)), ROWS / (2 * yes));
    assert.deepEqual(
      (await trained(table, { classWeight: "balanced" })).weights,
      (await trained(table, { sampleWeight: balanced })).weights,
    );
    await assert.rejects(trained(table, { classWeight: { maybe: 2 } }), /names the class maybe: there are no, yes/);
    await assert.rejects(trained(table, { classWeight: [1, -1] }), OptionError);
    await assert.rejects(trained(table, { sampleWeight: [1] }), ShapeError);
  });

  it("sees the softmax behind a reshape, an Activation of linear, and a model around it, on both engines", async () => {
    const endings: Record<string, (output: tf.SymbolicTensor) => tf.SymbolicTensor> = {
      none: (output) => output,
      reshape: (output) => tf.layers.reshape({ targetShape: [3] }).apply(output) as tf.SymbolicTensor,
      linear: (output) => tf.layers.activation({ activation: "linear" }).apply(output) as tf.SymbolicTensor,
      model: (output) => {
        const input = tf.input({ shape: [3] });
        const linear = tf.layers.activation({ activation: "linear" }).apply(input) as tf.SymbolicTensor;
        return tf.model({ inputs: input, outputs: linear }).apply(output) as tf.SymbolicTensor;
      },
    };
    const losses: number[] = [];
    for (const ending of Object.values(endings)) {
      for (const engine of ["onnx", "tfjs"] as const) {
        const base = net(3, "softmax");
        const model = tf.model({ inputs: base.inputs, outputs: ending(base.outputs[0] as tf.SymbolicTensor) });
        const labels = { values: classes(3), shape: [ROWS] };
        const data = { inputs: inputs(), labels };
        const { epochs } = await train(model, data, { epochs: 1, batchSize: ROWS, engine });
        losses.push(epochs[0]?.loss ?? Number.NaN);
        model.dispose();
      }
    }
    for (const loss of losses) assert.ok(Math.abs(loss - (losses[0] ?? 0)) < 1e-5, losses.join(", "));
  });

  it("may be a function of yours, on tfjs: its gradient is its own", async () => {
    const [each] = cases.filter(({ name }) => name.startsWith("squared error of a number"));
    assert.ok(each);
    const mine: LossFunction = (y, answers) => tf.mean(tf.squaredDifference(y, answers), -1);
    const scalar: LossFunction = (y, answers) => tf.mean(tf.squaredDifference(y, answers));
    const expected = await trained(each, { engine: "tfjs", sampleWeight: undefined });
    await assertNoLeak(async () => {
      for (const loss of [mine, scalar]) {
        const { weights, history, model } = await trained(each, { loss });
        assert.ok(distance(weights, expected.weights) < 1e-6);
        assert.equal(history.engine, "tfjs");
        assert.match(history.reason ?? "", /custom loss function/);
        model.dispose();
      }
    });
    const weighed = await trained(each, { loss: mine, sampleWeight });
    assert.ok(distance(weighed.weights, (await trained(each, { sampleWeight })).weights) < 1e-5);
    await assert.rejects(trained(each, { loss: scalar, sampleWeight }), /one number for the whole batch/);
    // The step is a difference quotient of the loss: a wrong gradient would not be.
    const cubic: LossFunction = (y, answers) => tf.mean(tf.pow(tf.abs(tf.sub(answers, y)), 3));
    const model = each.model();
    const bias = model.layers[1]?.getWeights()[1] as tf.Tensor;
    const before = bias.dataSync()[0] as number;
    await train(model, each.data(), { loss: cubic, epochs: 1, batchSize: ROWS, optimizer: "sgd", learningRate: 0.01 });
    const step = before - (model.layers[1]?.getWeights()[1]?.dataSync()[0] as number);
    const at = (shift: number) => {
      const fresh = each.model();
      const answers = fresh.predict(tf.tensor(x.values, [ROWS, 3])) as tf.Tensor;
      return cubic(tf.tensor(targets(1), [ROWS, 1]), tf.add(answers, shift)).dataSync()[0] as number;
    };
    assert.ok(Math.abs(step / 0.01 - (at(1e-2) - at(-1e-2)) / 2e-2) < 1e-2, `${step / 0.01}`);
  });

  it("refuse targets that no output has, and losses that do not fit", async () => {
    const model = net(1, "sigmoid");
    const go = (data: TrainingData, options: TrainOptions = {}) => train(model, data, { batchSize: ROWS, ...options });
    await assert.rejects(go({ inputs: x, labels: shaped(targets(1)) }), /has the label .*: expected 0 or 1/);
    await assert.rejects(go({ inputs: x, labels: shaped(oneHot, 4) }), /expected one number for each example, 0 or 1/);
    await assert.rejects(
      go({ inputs: x, labels: shaped(zerosAndOnes(1)) }, { loss: "mse" as never }),
      /no loss "mse": there are sparseCategoricalCrossentropy, /,
    );
    await assert.rejects(
      go({ inputs: x, labels: shaped(zerosAndOnes(1)) }, { loss: "sparseCategoricalCrossentropy" }),
      OptionError,
    );
  });
});
