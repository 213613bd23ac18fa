import * as tf from "@tensorflow/tfjs";
import { goldens } from "../goldens.ts";

export const golden = goldens("modelA");

/** The golden images, targets and tie mask. */
export const images = { values: golden("input").values as Float32Array, shape: golden("input").shape };
export const target = golden("target").values as Int32Array;
export const tieMask = golden("tie_mask").values;

/** The first `count` golden images. */
export const firstImages = (count: number) => ({
  values: images.values.slice(0, count * 784),
  shape: [count, 28, 28, 1],
});

/** The engines that every golden is held against. */
export const engines = ["tfjs", "onnx"] as const;

/**
 * Network A of the goldens, with the softmax at its end. Two million multiplications a pass. `apart`: with the ReLU as a
 * layer of its own, so that the convolution can be looked at before it.
 */
export function modelA({ apart = false } = {}): tf.Sequential {
  const activation = apart ? "linear" : "relu";
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ name: "conv1", inputShape: [28, 28, 1], filters: 32, kernelSize: 3, activation }),
      ...(apart ? [tf.layers.reLU({ name: "relu1" })] : []),
      tf.layers.maxPooling2d({ name: "pool1", poolSize: 2 }),
      tf.layers.flatten({ name: "flatten" }),
      tf.layers.dense({ name: "fc", units: 10, activation: "softmax" }),
    ],
  });
  const weights = goldens("modelA/weights");
  tf.tidy(() => {
    const tensors = ["conv1_kernel", "conv1_bias", "fc_kernel", "fc_bias"].map((name) => {
      const { values, shape } = weights(name);
      return tf.tensor(values, shape);
    });
    model.setWeights(tensors);
  });
  return model;
}
