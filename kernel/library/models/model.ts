import type * as tf from "@tensorflow/tfjs";
import type { Runner } from "../engine/runner.ts";

/** A model read from an ONNX file: it brings its own runner. */
export interface OnnxModel {
  runner(): Promise<Runner>;
}

/** A model as a function over a batch: `[n, ...] -> [n, classes]` or `[n]`, made of tfjs operations. */
export type FunctionModel = (inputs: tf.Tensor) => tf.Tensor;

/** Whatever can be explained. */
export type Model = tf.LayersModel | tf.GraphModel | OnnxModel | FunctionModel;
