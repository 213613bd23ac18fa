import * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { huberDelta, isOfNumbers, type LossName } from "../train/losses.ts";

/**
 * A loss of your own, made of tfjs operations, as Keras's: a scalar, or a number for each example or output, whose mean
 * is made small. `targets` has the shape of the outputs (class indices: without their last axis).
 */
export type LossFunction = (targets: tf.Tensor, outputs: tf.Tensor) => tf.Tensor;

/** What is measured beside the loss, by tfjs's names. */
export type MetricName = "sparseCategoricalAccuracy" | "categoricalAccuracy" | "binaryAccuracy" | "meanAbsoluteError";

/** What one output is trained with. */
export interface Head {
  readonly loss: LossName | LossFunction;
  readonly metric: MetricName;
  /** Whether the outputs are logits, not probabilities. */
  readonly fromLogits: boolean;
  /** Of this output's loss in the sum of several. */
  readonly weight: number;
}

/** The metric that fits a loss. */
export function metricOf(loss: LossName): MetricName {
  if (isOfNumbers(loss)) return "meanAbsoluteError";
  if (loss === "binaryCrossentropy") return "binaryAccuracy";
  return loss === "categoricalCrossentropy" ? "categoricalAccuracy" : "sparseCategoricalAccuracy";
}

/** Whether the targets of such a head are class indices. */
export const comparesIndices = ({ metric }: Head): boolean => metric === "sparseCategoricalAccuracy";

/** The logarithm of a probability below this is taken of this: the smallest normal float32 has −87.3. */
const smallest = 1.2e-38;

/**
 * The loss of one output, to be differentiated.
 *
 * @param outputs `[n, ...]`.
 * @param weights `[n]`, of the examples.
 */
export function lossOf(head: Head, targets: tf.Tensor, outputs: tf.Tensor, weights?: tf.Tensor1D): tf.Scalar {
  const { each, perExample } = elements(head, targets, outputs);
  if (each.rank === 0) {
    if (!weights) return each as tf.Scalar;
    throw new ShapeError(
      say`The loss function gives one number for the whole batch: with class or sample weights it must give one for each example, [n].`,
    );
  }
  const [count = 1] = outputs.shape;
  const weighted = weights ? tf.mul(each, tf.reshape(weights, [count, ...each.shape.slice(1).fill(1)])) : each;
  return tf.div(tf.sum(weighted), count * perExample);
}

/** What the loss sums up, and by how many of it an example is measured. */
function elements(head: Head, targets: tf.Tensor, outputs: tf.Tensor): { each: tf.Tensor; perExample: number } {
  const { loss, fromLogits } = head;
  const size = outputs.size / (outputs.shape[0] || 1);
  if (typeof loss === "function") {
    const each = loss(targets, outputs);
    return { each, perExample: each.rank === 0 ? 1 : each.size / (each.shape[0] || 1) };
  }
  const classes = outputs.shape.at(-1) ?? 1;
  switch (loss) {
    case "sparseCategoricalCrossentropy":
    case "categoricalCrossentropy": {
      const logarithms = fromLogits ? tf.logSoftmax(outputs) : tf.log(tf.maximum(outputs, smallest));
      const chosen = comparesIndices(head) ? tf.oneHot(tf.cast(targets, "int32"), classes) : targets;
      return { each: tf.neg(tf.mul(logarithms, chosen)), perExample: size / classes };
    }
    case "binaryCrossentropy":
      return { each: binary(targets, outputs, fromLogits), perExample: size };
    case "meanSquaredError":
      return { each: tf.squaredDifference(outputs, targets), perExample: size };
    case "meanAbsoluteError":
      return { each: tf.abs(tf.sub(outputs, targets)), perExample: size };
    case "huber": {
      const distance = tf.abs(tf.sub(outputs, targets));
      const beyond = tf.relu(tf.sub(distance, huberDelta));
      const half = tf.mul(tf.square(tf.sub(distance, beyond)), 0.5);
      return { each: tf.add(half, tf.mul(beyond, huberDelta)), perExample: size };
    }
  }
}

function binary(targets: tf.Tensor, outputs: tf.Tensor, fromLogits: boolean): tf.Tensor {
  if (fromLogits) {
    const positive = tf.sub(tf.relu(outputs), tf.mul(outputs, targets));
    return tf.add(positive, tf.log1p(tf.exp(tf.neg(tf.abs(outputs)))));
  }
  const inside = tf.clipByValue(outputs, 1e-7, 1 - 1e-7);
  const yes = tf.mul(targets, tf.log(inside));
  return tf.neg(tf.add(yes, tf.mul(tf.sub(1, targets), tf.log(tf.sub(1, inside)))));
}

/** The sum of what the metric is the mean of: hits, or absolute errors. */
export function metricSum({ metric, fromLogits }: Head, targets: tf.Tensor, outputs: tf.Tensor): tf.Scalar {
  switch (metric) {
    case "sparseCategoricalAccuracy":
      return tf.sum(tf.equal(tf.argMax(outputs, -1), tf.cast(targets, "int32")));
    case "categoricalAccuracy":
      return tf.sum(tf.equal(tf.argMax(outputs, -1), tf.argMax(targets, -1)));
    case "binaryAccuracy":
      return tf.sum(tf.equal(tf.greater(outputs, fromLogits ? 0 : 0.5), tf.greater(targets, 0.5)));
    case "meanAbsoluteError":
      return tf.sum(tf.abs(tf.sub(outputs, targets)));
  }
}
