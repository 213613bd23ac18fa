import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  arrayModel,
  describeModel,
  exportOnnx,
  loadOnnx,
  type RunnableModel,
  type Runner,
  runnerFor,
} from "../../kernel/library/engine/index.ts";
import {
  DeepLift,
  GradCam,
  GuidedBackprop,
  IntegratedGradients,
  KernelShap,
  Lrp,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { models } from "../signature/models.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const x = Float32Array.of(0.5, -1, 2, 0.25, -0.5, 1, 0.75, -2);
const batch = { values: x, count: 2 };
const near = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-6) => {
  assert.equal(a.length, b.length);
  for (let i = 0; i < a.length; i++)
    assert.ok(Math.abs((a[i] ?? 0) - (b[i] ?? 0)) <= tolerance, `${i}: ${a[i]} is not ${b[i]}`);
};
const negative = (values: Float32Array) => values.map((value) => -value);

describe("one sigmoid unit, as explainers ask it", () => {
  let model: tf.Sequential;
  let bytes: Uint8Array;
  before(async () => {
    await ready();
    model = models.binary();
    bytes = await exportOnnx(model);
  });
  after(() => model.dispose());

  /** P and z of the unit itself, by tfjs's own `predict`. */
  const unit = () =>
    tf.tidy(() => {
      const p = (model.predict(tf.tensor2d(x, [2, 4])) as tf.Tensor).dataSync();
      return { p, z: p.map((each) => Math.log(each / (1 - each))) };
    });

  const engines: Readonly<Record<string, () => Promise<Runner>>> = {
    onnx: () => runnerFor(model, { engine: "onnx" }),
    tfjs: () => runnerFor(model, { engine: "tfjs" }),
    file: async () => (await loadOnnx(bytes)).runner(),
    "described function": async () => {
      const ask = (inputs: tf.Tensor) => model.predict(inputs) as tf.Tensor;
      describeModel(ask, { outputs: "binary" });
      return runnerFor(ask, { inputShape: [4] });
    },
  };

  for (const [name, start] of Object.entries(engines)) {
    it(`answers for both classes on ${name}`, async () => {
      const runner = await start();
      const { p, z } = unit();
      assert.equal(runner.outputSpec.kind, "binary");
      assert.equal(runner.outputSize, 2);
      const { outputs } = await runner.predict(batch, { output: "probability" });
      near(
        outputs,
        Array.from(p).flatMap((each) => [1 - each, each]),
      );
      if (!runner.hasLogit) return;
      const logits = (await runner.predict(batch, { output: "logit" })).outputs;
      near(
        logits,
        Array.from(z).flatMap((each) => [-each, each]),
        1e-4,
      );
      near(runner.probabilitiesOf(logits), outputs);
    });

    it(`gives the second class the unit's own gradient on ${name}, and the first its negative`, async () => {
      const runner = await start();
      for (const output of ["logit", "probability"] as const) {
        const of = async (target: number) =>
          (await runner.gradients(batch, { output, targets: new Int32Array(2).fill(target) })).input;
        const own = tf.tidy(() => {
          const units = (inputs: tf.Tensor) => {
            const answers = model.predict(inputs) as tf.Tensor;
            if (output === "probability" || !runner.hasLogit) return answers.sum() as tf.Scalar;
            return tf.log(answers.div(tf.sub(1, answers))).sum() as tf.Scalar;
          };
          return tf
            .grad(units)(tf.tensor2d(x, [2, 4]))
            .dataSync() as Float32Array;
        });
        near(await of(1), own, 2e-5);
        near(await of(0), negative(await of(1)), 1e-7);
      }
    });
  }

  it("gives an inner layer its own values, and the gradient of the class that is asked about", async () => {
    for (const engine of ["onnx", "tfjs"] as const) {
      const runner = await runnerFor(model, { engine });
      const layer = runner.layerNames[0] ?? "";
      const last = runner.layerNames.at(-1) ?? "";
      const ask = (target: number) =>
        runner.gradients(batch, { output: "logit", targets: new Int32Array(2).fill(target), layers: [layer, last] });
      const [no, yes] = [await ask(0), await ask(1)];
      near(no.layers.get(layer)?.activation ?? [], yes.layers.get(layer)?.activation ?? []);
      near(no.layers.get(layer)?.gradient ?? [], negative(yes.layers.get(layer)?.gradient ?? new Float32Array()));
      // The last layer is asked for in front of its sigmoid, as it always was: one unit.
      near(yes.layers.get(last)?.activation ?? [], unit().z, 1e-4);
    }
  });

  it("explains the predicted class unless another is named, with the same values on both engines", async () => {
    const inputs = { values: x, shape: [2, 4] };
    const { p } = unit();
    for (const method of [
      new Saliency(model),
      new IntegratedGradients(model),
      new DeepLift(model),
      new Lrp(model),
      new GuidedBackprop(model),
    ]) {
      const [onnx, tfjs] = await Promise.all(
        (["onnx", "tfjs"] as const).map((engine) => method.attribute(inputs, { engine })),
      );
      assert.deepEqual(
        onnx?.target,
        Array.from(p, (each) => (each > 0.5 ? 1 : 0)),
        onnx?.method,
      );
      near(onnx?.values ?? [], tfjs?.values ?? [], 1e-5);
    }
  });

  it("turns the maps of methods that pass gradients on as they are, and makes guided ones of the negative unit itself", async () => {
    const inputs = { values: x, shape: [2, 4] };
    for (const method of [new IntegratedGradients(model), new DeepLift(model), new KernelShap(model)]) {
      const of = async (target: number) => (await method.attribute(inputs, { target, output: "logit" })).values;
      near(await of(0), negative(await of(1)), 1e-5);
    }
    // Guided backprop keeps what raises the answer: of the negative unit that is something else than the unit's, negated.
    const guided = new GuidedBackprop(model);
    const flipped = models.binary();
    const [kernel, bias] = model.layers[1]?.getWeights() ?? [];
    flipped.layers[0]?.setWeights(model.layers[0]?.getWeights() ?? []);
    tf.tidy(() => flipped.layers[1]?.setWeights([kernel?.neg() as tf.Tensor, bias?.neg() as tf.Tensor]));
    const ofNo = await guided.attribute(inputs, { target: 0, output: "logit" });
    const ofFlipped = await new GuidedBackprop(flipped).attribute(inputs, { target: 1, output: "logit" });
    near(ofNo.values, ofFlipped.values, 1e-6);
    const ofYes = await guided.attribute(inputs, { target: 1, output: "logit" });
    assert.ok(ofNo.values.some((value, i) => Math.abs(value + (ofYes.values[i] ?? 0)) > 1e-3));
    flipped.dispose();
  });

  it("leaves no tensor", () =>
    assertNoLeak(async () => {
      const runner = await runnerFor(model, { engine: "tfjs" });
      await runner.gradients(batch, { output: "logit", targets: Int32Array.of(0, 1) });
    }));
});

