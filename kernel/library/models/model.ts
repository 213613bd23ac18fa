import type * as tf from "@tensorflow/tfjs";
import type { OnnxModel } from "../engine/OnnxModel.ts";

/** A model as a function over a batch: `[n, ...] -> [n, classes]` or `[n]`, made of tfjs operations. */
export type FunctionModel = (inputs: tf.Tensor) => tf.Tensor;

/** Whatever can be explained. */
export type Model = tf.LayersModel | tf.GraphModel | OnnxModel | FunctionModel;
