import type * as tf from "@tensorflow/tfjs";
import type { Answers } from "./answers.ts";
import type { RunnableModel } from "./arrayModel.ts";
import type { OnnxModel } from "./OnnxModel.ts";

/** A model as a function over a batch: `[n, ...] -> [n, classes]` or `[n]`, made of tfjs operations. */
export type FunctionModel = (inputs: tf.Tensor) => tf.Tensor;

/** A function that answers later, or with plain numbers: perturbation methods explain it. */
export type AnswerFunction = (inputs: tf.Tensor) => Answers | Promise<Answers>;

/** Whatever can be explained. */
export type Model = tf.LayersModel | tf.GraphModel | OnnxModel | FunctionModel | AnswerFunction | RunnableModel;