describe("class activation maps of one sigmoid unit", () => {
  before(ready);

  it("are those of the class that is asked about, on both engines", async () => {
    const { layers } = tf;
    const conv = layers.conv2d({
      name: "conv",
      inputShape: [5, 5, 1],
      filters: 3,
      kernelSize: 2,
      activation: "relu",
      kernelInitializer: tf.initializers.glorotUniform({ seed: 9 }),
    });
    const dense = layers.dense({
      units: 1,
      activation: "sigmoid",
      kernelInitializer: tf.initializers.glorotUniform({ seed: 10 }),
    });
    const model = tf.sequential({ layers: [conv, layers.flatten(), dense] });
    const picture = { values: Float32Array.from({ length: 25 }, (_, i) => Math.sin(3 * i)), shape: [1, 5, 5, 1] };
    const map = async (target: number, engine: "onnx" | "tfjs") =>
      (await new GradCam(model, "conv").attribute(picture, { target, engine, output: "logit" })).values;
    for (const target of [0, 1]) near(await map(target, "onnx"), await map(target, "tfjs"), 1e-5);
    // Behind the ReLU each class keeps what speaks for it: the two maps share no place.
    const [no, yes] = [await map(0, "onnx"), await map(1, "onnx")];
    assert.ok(no.some((value) => value > 0) || yes.some((value) => value > 0));
    assert.notDeepEqual(no, yes);
    model.dispose();
  });
});

