import * as tf from "@tensorflow/tfjs";
import { digitsInput } from "../datasets/digitsInput.ts";
import { learnSignature } from "../engine/describeModel.ts";
import { checkNames } from "../text/checkNames.ts";

/**
 * The CNN of the tutorials: Conv2D 32 3×3 relu → MaxPool 2×2 → Flatten → Dense 10 softmax, 54,410 parameters, Glorot
 * uniform weights, zero biases. `[n, 28, 28, 1]` in [0, 1] → probabilities `[n, 10]`.
 *
 * It is compiled (Adam 0.001, sparse cross-entropy, accuracy), so tfjs's own `fit` and `evaluate` work too.
 *
 * @param options.seed of the initial weights, default 42: the same seed gives the same weights.
 * @example
 * const model = mnistCnn({ seed: 42 });
 * model.summary();
 */
export function mnistCnn(options: { seed?: number } = {}): tf.LayersModel {
  checkNames("mnistCnn()", { seed: true }, options);
  const { seed = 42 } = options;
  const { glorotUniform } = tf.initializers;
  const conv = tf.layers.conv2d({
    name: "conv",
    filters: 32,
    kernelSize: 3,
    activation: "relu",
    kernelInitializer: glorotUniform({ seed }),
  });
  const pool = tf.layers.maxPooling2d({ name: "pool", poolSize: 2 });
  const flatten = tf.layers.flatten({ name: "flatten" });
  const dense = tf.layers.dense({
    name: "dense",
    units: 10,
    activation: "softmax",
    kernelInitializer: glorotUniform({ seed: seed + 1 }),
  });
  // Not tf.sequential: disposing one leaves the variables of its optimizer behind (tfjs 4.22).
  const inputs = tf.input({ shape: [28, 28, 1], name: "image" });
  const outputs = [conv, pool, flatten, dense].reduce<tf.SymbolicTensor>(
    (value, layer) => layer.apply(value) as tf.SymbolicTensor,
    inputs,
  );
  const model = tf.model({ name: "mnistCnn", inputs, outputs });
  // By name, so that the model owns the optimizer and disposes it.
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  learnSignature(model, { inputs: digitsInput });
  return model;
}
