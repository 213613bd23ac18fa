import * as tf from "@tensorflow/tfjs";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { sizeOf } from "./graph/constants.ts";
import { inTraining } from "./tfjs/inTraining.ts";
import { comparesIndices, type Head, lossOf, metricSum } from "./tfjs/losses.ts";
import { mendTfjs } from "./tfjs/mendTfjs.ts";
import { createOptimizer, type OptimizerOptions, type TfjsOptimizer } from "./tfjsOptimizer.ts";
import type { LossAndMetric, Targets, Trainer, TrainerState } from "./trainer.ts";

export interface TfjsTrainerOptions extends OptimizerOptions {
  /** Why the compiled engine is not used. */
  reason?: string | undefined;
  /** One for each output. */
  heads: readonly Head[];
  /** Of what layers draw in training (dropout, noise). */
  seed: number;
  /** Of each input, without the batch axis. Default: the model's own. */
  inputShapes?: readonly (readonly number[])[] | undefined;
}

/**
 * Trains a layers model on the session's tfjs: the mean of each output's loss over the batch, plus the layers'
 * regularizers. The weights are the model's own variables, so `writeBack` has nothing to do.
 */
export class TfjsTrainer implements Trainer {
  readonly engine = "tfjs";
  readonly reason?: string;
  readonly #model: tf.LayersModel;
  readonly #inputShapes: readonly (readonly number[])[];
  readonly #heads: readonly Head[];
  readonly #optimizer: TfjsOptimizer;
  readonly #seed: number;
  #steps = 0;

  constructor(model: tf.LayersModel, options: TfjsTrainerOptions) {
    mendTfjs();
    if (options.reason) this.reason = options.reason;
    this.#model = model;
    this.#inputShapes = options.inputShapes ?? model.inputs.map(({ shape }) => shape.slice(1) as number[]);
    this.#heads = options.heads;
    this.#seed = options.seed;
    this.#optimizer = createOptimizer(options, this.#trainable());
  }

