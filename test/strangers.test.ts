import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { toBundle } from "../kernel/library/display/index.ts";
import { describeModel } from "../kernel/library/engine/index.ts";
import {
  counterfactual,
  DeepLift,
  Explanation,
  explain,
  FeatureAblation,
  GuidedBackprop,
  InputXGradient,
  IntegratedGradients,
  KernelShap,
  Lime,
  Lrp,
  NoiseTunnel,
  Occlusion,
  Saliency,
} from "../kernel/library/explain/index.ts";
import { evaluate } from "../kernel/library/models/index.ts";
import { root } from "./goldens.ts";
import { ready } from "./tensorflow.ts";

const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
const dense = (units: number, seed: number, more: object = {}) =>
  // Named, since tfjs counts the layers of all tests.
  tf.layers.dense({ name: `layer${seed}`, units, kernelInitializer: glorot(seed), ...more });

type Asked = ConstructorParameters<typeof IntegratedGradients>[0];
type Given = Parameters<IntegratedGradients["attribute"]>[0];

interface Stranger {
  model: () => tf.LayersModel;
  inputs: () => Given;
  /** Another target than the one that is explained by itself. */
  target?: number;
  window?: readonly number[];
  labels?: () => tf.Tensor;
  /** What must not be said of it, in any sentence. */
  never: RegExp;
}

/** Models as people bring them, none of them a picture's classifier. */
const strangers: Record<string, Stranger> = {
  "a Keras-like binary classifier": {
    model: () => {
      const model = tf.sequential({
        layers: [dense(8, 1, { inputShape: [4], activation: "relu" }), dense(1, 2, { activation: "sigmoid" })],
      });
      describeModel(model, { classNames: ["no", "yes"] });
      return model;
    },
    inputs: () => tf.tensor2d([[1, -2, 3, 0.5]]),
    target: 0,
    window: [2],
    labels: () => tf.tensor1d([1], "int32"),
    never: /class \d|类别|output \d|picture|pixel|图像|像素|stroke|笔画/,
  },
  "a regression of a table": {
    model: () => {
      const model = tf.sequential({ layers: [dense(6, 1, { inputShape: [3], activation: "relu" }), dense(1, 2)] });
      const columns = ["area", "rooms", "age"].map((name) => ({ name, kind: "numeric" as const }));
      describeModel(model, {
        inputs: { kind: "table", columns },
        outputs: { kind: "number", targetName: "price", unit: "k€" },
      });
      return model;
    },
    inputs: () => tf.tensor2d([[1, 2, -1]]),
    window: [1],
    labels: () => tf.tensor1d([0.25]),
    never: /\bclass\b|类别|unsure|不太确定|probability|概率|[Ee]vidence (for|against) |runner-up|picture|pixel|stroke/,
  },
  "an LSTM on [steps, features]": {
    model: () =>
      tf.sequential({
        layers: [
          tf.layers.lstm({
            units: 4,
            inputShape: [12, 2],
            kernelInitializer: glorot(1),
            recurrentInitializer: glorot(5),
          }),
          dense(1, 3),
        ],
      }),
    inputs: () => tf.randomNormal([1, 12, 2], 0, 1, "float32", 7),
    window: [3, 2],
    labels: () => tf.tensor1d([0]),
    never: /\bclass\b|类别|drawing|picture|pixel|stroke|\brow\b|图像|像素|笔画|字形/,
  },
  "a model of two inputs": {
    model: () => {
      const [left, right] = [tf.input({ shape: [4], name: "left" }), tf.input({ shape: [3], name: "right" })];
      const both = tf.layers.concatenate().apply([left, right]) as tf.SymbolicTensor;
      const outputs = dense(2, 4, { activation: "softmax" }).apply(both) as tf.SymbolicTensor;
      return tf.model({ inputs: [left, right], outputs });
    },
    inputs: () => [tf.ones([1, 4]), tf.fill([1, 3], 2)],
    target: 0,
    never: /picture|pixel|stroke|图像|像素/,
  },
  "an autoencoder": {
    model: () =>
      tf.sequential({
        layers: [dense(4, 1, { inputShape: [6], activation: "tanh" }), dense(6, 2, { activation: "sigmoid" })],
      }),
    inputs: () => tf.tensor2d([[1, 0, 0.5, 0.2, 0.9, 0.1]]),
    target: 0,
    window: [2],
    never: /\bclass\b|类别|label|标签|unsure|runner-up|probability|[Ee]vidence (for|against) |picture|pixel/,
  },
};

interface Method {
  attribute(inputs: Given, options?: object): Promise<Explanation>;
}

