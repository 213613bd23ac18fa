import * as tf from "@tensorflow/tfjs";
import { describeModel } from "../../engine/describeModel.ts";
import type { Model } from "../../engine/model.ts";
import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { theOutput } from "../../signature/theOutput.ts";
import { readInputs } from "../call/inputs.ts";
import { weightGradients } from "./weightGradients.ts";

export interface LayerFlow {
  readonly layer: string;
  /** `"kernel"`, `"bias"`, … */
  readonly name: string;
  /** ‖∂loss/∂w‖, Euclidean. */
  readonly norm: number;
  /** ‖∂loss/∂w‖ / ‖w‖: a step of gradient descent, times the learning rate, relative to the weight; NaN where w is 0. */
  readonly relative: number;
}

/**
 * How large the loss's gradient is at each layer's weights: where it shrinks from the end to the beginning by orders of
 * magnitude it vanishes, where it grows it explodes. `gradientFlowProgress` of glassbook/display asks and draws it during training. Loss: the mean sparse
 * cross-entropy of the logits. Runs on the session's tfjs, as the compiled engine's graphs have the
 * weights as constants. Cost: one forward and one backward pass of the batch.
 *
 * Glorot, Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks".
 *
 * @param inputs `[n, ...]`; @param labels the class of each.
 * @throws OptionError where the model is no tf.LayersModel; ShapeError, DataError.
 * @example
 * const { inputs, labels } = digits.batch(Uint32Array.from({ length: 128 }, (_, i) => i));
 * for (const { layer, name, norm } of await gradientFlow(model, { values: inputs, shape: [128, 28, 28, 1] }, labels)) console.log(layer, name, norm);
 */
export async function gradientFlow(model: Model, inputs: Inputs, labels: ArrayLike<number>): Promise<LayerFlow[]> {
  const rows = await readInputs(inputs);
  if (labels.length !== rows.count)
    throw new ShapeError(say`${labels.length} labels for ${rows.count} inputs: give one for each`);
  const isBinary = theOutput(describeModel(model)).kind === "binary";
  const found = await weightGradients(model, rows, (given) => {
    // Of one unit come −z and z: the softmax of their halves is [1 − P, P].
    const logits = isBinary ? given.div<tf.Tensor2D>(2) : given;
    const chosen = tf.oneHot(tf.tensor1d(Int32Array.from(labels), "int32"), logits.shape[1]);
    return tf.logSoftmax(logits).mul(chosen).sum().div(-rows.count).asScalar();
  });
  return found.map(({ layer, name, weight, gradient }) => ({
    layer,
    name,
    norm: norm(gradient),
    relative: norm(weight) === 0 ? Number.NaN : norm(gradient) / norm(weight),
  }));
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
