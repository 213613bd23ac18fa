import * as tf from "@tensorflow/tfjs";
import { digitsInput } from "../datasets/digitsInput.ts";
import { learnSignature } from "../engine/describeModel.ts";
import { checkNames } from "../text/checkNames.ts";

/**
 * A CNN that ends in global average pooling, as class activation mapping (`Cam`) wants it: Conv2D 16 3×3 relu → MaxPool
 * 2×2 → Conv2D 32 3×3 relu → GlobalAveragePooling → Dense 10 softmax, 5,130 parameters, Glorot uniform weights, zero
 * biases. `[n, 28, 28, 1]` in [0, 1] → probabilities `[n, 10]`. It learns more slowly than `mnistCnn`: 5 epochs and more.
 *
 * It is compiled (Adam 0.001, sparse cross-entropy, accuracy), so tfjs's own `fit` and `evaluate` work too.
 *
 * @param options.seed of the initial weights, default 42: the same seed gives the same weights.
 * @example
 * const model = mnistGapCnn({ seed: 42 });
 * const map = await new Cam(model, "conv2").attribute(image, { target: 7 });
 */
export function mnistGapCnn(options: { seed?: number } = {}): tf.LayersModel {
  checkNames("mnistGapCnn()", { seed: true }, options);
  const { seed = 42 } = options;
  const glorot = (offset: number) => tf.initializers.glorotUniform({ seed: seed + offset });
  const conv = (name: string, filters: number, offset: number) =>
    tf.layers.conv2d({ name, filters, kernelSize: 3, activation: "relu", kernelInitializer: glorot(offset) });
  const layers = [
    conv("conv1", 16, 0),
    tf.layers.maxPooling2d({ name: "pool1", poolSize: 2 }),
    conv("conv2", 32, 1),
    tf.layers.globalAveragePooling2d({ name: "gap" }),
    tf.layers.dense({ name: "dense", units: 10, activation: "softmax", kernelInitializer: glorot(2) }),
  ];
  const inputs = tf.input({ shape: [28, 28, 1], name: "image" });
  const outputs = layers.reduce<tf.SymbolicTensor>((value, layer) => layer.apply(value) as tf.SymbolicTensor, inputs);
  const model = tf.model({ name: "mnistGapCnn", inputs, outputs });
  // By name, so that the model owns the optimizer and disposes it.
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  learnSignature(model, { inputs: digitsInput });
  return model;
}