/** About twenty things that somebody asks of their model. */
async function answersOf({ model: make, inputs: take, target, window, labels }: Stranger) {
  const model = make();
  const inputs = take();
  const several = Array.isArray(inputs);
  const methods: Record<string, (asked: Asked) => Method> = {
    "Integrated Gradients": (asked) => new IntegratedGradients(asked),
    Saliency: (asked) => new Saliency(asked),
    "Input × Gradient": (asked) => new InputXGradient(asked),
    DeepLIFT: (asked) => new DeepLift(asked),
    LRP: (asked) => new Lrp(asked),
    "Guided Backprop": (asked) => new GuidedBackprop(asked),
    "Kernel SHAP": (asked) => new KernelShap(asked, { seed: 1 }),
    LIME: (asked) => new Lime(asked, { seed: 1 }),
    "Feature Ablation": (asked) => new FeatureAblation(asked),
  };
  const answers: Record<string, string> = {};
  const say = async (question: string, work: () => Promise<string>) => {
    answers[question] = await work().catch((error: Error) => {
      assert.doesNotMatch(error.message, /undefined|NaN|\[object|not a function/, question);
      // The texts of errors have their own tests.
      return error.name;
    });
  };
  for (const [name, method] of Object.entries(methods)) {
    const explanation = await method(model).attribute(inputs);
    await say(name, async () => explanation.describe({ locale: "en" }));
    await say(`${name}, in Chinese`, async () => explanation.describe({ locale: "zh-CN" }));
  }
  const ig = new IntegratedGradients(model);
  const explained = async (method: Method, options: object = {}) =>
    (await method.attribute(inputs, options)).describe({ locale: "en" });
  await say("a signed gradient", () => explained(new Saliency(model), { abs: false }));
  if (!several)
    await say("SmoothGrad", () => explained(new NoiseTunnel(new Saliency(model)), { seed: 1, nSamples: 5 }));
  if (window) await say("Occlusion", () => explained(new Occlusion(model), { slidingWindowShapes: window }));
  if (target !== undefined) {
    await say("another target", () => explained(ig, { target }));
    await say("another target, in Chinese", async () =>
      (await ig.attribute(inputs, { target })).describe({ locale: "zh-CN" }),
    );
  }
  await say("a target that is not there", () => explained(ig, { target: 9 }));
  await say("the input as its own baseline", () =>
    explained(ig, several ? { baselines: { left: 1, right: 2 } } : { baselines: inputs }),
  );
  await say("an input of another shape", async () => (await ig.attribute(tf.ones([1, 99]))).describe());
  if (!several) {
    await say("explain()", async () => (await explain(model, inputs, { nSamples: 200 })).describe({ locale: "en" }));
    await say("counterfactual()", async () =>
      (await counterfactual(model, inputs, { seed: 1 })).describe({ locale: "en" }),
    );
  }
  if (labels && !several) {
    const evaluation = await evaluate(model, { inputs: inputs as tf.Tensor, labels: labels() });
    await say("evaluate()", async () => evaluation.describe({ locale: "en" }));
  }
  const map = await ig.attribute(inputs);
  if (several) await say("one input alone", async () => map.of("left").describe({ locale: "en" }));
  else await say("what it is shown as", async () => String((await toBundle(map))["text/plain"]));
  await say("after JSON", async () => Explanation.fromJSON(JSON.parse(JSON.stringify(map))).describe({ locale: "en" }));
  model.dispose();
  return answers;
}

const numbers = /[−-]?\d+(?:[.,]\d+)*(?:e[−-]?\d+)?/g;
const valueOfText = (text: string) => Number(text.replaceAll("−", "-").replaceAll(",", ""));

/** The words are the same; numbers may differ in what rounding makes of them on another machine. */
function assertSays(text: string, expected: string, question: string) {
  assert.equal(text.replaceAll(numbers, "#"), expected.replaceAll(numbers, "#"), question);
  const [own, wanted] = [text, expected].map((each) => (each.match(numbers) ?? []).map(valueOfText));
  for (const [i, value] of own.entries()) {
    assert.ok(Math.abs(value - wanted[i]) <= 0.02 * Math.abs(wanted[i]) + 1e-6, `${question}: ${text}\n${expected}`);
  }
}

const file = join(root, "test/golden/strangers.json");

describe("what a stranger reads of their own model", () => {
  let golden: Record<string, Record<string, string>> = {};
  before(async () => {
    await ready();
    golden = JSON.parse(await readFile(file, "utf8").catch(() => "{}"));
  });

  for (const [name, stranger] of Object.entries(strangers)) {
    it(`of ${name} is true, sentence by sentence`, async () => {
      const answers = await answersOf(stranger);
      // UPDATE=1 writes what is said now: read every sentence before it is committed.
      if (process.env.UPDATE) {
        golden[name] = answers;
        await writeFile(file, `${JSON.stringify(golden, null, 2)}\n`);
      }
      assert.deepEqual(Object.keys(answers), Object.keys(golden[name] ?? {}));
      for (const [question, text] of Object.entries(answers)) {
        assertSays(text, golden[name]?.[question] ?? "", question);
        assert.doesNotMatch(text, stranger.never, question);
        assert.doesNotMatch(text, /undefined|NaN|\[object|TypeError|nothing to see|take more steps/, question);
        for (const [, share] of text.matchAll(/([\d.]+)%/g)) assert.ok(Number(share) <= 100, text);
      }
    });
  }

  it("is complete where values add up, and no more said to be exact than is", async () => {
    for (const stranger of Object.values(strangers)) {
      const model = stranger.model();
      const map = await new IntegratedGradients(model).attribute(stranger.inputs());
      assert.match(map.describe({ locale: "en" }), /exact, up to rounding\./);
      model.dispose();
    }
  });
});
