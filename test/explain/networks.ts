import * as tf from "@tensorflow/tfjs";
import { mnistGapCnn, patchTransformer } from "../../kernel/library/models/index.ts";
import { goldens } from "../goldens.ts";

/** Goldens of the second set of networks: see make.py beside them. */
export const networkGolden = goldens("networks");

/** Puts the golden weights of `folder` into a model, in the order of its own weights. */
function withWeights(model: tf.LayersModel, folder: string, names: readonly string[]): tf.LayersModel {
  const tensors = names.map((name) => {
    const { values, shape } = networkGolden(`${folder}/weights/${name}`);
    return tf.tensor(values, shape);
  });
  model.setWeights(tensors);
  tf.dispose(tensors);
  return model;
}

const both = (...names: string[]) => names.flatMap((name) => [`${name}_kernel`, `${name}_bias`]);

/** Two convolutions and two dense layers. */
export function convNetwork(): tf.LayersModel {
  const { conv2d, dense, flatten, maxPooling2d } = tf.layers;
  const model = tf.sequential({
    layers: [
      conv2d({ name: "conv1", inputShape: [28, 28, 1], filters: 8, kernelSize: 3, activation: "relu" }),
      maxPooling2d({ name: "pool1", poolSize: 2 }),
      conv2d({ name: "conv2", filters: 16, kernelSize: 3, activation: "relu" }),
      maxPooling2d({ name: "pool2", poolSize: 2 }),
      flatten({ name: "flat" }),
      dense({ name: "dense1", units: 32, activation: "relu" }),
      dense({ name: "dense2", units: 10, activation: "softmax" }),
    ],
  });
  return withWeights(model, "conv", both("conv1", "conv2", "dense1", "dense2"));
}

export const gapNetwork = (): tf.LayersModel => withWeights(mnistGapCnn(), "gap", both("conv1", "conv2", "dense"));

export function transformerNetwork(): tf.LayersModel {
  const blocks = [1, 2].flatMap((block) =>
    [
      ...["norm1_gamma", "norm1_beta"],
      ...both("query", "key", "value", "output"),
      ...["norm2_gamma", "norm2_beta"],
      ...both("dense1", "dense2"),
    ].map((name) => `block${block}_${name}`),
  );
  const names = [...both("patches"), "position", ...blocks, "norm_gamma", "norm_beta", ...both("dense")];
  return withWeights(patchTransformer(), "transformer", names);
}
