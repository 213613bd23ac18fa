import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { IntegratedGradients, NeuronConductance, NoiseTunnel, Saliency } from "../../kernel/library/explain/index.ts";
import { ready } from "../tensorflow.ts";

const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });

/** A dense layer without activation, with these weights. */
function linear(weights: readonly number[], bias: number) {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [weights.length] })] });
  model.layers[0].setWeights([tf.tensor2d([...weights], [weights.length, 1]), tf.tensor1d([bias])]);
  return model;
}

const describeIn = async (model: tf.LayersModel, inputs: tf.Tensor) => {
  const map = await new IntegratedGradients(model).attribute(inputs);
  model.dispose();
  return map.describe({ locale: "en" });
};

describe("what was once told falsely", () => {
  before(ready);

  it("a regression's 0.1 is the number 0.1, whatever the other rows are", async () => {
    const lines = (
      await describeIn(
        linear([1, -2, 0.5], 0.1),
        tf.tensor2d([
          [1, 1, 2],
          [0, 1, 0],
        ]),
      )
    ).split("\n");
    assert.match(lines[0], /^Integrated Gradients explains the number that the model predicts: 0\.1\. /);
    assert.match(lines[1], /^Integrated Gradients explains the number that the model predicts: −1\.9\. /);
    for (const line of lines) assert.doesNotMatch(line, /class|unsure|10%|score/);
  });

  it("a sum is exact where values cancel", async () => {
    const text = await describeIn(linear([0.1, 0.2, 0.3], 7.3), tf.tensor2d([[1, 1, -1]]));
    assert.match(text, /The values sum to .*: exact, up to rounding\.$/);
    assert.doesNotMatch(text, /apart|steps|trust/);
  });

  it("a time series is no drawing", async () => {
    const lstm = tf.sequential({
      layers: [
        tf.layers.lstm({ units: 4, inputShape: [12, 2], kernelInitializer: glorot(1) }),
        tf.layers.dense({ units: 1, kernelInitializer: glorot(3) }),
      ],
    });
    const text = await describeIn(lstm, tf.randomNormal([2, 12, 2], 0, 1, "float32", 7));
    assert.match(text, /at step 11.*of 12 steps/);
    assert.doesNotMatch(text, /ink|stroke|drawing|picture|pixel|\brow\b/);
  });

  it("a sequence of one feature is no picture", async () => {
    const conv = tf.sequential({
      layers: [
        tf.layers.conv1d({
          inputShape: [50, 1],
          filters: 4,
          kernelSize: 5,
          activation: "relu",
          kernelInitializer: glorot(1),
        }),
        tf.layers.globalMaxPooling1d({}),
        tf.layers.dense({ units: 2, activation: "softmax", kernelInitializer: glorot(2) }),
      ],
    });
    const wave = tf.tensor3d(
      Array.from({ length: 50 }, (_, i) => Math.sin(i / 3)),
      [1, 50, 1],
    );
    const text = await describeIn(conv, wave);
    assert.match(text, /at steps? \d.*of 50 steps/);
    assert.doesNotMatch(text, /ink|stroke|drawing|picture|pixel|feature/);
  });

  it("a picture has as many pixels as places, not as color values", async () => {
    const colors = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [4, 4, 3], filters: 2, kernelSize: 2, kernelInitializer: glorot(1) }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 2, activation: "softmax", kernelInitializer: glorot(1) }),
      ],
    });
    const text = await describeIn(colors, tf.randomUniform([1, 4, 4, 3], 0, 1, "float32", 1));
    assert.match(text, /of 16 pixels\./);
  });

  it("a gradient is a sensitivity and no evidence, with its sign or without", async () => {
    const model = linear([1, -2, 0.5], 0.1);
    for (const abs of [true, false]) {
      const text = (await new Saliency(model).attribute(tf.tensor2d([[1, 1, 2]]), { abs })).describe({ locale: "en" });
      assert.match(text, abs ? /most sensitive to value 1/ : /falls most with a small increase in value 1/);
      assert.doesNotMatch(text, /[Ee]vidence (for|against)/);
    }
    model.dispose();
  });

  it("what leads through one neuron is said to, and that there is none is said of this neuron alone", async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 2, inputShape: [2], activation: "relu", name: "hidden" }),
        tf.layers.dense({ units: 1 }),
      ],
    });
    model.layers[0].setWeights([tf.tensor2d([1, -1, 1, -1], [2, 2]), tf.zeros([2])]);
    model.layers[1].setWeights([tf.ones([2, 1]), tf.zeros([1])]);
    const through = async (neuron: number) =>
      (await new NeuronConductance(model, "hidden").attribute(tf.ones([1, 2]), { neuron })).describe({ locale: "en" });
    assert.match(await through(0), /^Neuron Conductance explains the number .* through neuron 0 of layer hidden: 2\. /);
    assert.match(await through(1), /Every value is 0: .* no part of the input made a difference through this neuron\./);
    model.dispose();
  });

  it("a map brought to another scale is not said to have come without an error measure", async () => {
    const model = linear([1, -2, 0.5], 0.1);
    const map = await new IntegratedGradients(model).attribute(tf.tensor2d([[1, 1, 2]]));
    for (const locale of ["en", "zh-CN"] as const)
      assert.doesNotMatch(map.normalize().describe({ locale }), /error measure|误差估计/);
    model.dispose();
  });

  it("values that are all 0 are not weighed against their error", async () => {
    const model = linear([0, 0, 0], 0.1);
    const map = await new NoiseTunnel(new Saliency(model)).attribute(tf.tensor2d([[1, 1, 2]]), { nSamples: 4 });
    assert.match(map.describe({ locale: "en" }), /Every value is 0/);
    assert.doesNotMatch(map.describe({ locale: "en" }), /standard error/);
    assert.doesNotMatch(map.describe({ locale: "zh-CN" }), /标准误/);
    model.dispose();
  });
});
