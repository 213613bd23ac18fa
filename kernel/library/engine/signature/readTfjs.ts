import * as tf from "@tensorflow/tfjs";
import { type Trial, withRemembered } from "../../signature/remembered.ts";
import type { Signature } from "../../signature/Signature.ts";
import { unknownInput } from "../../signature/unknown.ts";
import type { FunctionModel } from "../model.ts";
import type { TfjsModel } from "../tfjs/tfjsModel.ts";
import { outputByEnd } from "./outputByEnd.ts";
import { readLayers } from "./readLayers.ts";

/** What a model that tfjs runs takes and answers, with what was learned and said of it. */
export const tfjsSignature = (
  model: tf.LayersModel | tf.GraphModel | FunctionModel,
  adapted: TfjsModel,
  output?: number,
  trial?: Trial,
): Signature =>
  withRemembered(
    readTfjs(model, adapted, output),
    model,
    { raw: model instanceof tf.LayersModel ? "logits" : "probabilities" },
    trial,
  );

/** What a model that tfjs runs takes and answers; of a graph model the final softmax or sigmoid, of a function nothing. */
function readTfjs(
  model: tf.LayersModel | tf.GraphModel | FunctionModel,
  { inputShape, ports, outputShape, finalActivation }: TfjsModel,
  output = 0,
): Signature {
  if (model instanceof tf.LayersModel) return readLayers(model);
  const [input, answer] =
    model instanceof tf.GraphModel ? [model.inputNodes[0], model.outputNodes[output]] : ["input", "output"];
  const end = {
    name: answer ?? "output",
    shape: outputShape,
    activation: finalActivation,
    axis: outputShape.length - 1,
    inputShapes: ports?.map(({ shape }) => shape) ?? [inputShape],
  };
  const inputs = ports?.map(({ name, shape, dtype }) => unknownInput(name, shape, dtype));
  return { inputs: inputs ?? [unknownInput(input ?? "input", inputShape)], outputs: [outputByEnd(end)] };
}
