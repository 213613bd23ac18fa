import * as tf from "@tensorflow/tfjs";

/** A small network of color pictures, `[32, 32, 3]`, of which nobody says how they are prepared. The caller disposes it. */
export const colorCnn = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [32, 32, 3], filters: 4, kernelSize: 3, activation: "relu" }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: 4, activation: "softmax" }),
    ],
  });
