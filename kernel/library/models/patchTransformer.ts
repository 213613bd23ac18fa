import * as tf from "@tensorflow/tfjs";
import { checkNames, type Names } from "../text/checkNames.ts";
import { multiHeadAttention } from "./MultiHeadAttention.ts";
import { PositionEmbedding } from "./PositionEmbedding.ts";

export interface PatchTransformerOptions {
  /** Of the initial weights, default 42: the same seed gives the same weights. */
  seed?: number;
  /** Blocks of attention and dense layers (default 2). */
  depth?: number;
  /** Heads of each attention (default 2). */
  numHeads?: number;
  /** Size of a token (default 32); a multiple of `numHeads`. */
  size?: number;
}

const patchTransformerNames = {
  seed: true,
  depth: true,
  numHeads: true,
  size: true,
} as const satisfies Names<PatchTransformerOptions>;

/**
 * A small vision transformer: 4×4 patches of the image become 49 tokens, which attend to each other in `depth` blocks
 * (normalize, attend, add; normalize, two dense layers, add); the mean of the tokens gives the class. `[n, 28, 28, 1]` in
 * [0, 1] → probabilities `[n, 10]`. 19,594 parameters. Its attention layers are called `block1_attention`, …; the weights
 * they attend with are the values `block1_attention/attention_scores`, `[n, heads, 49, 49]`.
 *
 * It is compiled (Adam 0.001, sparse cross-entropy, accuracy), so tfjs's own `fit` and `evaluate` work too.
 *
 * Dosovitskiy et al. 2020, "An Image is Worth 16x16 Words", without the class token.
 *
 * @example
 * const model = patchTransformer({ seed: 42 });
 * const map = await new AttentionRollout(model).attribute(image);
 */
export function patchTransformer(options: PatchTransformerOptions = {}): tf.LayersModel {
  checkNames("patchTransformer()", patchTransformerNames, options);
  const { seed = 42, depth = 2, numHeads = 2, size = 32 } = options;
  let drawn = 0;
  const glorot = () => tf.initializers.glorotUniform({ seed: seed + drawn++ });
  const inputs = tf.input({ shape: [28, 28, 1], name: "image" });
  const apply = (layer: tf.layers.Layer, value: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(value) as tf.SymbolicTensor;
  const norm = (name: string) => tf.layers.layerNormalization({ name, epsilon: 1e-5 });
  const dense = (name: string, units: number, activation: "relu" | "linear" | "softmax") =>
    tf.layers.dense({ name, units, activation, kernelInitializer: glorot() });

  const patches = tf.layers.conv2d({
    name: "patches",
    filters: size,
    kernelSize: 4,
    strides: 4,
    kernelInitializer: glorot(),
  });
  let tokens = apply(tf.layers.reshape({ name: "tokens", targetShape: [49, size] }), apply(patches, inputs));
  tokens = apply(new PositionEmbedding({ name: "position", seed: seed + drawn++ }), tokens);
  for (let block = 1; block <= depth; block++) {
    const at = (part: string) => `block${block}_${part}`;
    const attention = multiHeadAttention({
      name: at("attention"),
      numHeads,
      keyDim: size / numHeads,
      seed: seed + drawn,
    });
    drawn += 4;
    const attended = apply(attention, apply(norm(at("norm1")), tokens));
    tokens = apply(tf.layers.add({ name: at("add1") }), [tokens, attended]);
    const wide = apply(dense(at("dense1"), 2 * size, "relu"), apply(norm(at("norm2")), tokens));
    tokens = apply(tf.layers.add({ name: at("add2") }), [tokens, apply(dense(at("dense2"), size, "linear"), wide)]);
  }
  const mean = apply(tf.layers.globalAveragePooling1d({ name: "mean" }), apply(norm("norm"), tokens));
  const model = tf.model({ name: "patchTransformer", inputs, outputs: apply(dense("dense", 10, "softmax"), mean) });
  // By name, so that the model owns the optimizer and disposes it.
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}