  async step(inputs: Float32Array, targets: Targets, exampleWeights?: Float32Array): Promise<LossAndMetric> {
    const measured = tf.tidy(() => {
      const weights = this.#trainable();
      const compared = this.#compared(inputs, targets, exampleWeights);
      let sums: tf.Scalar[] = [];
      const forward = () => {
        const outputs = inTraining(this.#model, { seed: this.#seed, step: this.#steps }, () =>
          this.#outputs(compared.inputs, true),
        );
        // Kept, or the tidy of variableGrads would take them.
        sums = this.#metrics(outputs, compared).map((sum) => tf.keep(sum));
        const losses = [this.#loss(outputs, compared), ...this.#model.calculateLosses()];
        return losses.reduce((total, part) => tf.add<tf.Scalar>(total, part));
      };
      try {
        const { value, grads } = tf.variableGrads(forward, weights);
        const gradients = weights.map((weight) => grads[weight.name] as tf.Tensor);
        this.#optimizer.apply(weights, gradients, this.#steps + 1);
        this.#constrain();
        return [value, ...sums.map((sum) => tf.clone(sum))];
      } finally {
        tf.dispose(sums);
      }
    });
    this.#steps++;
    return this.#read(measured, inputs);
  }

  async evaluate(inputs: Float32Array, targets: Targets, exampleWeights?: Float32Array): Promise<LossAndMetric> {
    const measured = tf.tidy(() => {
      const compared = this.#compared(inputs, targets, exampleWeights);
      const outputs = this.#outputs(compared.inputs, false);
      return [this.#loss(outputs, compared), ...this.#metrics(outputs, compared)];
    });
    return this.#read(measured, inputs);
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
      if (!found) throw new DataError(say`The saved state has no ${name}: it belongs to another model or optimizer.`);
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

  /** As Keras does after each step; tfjs's own fit forgets it. */
  #constrain(): void {
    for (const weight of this.#model.trainableWeights as Constrained[]) {
      const { constraint } = weight;
      if (constraint) tf.tidy(() => (weight.read() as tf.Variable).assign(constraint.apply(weight.read())));
    }
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

  #countOf(inputs: Float32Array): number {
    return inputs.length / this.#inputShapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  }

  /** A batch as tensors, one for each input and output. */
  #compared(inputs: Float32Array, targets: Targets, exampleWeights: Float32Array | undefined): Compared {
    const count = this.#countOf(inputs);
    const shapes = this.#heads.map((head, i) => {
      const shape = (this.#model.outputs[i]?.shape.slice(1) ?? []) as number[];
      return comparesIndices(head) ? shape.slice(0, -1) : shape;
    });
    return {
      inputs: parts(inputs, count, this.#inputShapes).map((values, i) =>
        tf.tensor(values, [count, ...(this.#inputShapes[i] ?? [])]),
      ),
      targets: parts(targets, count, shapes).map((values, i) => tf.tensor(values, [count, ...(shapes[i] ?? [])])),
      weights: exampleWeights && tf.tensor1d(exampleWeights),
    };
  }

  #outputs(inputs: tf.Tensor[], training: boolean): tf.Tensor[] {
    return [
      this.#model.apply(inputs.length === 1 ? (inputs[0] as tf.Tensor) : inputs, { training }) as tf.Tensor,
    ].flat();
  }

  #loss(outputs: tf.Tensor[], { targets, weights }: Compared): tf.Scalar {
    return this.#heads
      .map((head, i) => {
        const loss = lossOf(head, targets[i] as tf.Tensor, outputs[i] as tf.Tensor, weights);
        return head.weight === 1 ? loss : tf.mul<tf.Scalar>(loss, head.weight);
      })
      .reduce((total, part) => tf.add<tf.Scalar>(total, part));
  }

  #metrics(outputs: tf.Tensor[], { targets }: Compared): tf.Scalar[] {
    return this.#heads.map((head, i) => metricSum(head, targets[i] as tf.Tensor, outputs[i] as tf.Tensor));
  }

  async #read(measured: tf.Scalar[], inputs: Float32Array): Promise<LossAndMetric> {
    try {
      const [loss = Number.NaN, ...sums] = await Promise.all(measured.map(async (value) => (await value.data())[0]));
      const count = this.#countOf(inputs);
      const means = sums.map((sum, i) => (sum ?? 0) / (count * this.#placesOf(i)));
      const comparable = new Set(this.#heads.map(({ metric }) => metric === "meanAbsoluteError")).size === 1;
      const metric = comparable ? means.reduce((total, mean) => total + mean, 0) / means.length : Number.NaN;
      return { loss, metric };
    } finally {
      tf.dispose(measured);
    }
  }

  /** How many answers of an output are right or wrong, or are off, in one example. */
  #placesOf(output: number): number {
    const shape = (this.#model.outputs[output]?.shape.slice(1) ?? []) as number[];
    return sizeOf(this.#heads[output]?.metric.endsWith("ategoricalAccuracy") ? shape.slice(0, -1) : shape);
  }
}

/** What a weight of tfjs has besides, and does not declare. */
type Constrained = tf.LayerVariable & { readonly constraint?: { apply(weight: tf.Tensor): tf.Tensor } | null };

interface Compared {
  readonly inputs: tf.Tensor[];
  readonly targets: tf.Tensor[];
  readonly weights: tf.Tensor1D | undefined;
}

/** The parts of flat rows: of each shape one array, row-major. A single part is the rows themselves. */
function parts<Values extends Targets>(rows: Values, count: number, shapes: readonly (readonly number[])[]): Targets[] {
  if (shapes.length === 1) return [rows];
  const width = rows.length / count;
  let from = 0;
  return shapes.map((shape) => {
    const size = sizeOf(shape);
    const part = new Float32Array(count * size);
    for (let i = 0; i < count; i++) part.set(rows.subarray(i * width + from, i * width + from + size), i * size);
    from += size;
    return part;
  });
}

/** By place: tfjs numbers the names of layers through, so the same model made twice has two names. */
function nameOf(weight: tf.LayerVariable, place: number): string {
  return `${place}.${weight.originalName.split("/").at(-1)}`;
}