describe("logits that somebody says are classes, labels or one of two", () => {
  before(ready);

  const cases = [
    [
      "classes",
      models.logits,
      (z: number[]) => z.map((each) => Math.exp(each) / z.reduce((sum, one) => sum + Math.exp(one), 0)),
    ],
    ["labels", models.logits, (z: number[]) => z.map((each) => 1 / (1 + Math.exp(-each)))],
    ["binary", models.number, ([z = 0]: number[]) => [1 / (1 + Math.exp(z)), 1 / (1 + Math.exp(-z))]],
  ] as const;
  for (const [kind, make, probabilities] of cases) {
    it(`get their probabilities: ${kind}`, async () => {
      const model = make();
      const bytes = await exportOnnx(model);
      const plain = await runnerFor(model);
      assert.equal(plain.hasLogit, false);
      const raw = (await plain.predict(batch, { output: "probability" })).outputs;
      const width = raw.length / 2;
      const wanted = [0, 1].flatMap((row) => probabilities(Array.from(raw.subarray(row * width, (row + 1) * width))));
      describeModel(model, { outputs: kind });
      const runners = [
        await runnerFor(model, { engine: "onnx" }),
        await runnerFor(model, { engine: "tfjs" }),
        await (await loadOnnx(bytes, { outputs: kind })).runner(),
      ];
      for (const runner of runners) {
        assert.deepEqual([runner.hasLogit, runner.outputSpec.kind], [true, kind]);
        near((await runner.predict(batch, { output: "probability" })).outputs, wanted, 1e-5);
        const logits = (await runner.predict(batch, { output: "logit" })).outputs;
        near(runner.probabilitiesOf(logits), wanted, 1e-5);
        assert.equal(runner.outputSize, wanted.length / 2);
      }
      const gradients = await Promise.all(
        runners.map((runner) => runner.gradients(batch, { output: "probability", targets: Int32Array.of(0, 1) })),
      );
      for (const { input } of gradients.slice(1)) near(input, gradients[0]?.input ?? [], 1e-5);
      model.dispose();
    });
  }

  it("of a model that brings its own gradients, with their sign", async () => {
    const weights = [1, -2, 3, 0.5];
    const own: RunnableModel = {
      runner: async () => ({
        ...(await arrayModel(({ shape }) => new Float32Array(shape[0] ?? 0)).runner([4])),
        predict: async ({ count }) => ({ outputs: new Float32Array(count).fill(0.5), layers: new Map() }),
        gradients: async ({ count }) => ({
          outputs: new Float32Array(count).fill(0.5),
          input: Float32Array.from({ length: 4 * count }, (_, i) => weights[i % 4] ?? 0),
          layers: new Map(),
        }),
      }),
    };
    describeModel(own, { outputs: { kind: "binary", from: "logit" } });
    const runner = await runnerFor(own, { inputShape: [4] });
    const { input, outputs } = await runner.gradients(batch, { output: "logit", targets: Int32Array.of(0, 1) });
    assert.deepEqual([...input], [...weights.map((weight) => -weight), ...weights]);
    assert.deepEqual([...outputs], [-0.5, 0.5, -0.5, 0.5]);
    const guided = { output: "logit", targets: Int32Array.of(0, 1), rules: { kind: "guidedBackprop" } } as const;
    await assert.rejects(runner.gradients(batch, guided), /give target 1/);
  });

  it("of a function of yours, but for gradients of what is behind them", async () => {
    const model = arrayModel(
      ({ values, shape }) => Array.from({ length: shape[0] ?? 0 }, (_, row) => [values[4 * row] ?? 0, 1]),
      {
        outputs: { kind: "classes", from: "logits" },
      },
    );
    const runner = await runnerFor(model, { inputShape: [4] });
    const { outputs } = await runner.predict(batch, { output: "probability" });
    near(outputs.subarray(0, 2), [Math.exp(0.5) / (Math.exp(0.5) + Math.E), Math.E / (Math.exp(0.5) + Math.E)]);
    const half = arrayModel(
      ({ values, shape }) => Array.from({ length: shape[0] ?? 0 }, (_, row) => values[4 * row] ?? 0),
      {
        outputs: { kind: "binary", from: "logit" },
      },
    );
    const both = await (await runnerFor(half, { inputShape: [4] })).predict(batch, { output: "logit" });
    near(both.outputs, [-0.5, 0.5, 0.5, -0.5]);
  });
});
