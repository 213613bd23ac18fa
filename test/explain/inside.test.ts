import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  ActivationMaximization,
  AttentionRollout,
  activationReport,
  blurBaseline,
  compareBaselines,
  gradientFlow,
  IntegratedGradients,
  meanBaseline,
  NeuronGradient,
  ParameterImportance,
  SquaredGradient,
  sampleBaselines,
  uniformBaseline,
  zeroBaseline,
} from "../../kernel/library/explain/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { engines, firstImages, golden, images, modelA } from "./modelA.ts";
import { transformerNetwork } from "./networks.ts";

const close = (a: number, b: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(a - b) <= tolerance * (1 + Math.abs(b)), `${a} instead of ${b}`);

describe("baselines", () => {
  before(ready);

  it("are what their names say", async () => {
    const two = { values: Float32Array.of(0, 0, 0, 8, 0, 0, 0, 0, 0, 4, 4, 4, 4, 4, 4, 4, 4, 4), shape: [2, 3, 3, 1] };
    assert.deepEqual(await zeroBaseline(two), { values: new Float32Array(9), shape: [1, 3, 3, 1] });
    const mean = await meanBaseline(two);
    assert.deepEqual([...mean.values], [2, 2, 2, 6, 2, 2, 2, 2, 2]);
    const blurred = await blurBaseline(two, { sigma: 0.8 });
    close(
      blurred.values.subarray(9).reduce((a, b) => a + b, 0),
      36,
    );
    const [above, own, right] = [blurred.values[0], blurred.values[3], blurred.values[4]];
    assert.ok(own > above && above > 0 && own > right && right > 0 && own < 8);
    const noise = await uniformBaseline(two, { seed: 1 });
    assert.ok(noise.values.every((value) => value >= 0 && value <= 8) && new Set(noise.values).size > 15);
    assert.deepEqual(noise, await uniformBaseline(two, { seed: 1 }));
    const sample = await sampleBaselines(images, { count: 3, seed: 2 });
    assert.deepEqual(sample.shape, [3, 28, 28, 1]);
    await assert.rejects(
      sampleBaselines(two, { count: 3 }),
      /count is 3: give a whole number from 1 to 2, the number of inputs/,
    );
  });

  it("compareBaselines gives a map for each and names the two that agree least", async () => {
    const model = modelA();
    const compared = await compareBaselines(new IntegratedGradients(model), firstImages(1), {
      black: 0,
      white: 1,
      dark: 0.02,
    });
    assert.deepEqual(compared.names, ["black", "white", "dark"]);
    assert.equal(compared.rank[0][0], 1);
    assert.ok((compared.rank[0][2] ?? 0) > (compared.rank[0][1] ?? 1));
    assert.ok(compared.least.names.includes("white"));
    const white = await new IntegratedGradients(model).attribute(firstImages(1), { baselines: 1 });
    assert.deepEqual(compared.explanations[1].values, white.values);
    await assert.rejects(compareBaselines(new IntegratedGradients(model), firstImages(1), { one: 0 }), {
      name: "OptionError",
    });
    model.dispose();
  });
});

