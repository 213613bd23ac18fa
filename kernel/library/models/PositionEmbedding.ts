import * as tf from "@tensorflow/tfjs";

/**
 * Adds a learned vector to each place of a sequence, so that attention can tell places apart: `[n, t, d]` → `[n, t, d]`.
 * Its one weight, `position`, is `[t, d]`, drawn with a standard deviation of 0.02.
 */
export class PositionEmbedding extends tf.layers.Layer {
  static className = "PositionEmbedding";
  readonly #seed: number | undefined;

  constructor(args: { name?: string; seed?: number; [key: string]: unknown } = {}) {
    super(args as ConstructorParameters<typeof tf.layers.Layer>[0]);
    this.#seed = args.seed;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [, t, d] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as number[];
    const seed = this.#seed === undefined ? {} : { seed: this.#seed };
    this.addWeight("position", [t, d], "float32", tf.initializers.randomNormal({ mean: 0, stddev: 0.02, ...seed }));
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const tokens = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
    return tokens.add(this.weights[0]?.read() as tf.Tensor);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.#seed === undefined ? {} : { seed: this.#seed }) };
  }
}

tf.serialization.registerClass(PositionEmbedding);
