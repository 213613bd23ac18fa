import * as tf from "@tensorflow/tfjs";
import type { Signature } from "../../signature/Signature.ts";
import { unknownInput } from "../../signature/unknown.ts";
import type { FunctionModel } from "../model.ts";
import type { TfjsModel } from "../tfjs/tfjsModel.ts";
import { outputByEnd } from "./lastOperator.ts";
import { readLayers } from "./readLayers.ts";

/** What a model that tfjs runs takes and answers; of a graph model the final softmax or sigmoid, of a function nothing. */
export function readTfjs(
  model: tf.LayersModel | tf.GraphModel | FunctionModel,
  { inputShape, outputShape, finalActivation }: TfjsModel,
): Signature {
  if (model instanceof tf.LayersModel) return readLayers(model);
  const [input, output] =
    model instanceof tf.GraphModel ? [model.inputNodes[0], model.outputNodes[0]] : ["input", "output"];
  const end = {
    name: output ?? "output",
    shape: outputShape,
    activation: finalActivation,
    axis: outputShape.length - 1,
    inputShapes: [inputShape],
  };
  return { inputs: [unknownInput(input ?? "input", inputShape)], outputs: [outputByEnd(end)] };
}