describe("inside a network", () => {
  let model: tf.Sequential;
  before(async () => {
    await ready();
    model = modelA();
  });
  after(() => model.dispose());

  it("ParameterImportance: the dense kernel's is |activation|, or |activation × weight|, the bias's 1", async () => {
    const run = (measure: "gradient" | "weightXGradient") =>
      assertNoLeak(() => new ParameterImportance(model).attribute(firstImages(1), { target: 3, measure }));
    const pool = golden("activation/pool1").values;
    const gradient = await run("gradient");
    const product = await run("weightXGradient");
    assert.deepEqual(
      gradient.map(({ layer, name }) => `${layer}/${name}`),
      ["conv1/kernel", "conv1/bias", "fc/kernel", "fc/bias"],
    );
    const weights = (model.getLayer("fc").getWeights()[0] as tf.Tensor).dataSync();
    for (const i of [0, 100, 2000, 5407]) {
      close(gradient[2].values[i * 10 + 3], pool[i]);
      close(product[2].values[i * 10 + 3], Math.abs(pool[i] * weights[i * 10 + 3]));
      assert.equal(gradient[2].values[i * 10 + 4], 0);
    }
    assert.equal(gradient[3].values[3], 1);
    assert.equal(product[2].filters[0].channel, 3);
    close(product[2].filters[0].share, 1);
    const several = await new ParameterImportance(model).attribute(firstImages(2), { target: 3, measure: "gradient" });
    close(several[2].values[100 * 10 + 3], (pool[100] + pool[5408 + 100]) / 2);
    await assert.rejects(new ParameterImportance((x: tf.Tensor) => x.sum([1, 2, 3])).attribute(firstImages(1)), {
      name: "OptionError",
    });
  });

  it("gradientFlow: the end's bias is p − y, whatever the layers before; a scaled loss scales it", async () => {
    const labels = [3];
    const flow = await assertNoLeak(() => gradientFlow(model, firstImages(1), labels));
    const p = Array.from(golden("softmax").values.subarray(0, 10));
    const expected = Math.sqrt(p.reduce((sum, each, c) => sum + (each - (c === 3 ? 1 : 0)) ** 2, 0));
    close(flow.at(-1)?.norm ?? 0, expected, 1e-4);
    const right = await gradientFlow(model, firstImages(1), [golden("target").values[0]]);
    assert.ok((right[0].norm ?? 1) < 0.05 * flow[0].norm, "a right answer leaves little to learn");
    await assert.rejects(gradientFlow(model, firstImages(2), labels), /1 labels for 2 inputs/);
  });

  it("activationReport: counts zeros and dead channels, saturation where there is an end", async () => {
    const dead = tf.sequential({
      layers: [
        tf.layers.dense({ name: "relu", inputShape: [3], units: 4, activation: "relu" }),
        tf.layers.dense({ name: "tanh", units: 2, activation: "tanh" }),
      ],
    });
    const weights = [
      tf.tensor2d([1, 0, -1, 1, 1, 0, 0, 1, 1, 0, 0, -1], [3, 4]),
      tf.tensor1d([0, 0, -9, 0]),
      tf.tensor2d([100, 0, 0, 0, 0, 0, 0, 0.1], [4, 2]),
      tf.tensor1d([0, 0]),
    ];
    dead.setWeights(weights);
    tf.dispose(weights);
    const inputs = { values: [1, 1, 1, 2, 0, 3], shape: [2, 3] };
    for (const engine of engines) {
      const [relu, tanh] = await assertNoLeak(() => activationReport(dead, inputs, { engine }));
      assert.deepEqual([relu.layer, relu.dead, relu.zeros, relu.saturated], ["relu", [1, 2], 5 / 8, null]);
      assert.deepEqual([relu.min, relu.max, relu.mean], [0, 5, 9 / 8]);
      assert.equal(
        relu.histogram.reduce((a, b) => a + b, 0),
        8,
      );
      assert.deepEqual([tanh.layer, tanh.saturated], ["tanh", 0.5]);
    }
    dead.dispose();
  });

  it("ActivationMaximization: what a filter answers to grows, within the range", async () => {
    for (const engine of engines) {
      const filter = new ActivationMaximization(model, "conv1");
      const found = await assertNoLeak(() => filter.maximize({ channel: 5, nSteps: 30, engine }));
      assert.deepEqual([found.shape, found.values.length], [[1, 28, 28, 1], 784]);
      assert.ok(found.values.every((value) => value >= 0 && value <= 1));
      const kernel = (model.getLayer("conv1").getWeights()[0] as tf.Tensor).dataSync();
      const bias = (model.getLayer("conv1").getWeights()[1] as tf.Tensor).dataSync();
      let best = bias[5];
      for (let i = 0; i < 9; i++) best += Math.max(kernel[i * 32 + 5], 0);
      assert.ok(found.after > 0.9 * best && found.after <= best * 1.0001, `${found.after} of ${best}`);
      const seven = await new ActivationMaximization(model).maximize({ channel: 7, nSteps: 30, engine });
      assert.ok(seven.after > seven.before + 10);
    }
    const wrong = new ActivationMaximization(model, "conv1").maximize({ channel: 32 });
    await assert.rejects(wrong, { name: "OptionError", message: "channel 32 is out of range: there are 32 (0–31)" });
  });
});

describe("descriptions", () => {
  before(ready);

  it("say of a neuron's map, of attention and of a squared gradient what they are, and no more", async () => {
    const model = modelA();
    const transformer = transformerNetwork();
    const one = firstImages(1);
    const first = golden("activation/relu1").values.subarray(0, 26 * 26 * 32);
    const strongest = first.indexOf(Math.max(...first));
    const neuron = await new NeuronGradient(model, "conv1").attribute(one, { neuron: strongest });
    assert.match(
      neuron.describe(),
      /^Neuron Gradient explains neuron \d+ of layer conv1\. The neuron rises most with a small increase/,
    );
    assert.doesNotMatch(neuron.describe(), /Evidence|class|predicts/);
    const attention = await new AttentionRollout(transformer).attribute(one);
    assert.match(
      attention.describe(),
      /shows where attention goes, whatever the prediction\..*need not drive the answer\.$/,
    );
    assert.match(attention.describe({ locale: "zh-CN" }), /显示注意力的分布，不针对任何类别/);
    const squared = await new SquaredGradient(model).attribute(one);
    assert.match(squared.describe(), /The output is most sensitive/);
    model.dispose();
    transformer.dispose();
  });
});
