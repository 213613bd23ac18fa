import * as tf from "@tensorflow/tfjs";
import { type LearningRate, rateAt } from "./learningRate.ts";

/** How a step changes the weights, on either engine. */
export const optimizerNames = ["adam", "sgd"] as const;

export type OptimizerName = (typeof optimizerNames)[number];

export interface OptimizerOptions {
  optimizer: OptimizerName;
  learningRate: LearningRate;
}

/** tfjs's own optimizers, with a state that can be saved and restored to the last bit (theirs recomputes βᵗ on loading). */
export interface TfjsOptimizer {
  /** One moment of the state per name, in the order of the weights. */
  readonly moments: Readonly<Record<string, tf.Variable[]>>;
  /** @param step counted from 1. */
  apply(weights: readonly tf.Variable[], gradients: readonly tf.Tensor[], step: number): void;
  dispose(): void;
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/** Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1; β and ε as in tfjs and Keras. */
function adam(learningRate: LearningRate, weights: readonly tf.Variable[]): TfjsOptimizer {
  const zeros = () => weights.map((weight) => tf.tidy(() => tf.variable(tf.zerosLike(weight), false)));
  const [first, second] = [zeros(), zeros()];
  return {
    moments: { adam_m: first, adam_v: second },
    apply(variables, gradients, step) {
      const firstCorrection = 1 - beta1 ** step;
      const secondCorrection = 1 - beta2 ** step;
      const rate = rateAt(learningRate, step - 1);
      variables.forEach((variable, i) => {
        const [m, v, gradient] = [first[i], second[i], gradients[i]];
        if (!m || !v || !gradient) return;
        tf.tidy(() => {
          m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)));
          v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          const direction = tf.div(tf.div(m, firstCorrection), tf.add(tf.sqrt(tf.div(v, secondCorrection)), epsilon));
          variable.assign(tf.add(variable, tf.mul(direction, -rate)));
        });
      });
    },
    dispose: () => tf.dispose([...first, ...second]),
  };
}

function sgd(learningRate: LearningRate): TfjsOptimizer {
  return {
    moments: {},
    apply(variables, gradients, step) {
      const rate = rateAt(learningRate, step - 1);
      variables.forEach((variable, i) => {
        const gradient = gradients[i];
        if (gradient) tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(gradient, rate))));
      });
    },
    dispose() {},
  };
}

export function createOptimizer(
  { optimizer, learningRate }: OptimizerOptions,
  weights: readonly tf.Variable[],
): TfjsOptimizer {
  return optimizer === "adam" ? adam(learningRate, weights) : sgd(learningRate);
}
