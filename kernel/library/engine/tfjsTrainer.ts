import * as tf from "@tensorflow/tfjs";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { endsInSoftmax } from "./finalSoftmax.ts";
import { createOptimizer, type OptimizerOptions, type TfjsOptimizer } from "./tfjsOptimizer.ts";
import type { LossAndAccuracy, Trainer, TrainerState } from "./trainer.ts";

/** The logarithm of a probability below this is taken of this: the smallest normal float32 has −87.3. */
const smallest = 1.2e-38;

export interface TfjsTrainerOptions extends OptimizerOptions {
  /** Why the compiled engine is not used. */
  reason?: string | undefined;
}

/**
 * Trains a layers model on the session's tfjs: sparse cross-entropy, mean over the batch, plus the layers' regularizers.
 * The weights are the model's own variables, so `writeBack` has nothing to do.
 */
export class TfjsTrainer implements Trainer {
  readonly engine = "tfjs";
  readonly reason?: string;
  readonly #model: tf.LayersModel;
  readonly #probabilities: boolean;
  readonly #optimizer: TfjsOptimizer;
  #steps = 0;

  constructor(model: tf.LayersModel, options: TfjsTrainerOptions) {
    if (options.reason) this.reason = options.reason;
    this.#model = model;
    this.#probabilities = endsInSoftmax(model);
    this.#optimizer = createOptimizer(options, this.#trainable());
  }

  async step(inputs: Float32Array, labels: Int32Array): Promise<LossAndAccuracy> {
    const [loss, hits] = tf.tidy(() => {
      const weights = this.#trainable();
      let answers: tf.Tensor | undefined;
      const forward = () => {
        const outputs = this.#outputs(inputs, labels.length, true);
        // Kept, or the tidy of variableGrads would take it.
        answers = tf.keep(tf.argMax(outputs, 1));
        const losses = [this.#loss(outputs, labels), ...this.#model.calculateLosses()];
        return losses.reduce((total, part) => tf.add<tf.Scalar>(total, part));
      };
      try {
        const { value, grads } = tf.variableGrads(forward, weights);
        const gradients = weights.map((weight) => grads[weight.name] as tf.Tensor);
        this.#optimizer.apply(weights, gradients, this.#steps + 1);
        return [value, this.#hits(answers as unknown as tf.Tensor, labels)] as const;
      } finally {
        answers?.dispose();
      }
    });
    this.#steps++;
    return read(loss, hits, labels.length);
  }

  async evaluate(inputs: Float32Array, labels: Int32Array): Promise<LossAndAccuracy> {
    const [loss, hits] = tf.tidy(() => {
      const outputs = this.#outputs(inputs, labels.length, false);
      return [this.#loss(outputs, labels), this.#hits(tf.argMax(outputs, 1), labels)] as const;
    });
    return read(loss, hits, labels.length);
  }

  async writeBack(): Promise<void> {}

  async state(): Promise<TrainerState> {
    const arrays: TrainerState["arrays"] = {};
    for (const [name, variable] of this.#variables()) {
      arrays[name] = { shape: variable.shape, values: (await variable.data<"float32">()).slice() };
    }
    return { steps: this.#steps, arrays };
  }

  async restore({ steps, arrays }: TrainerState): Promise<void> {
    const variables = this.#variables();
    for (const [name, variable] of variables) {
      const found = arrays[name];
      if (!found) throw new DataError(say`The saved state has no ${name}: it is of another model or optimizer.`);
      if (found.shape.join() !== variable.shape.join()) {
        const shapes = `expected [${variable.shape.join(", ")}], found [${found.shape.join(", ")}]`;
        throw new DataError(say`${name} of the saved state belongs to another model: ${shapes}.`);
      }
    }
    for (const [name, variable] of variables) {
      const { values, shape } = arrays[name] as { values: Float32Array; shape: number[] };
      tf.tidy(() => variable.assign(tf.tensor(values, shape)));
    }
    this.#steps = steps;
  }

  async dispose(): Promise<void> {
    this.#optimizer.dispose();
  }

  #trainable(): tf.Variable[] {
    return this.#model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  }

  /** Every weight, also those that are not trained (a batch normalization's averages), then the optimizer's moments. */
  #variables(): [name: string, variable: tf.Variable][] {
    const weights = this.#model.weights.map((weight, i): [string, tf.Variable] => [
      nameOf(weight, i),
      weight.read() as tf.Variable,
    ]);
    const moments = Object.entries(this.#optimizer.moments).flatMap(([moment, variables]) =>
      variables.map((variable, i): [string, tf.Variable] => {
        const weight = this.#model.trainableWeights[i] as tf.LayerVariable;
        return [`${moment}/${nameOf(weight, i)}`, variable];
      }),
    );
    return [...weights, ...moments];
  }

  #outputs(inputs: Float32Array, count: number, training: boolean): tf.Tensor2D {
    const shape = this.#model.inputs[0]?.shape.slice(1) as number[];
    return this.#model.apply(tf.tensor(inputs, [count, ...shape]), { training }) as tf.Tensor2D;
  }

  #loss(outputs: tf.Tensor2D, labels: Int32Array): tf.Scalar {
    const logarithms = this.#probabilities ? tf.log(tf.maximum(outputs, smallest)) : tf.logSoftmax(outputs);
    const chosen = tf.oneHot(tf.tensor1d(labels, "int32"), outputs.shape[1]);
    return tf.neg(tf.div(tf.sum(tf.mul(logarithms, chosen)), labels.length));
  }

  #hits(answers: tf.Tensor, labels: Int32Array): tf.Scalar {
    return tf.sum(tf.equal(answers, tf.tensor1d(labels, "int32")));
  }
}

/** By place: tfjs numbers the names of layers through, so the same model made twice has two names. */
function nameOf(weight: tf.LayerVariable, place: number): string {
  return `${place}.${weight.originalName.split("/").at(-1)}`;
}

async function read(loss: tf.Scalar, hits: tf.Scalar, count: number): Promise<LossAndAccuracy> {
  try {
    const [[lossValue = Number.NaN], [hitCount = 0]] = await Promise.all([loss.data(), hits.data()]);
    return { loss: lossValue, accuracy: hitCount / count };
  } finally {
    tf.dispose([loss, hits]);
  }
}
