import * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { FunctionModel } from "../model.ts";
import { product, type TfjsModel } from "./tfjsModel.ts";

/** A function over a batch. Its output size is found by one call with a row of zeros. */
export function fromFunction(model: FunctionModel, inputShape: readonly number[]): TfjsModel {
  const outputShape = tf.tidy(() => {
    const output = model(tf.zeros([1, ...inputShape]));
    if (!(output instanceof tf.Tensor)) {
      throw new ShapeError(
        say`the model function did not return a tensor: it must map [n, ...] to [n, classes] or [n]`,
      );
    }
    return output.shape;
  });
  if (outputShape[0] !== 1) {
    throw new ShapeError(
      say`the model function turned an input [1,${inputShape}] into [${outputShape}]: the first axis must be the batch`,
    );
  }
  return {
    inputShape,
    outputSize: product(outputShape.slice(1)),
    outputShape: outputShape.slice(1),
    classes: outputShape.at(-1) ?? 1,
    finalActivation: undefined,
    layerNames: [],
    layerFacts: () => [],
    // Nothing is known of the layers inside: as much as a convolution of 32 channels.
    floatsPerRow: 64 * product(inputShape),
    forward: (inputs) => model(inputs),
  };
}
