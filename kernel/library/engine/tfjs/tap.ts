import * as tf from "@tensorflow/tfjs";
import type { Recording } from "./tfjsModel.ts";

/** An identity that records what passes it forwards and, in the same backward pass, backwards. */
export function tap(tensor: tf.Tensor, recording: Recording): tf.Tensor {
  recording.activation = tf.keep(tensor.clone());
  const identity = tf.customGrad((x) => ({
    value: (x as tf.Tensor).clone(),
    gradFunc: (dy: tf.Tensor) => {
      recording.gradient = tf.keep(dy.clone());
      return dy.clone();
    },
  }));
  return identity(recording.link ? tensor.add(recording.link) : tensor);
}
