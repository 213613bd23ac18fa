import * as tf from "@tensorflow/tfjs";
import { ImageSet } from "../../kernel/library/datasets/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";

/** 6×6 images with a bright left (0), right (1) or middle (2) and noise: learnt within a few epochs. */
export function stripes(size: number, seed = 1): ImageSet {
  const random = createRandom(seed);
  const pixels = new Uint8Array(size * 36);
  const classes = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const label = random.integer(3);
    classes[i] = label;
    const column = [0, 4, 2][label] as number;
    for (let p = 0; p < 36; p++) {
      const bright = p % 6 === column || p % 6 === column + 1;
      pixels[i * 36 + p] = (bright ? 120 : 0) + random.integer(130);
    }
  }
  return new ImageSet(pixels, classes, [6, 6, 1]);
}

/** A CNN small enough for a test, built from the same kernels as the tutorial's. */
export function smallCnn({ seed = 3, softmax = true } = {}): tf.LayersModel {
  const initializer = (n: number) => tf.initializers.glorotUniform({ seed: seed + n });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [6, 6, 1],
        filters: 4,
        kernelSize: 3,
        activation: "relu",
        kernelInitializer: initializer(0),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({
        units: 3,
        kernelInitializer: initializer(1),
        ...(softmax ? { activation: "softmax" as const } : {}),
      }),
    ],
  });
}

export const weightsOf = (model: tf.LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);

/** The largest difference between two sets of weights. */
export function distance(a: number[][], b: number[][]): number {
  return Math.max(...a.flatMap((values, i) => values.map((value, j) => Math.abs(value - (b[i]?.[j] ?? Number.NaN)))));
}
