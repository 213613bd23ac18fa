import * as tf from "@tensorflow/tfjs";

const { layers } = tf;

/** Models of every kind of input and output, tiny, with weights by a seed. */
const seeded = (seed: number) => tf.initializers.glorotUniform({ seed });
const dense = (units: number, activation?: "softmax" | "sigmoid" | "relu" | "tanh" | "softplus", more = {}) =>
  layers.dense({ units, kernelInitializer: seeded(units), ...(activation ? { activation } : {}), ...more });
const sequence = (...list: tf.layers.Layer[]) => tf.sequential({ layers: list });

export const models = {
  softmaxCnn: () =>
    sequence(
      layers.conv2d({
        inputShape: [6, 5, 3],
        filters: 2,
        kernelSize: 3,
        activation: "relu",
        kernelInitializer: seeded(1),
      }),
      layers.flatten(),
      dense(4, "softmax"),
    ),
  poolFirst: () =>
    sequence(layers.maxPooling2d({ inputShape: [4, 4, 1], poolSize: 2 }), layers.flatten(), dense(3, "softmax")),
  logits: () => sequence(dense(5, "relu", { inputShape: [4] }), dense(3)),
  softmaxLayer: () => sequence(dense(3, undefined, { inputShape: [4] }), layers.softmax()),
  activationLayer: () =>
    sequence(dense(1, undefined, { inputShape: [4] }), layers.activation({ activation: "sigmoid" })),
  binary: () => sequence(dense(6, "relu", { inputShape: [4] }), dense(1, "sigmoid")),
  number: () => sequence(dense(6, "relu", { inputShape: [4] }), dense(1)),
  positive: () => sequence(dense(1, "softplus", { inputShape: [4] })),
  reluLayer: () => sequence(dense(1, undefined, { inputShape: [4] }), layers.reLU()),
  bounded: () => sequence(dense(1, "tanh", { inputShape: [4] })),
  labels: () => sequence(dense(5, "sigmoid", { inputShape: [4] })),
  reconstruction: () => sequence(dense(2, "relu", { inputShape: [4] }), dense(4, "sigmoid")),
  autoencoder: () =>
    sequence(
      layers.conv2d({
        inputShape: [4, 4, 1],
        filters: 2,
        kernelSize: 3,
        padding: "same",
        kernelInitializer: seeded(2),
      }),
      layers.conv2d({
        filters: 1,
        kernelSize: 3,
        padding: "same",
        activation: "sigmoid",
        kernelInitializer: seeded(3),
      }),
    ),
  segmentation: () =>
    sequence(
      layers.conv2d({
        inputShape: [4, 4, 1],
        filters: 3,
        kernelSize: 1,
        activation: "softmax",
        kernelInitializer: seeded(4),
      }),
    ),
  lstm: () => sequence(layers.lstm({ inputShape: [7, 3], units: 4, kernelInitializer: seeded(5) }), dense(1)),
  conv1d: () =>
    sequence(
      layers.conv1d({ inputShape: [8, 2], filters: 3, kernelSize: 3, kernelInitializer: seeded(6) }),
      layers.flatten(),
      dense(2, "softmax"),
    ),
  embedding: () =>
    sequence(
      layers.embedding({ inputDim: 20, outputDim: 3, inputLength: 5 }),
      layers.globalAveragePooling1d(),
      dense(1, "sigmoid"),
    ),
  volume: () =>
    sequence(
      layers.conv3d({ inputShape: [4, 4, 4, 1], filters: 2, kernelSize: 3, kernelInitializer: seeded(7) }),
      layers.flatten(),
      dense(2, "softmax"),
    ),
  flattenFirst: () => sequence(layers.flatten({ inputShape: [6, 5, 3] }), dense(2, "softmax")),
  normalizedFirst: () =>
    sequence(
      layers.batchNormalization({ inputShape: [6, 5, 3] }),
      layers.conv2d({ filters: 1, kernelSize: 2 }),
      layers.flatten(),
      dense(2, "softmax"),
    ),
  twoInputs: () => {
    const picture = tf.input({ shape: [4, 4, 1], name: "picture" });
    const facts = tf.input({ shape: [3], name: "facts" });
    const seen = layers
      .flatten()
      .apply(layers.conv2d({ filters: 1, kernelSize: 2 }).apply(picture)) as tf.SymbolicTensor;
    const both = layers.concatenate().apply([seen, facts]) as tf.SymbolicTensor;
    const kind = layers.dense({ units: 3, activation: "softmax", name: "kind" }).apply(both) as tf.SymbolicTensor;
    const price = layers.dense({ units: 1, name: "price" }).apply(both) as tf.SymbolicTensor;
    return tf.model({ inputs: [picture, facts], outputs: [kind, price] });
  },
} satisfies Record<string, () => tf.LayersModel>;
