import * as tf from "@tensorflow/tfjs";
import { say } from "../../library/ground/say.ts";

const batch = 64;

/** Trains a small CNN on noise with the session's tfjs: one step to warm up, then for so many milliseconds. */
export async function trainFor(milliseconds: number): Promise<number> {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, activation: "relu" }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const images = tf.randomUniform([batch, 28, 28, 1], 0, 1, "float32", 1);
  const labels = tf.tidy(() => tf.randomUniform([batch], 0, 10, "int32", 2).toFloat());
  try {
    const step = async () => {
      const loss = Number(await model.trainOnBatch(images, labels));
      if (!Number.isFinite(loss)) throw new Error(say`a training step gave a loss of ${loss}`);
    };
    await step();
    const began = performance.now();
    let steps = 0;
    while (performance.now() - began < milliseconds) {
      await step();
      steps++;
    }
    return steps === 0 ? 0 : Math.round((steps * batch * 1000) / (performance.now() - began));
  } finally {
    model.dispose();
    tf.dispose([images, labels]);
  }
}
