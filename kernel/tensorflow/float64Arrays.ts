import * as tf from "@tensorflow/tfjs";

let taken = false;

/**
 * Lets `tf.tensor2d(table.values)` take a Float64Array, as it takes a list of the same numbers: its tensor is float32.
 * TensorFlow.js counts every other typed array of numbers among its inputs, but refuses this one.
 */
export function takeFloat64Arrays(): void {
  if (taken) return;
  taken = true;
  const { platform } = tf.env();
  const isTypedArray = platform.isTypedArray.bind(platform);
  platform.isTypedArray = (given): given is Float32Array | Int32Array | Uint8Array | Uint8ClampedArray =>
    given instanceof Float64Array || isTypedArray(given);
}
