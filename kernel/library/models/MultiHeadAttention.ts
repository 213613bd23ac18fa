import * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

export interface MultiHeadAttentionArgs {
  /** Heads that attend side by side. */
  numHeads: number;
  /** Size of each head's queries and keys. */
  keyDim: number;
  /** Size of each head's values; default `keyDim`. */
  valueDim?: number | undefined;
  /** Default true. */
  useBias?: boolean | undefined;
  /** Whether the attention weights come out as well, as a second output `[n, heads, queries, keys]`; default false. */
  returnAttentionScores?: boolean | undefined;
  /** Of the initial weights, which are Glorot uniform. */
  seed?: number | undefined;
  name?: string | undefined;
}

type Config = Required<Omit<MultiHeadAttentionArgs, "seed" | "name">> & Pick<MultiHeadAttentionArgs, "seed">;

const projections = ["query", "key", "value"] as const;

/**
 * Multi-head attention, which tfjs has no layer for: softmax(Q Kᵀ / √keyDim) V for each head, heads joined by a linear
 * map. Takes `[n, t, d]` (self-attention), or a list `[query, value]` or `[query, value, key]`; gives `[n, t, d]` of the
 * query. Weights are named and shaped as Keras's (`query/kernel` is `query_kernel` here).
 *
 * Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.2.
 */
export class MultiHeadAttention extends tf.layers.Layer {
  static className = "MultiHeadAttention";
  /** Told each call's scores, which it may give back with a tap on them: how explanations hear the attention. */
  onScores: ((scores: tf.Tensor) => tf.Tensor) | undefined;
  readonly #config: Config;

  constructor(args: MultiHeadAttentionArgs & { [key: string]: unknown }) {
    super(args as never);
    const { numHeads, keyDim, valueDim = keyDim, useBias = true, returnAttentionScores = false, seed } = args;
    this.#config = { numHeads, keyDim, valueDim, useBias, returnAttentionScores, seed };
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [query, value, key] = threeShapes(inputShape);
    const { numHeads, keyDim, valueDim, useBias, seed } = this.#config;
    const dims = { query: [query, keyDim], key: [key, keyDim], value: [value, valueDim] } as const;
    projections.forEach((name, i) => {
      const [size, perHead] = dims[name];
      this.#weight(`${name}_kernel`, [size, numHeads, perHead], size, numHeads * perHead, seed && seed + i);
      if (useBias) this.#zeros(`${name}_bias`, [numHeads, perHead]);
    });
    const joined = numHeads * valueDim;
    this.#weight("attention_output_kernel", [numHeads, valueDim, query], joined, query, seed && seed + 3);
    if (useBias) this.#zeros("attention_output_bias", [query]);
    this.built = true;
  }

  /** Glorot uniform over the whole projection, which tfjs would take apart at the axis of the heads. */
  #weight(name: string, shape: number[], from: number, to: number, seed: number | undefined): void {
    const limit = Math.sqrt(6 / (from + to));
    const initializer = tf.initializers.randomUniform({
      minval: -limit,
      maxval: limit,
      ...(seed === undefined ? {} : { seed }),
    });
    this.addWeight(name, shape, "float32", initializer);
  }

  #zeros(name: string, shape: number[]): void {
    this.addWeight(name, shape, "float32", tf.initializers.zeros());
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    const shapes = listOfShapes(inputShape);
    const [query = [], value = query] = shapes;
    if (!this.#config.returnAttentionScores) return query;
    return [query, [query[0] ?? null, this.#config.numHeads, query[1] ?? null, value[1] ?? null]];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    return tf.tidy(() => {
      const [query, value = query, key = value] = Array.isArray(inputs) ? inputs : [inputs];
      if (!query || !value || !key) throw new ShapeError(say`MultiHeadAttention needs a query`);
      const { valueDim, numHeads, keyDim, returnAttentionScores } = this.#config;
      const heads = {
        query: this.#project(query, "query"),
        key: this.#project(key, "key"),
        value: this.#project(value, "value"),
      };
      const attention = tf.softmax(tf.matMul(heads.query, heads.key, false, true).mul(1 / Math.sqrt(keyDim)));
      const scores = this.onScores?.(attention) ?? attention;
      const [n = 1, t = 1, d = 1] = query.shape;
      const together = tf
        .matMul(scores, heads.value)
        .transpose([0, 2, 1, 3])
        .reshape([n * t, numHeads * valueDim]);
      const kernel = this.#read("attention_output_kernel")?.reshape([numHeads * valueDim, d]);
      const bias = this.#read("attention_output_bias");
      const product = tf.matMul(together, kernel as tf.Tensor2D);
      const output = (bias ? product.add(bias) : product).reshape([n, t, d]);
      return returnAttentionScores ? [output, scores] : output;
    });
  }

  /** `[n, t, d]` to `[n, heads, t, perHead]`. */
  #project(input: tf.Tensor, name: (typeof projections)[number]): tf.Tensor {
    const [n = 1, t = 1, d = 1] = input.shape;
    const kernel = this.#read(`${name}_kernel`);
    const [, heads = 1, perHead = 1] = kernel?.shape ?? [];
    const product = tf.matMul(input.reshape([n * t, d]), kernel?.reshape([d, heads * perHead]) as tf.Tensor2D);
    const bias = this.#read(`${name}_bias`)?.reshape([heads * perHead]);
    return (bias ? product.add(bias) : product).reshape([n, t, heads, perHead]).transpose([0, 2, 1, 3]);
  }

  #read(name: string): tf.Tensor | undefined {
    return this.weights.find((weight) => weight.originalName.split("/").at(-1) === name)?.read();
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { seed, ...config } = this.#config;
    return { ...super.getConfig(), ...config, ...(seed === undefined ? {} : { seed }) };
  }
}

tf.serialization.registerClass(MultiHeadAttention);

const listOfShapes = (shape: tf.Shape | tf.Shape[]): tf.Shape[] =>
  Array.isArray(shape[0]) ? (shape as tf.Shape[]) : [shape as tf.Shape];

/** The last sizes of query, value and key. */
function threeShapes(inputShape: tf.Shape | tf.Shape[]): [number, number, number] {
  const [query, value = query, key = value] = listOfShapes(inputShape);
  const last = (shape: tf.Shape | undefined): number => {
    const size = shape?.at(-1);
    if (shape?.length !== 3 || size == null) {
      throw new ShapeError(say`MultiHeadAttention takes [n, t, d], not [${shape?.map((each) => each ?? "?")}]`);
    }
    return size;
  };
  return [last(query), last(value), last(key)];
}

/**
 * Makes a `MultiHeadAttention` layer.
 *
 * @example
 * const attended = multiHeadAttention({ numHeads: 2, keyDim: 8 }).apply(tokens);
 */
export const multiHeadAttention = (args: MultiHeadAttentionArgs): MultiHeadAttention =>
  new MultiHeadAttention({ ...args });
