import * as tf from "@tensorflow/tfjs";
import type { Model } from "../library/engine/model.ts";
import { OnnxModel } from "../library/engine/OnnxModel.ts";
import { besideModel } from "../library/engine/signature/besideModel.node.ts";
import { readGraph } from "../library/engine/signature/readGraph.ts";
import { readLayers } from "../library/engine/signature/readLayers.ts";
import { say } from "../library/ground/say.ts";
import type { ImageSpec, InputSpec, PreprocessStep } from "../library/signature/Signature.ts";
import { stepsInWords } from "../library/signature/stepsInWords.ts";
import { presetTable } from "../library/signature/UnknownPreprocessing.ts";

/**
 * What is known of how a model's pictures are prepared, and from where.
 *
 * @param isOfFile whether the file says it, and not an option of the command.
 */
export function preprocessingInWords(model: Model, file: string, image: ImageSpec, isOfFile: boolean): string {
  const { preprocess, channels } = image;
  if (!preprocess) {
    return say`How pictures are prepared is unknown. Usual ways, for --preprocess:\n${presetTable(channels, (name) => name)}`;
  }
  return say`Pictures: ${stepsInWords(preprocess)} (known from ${isOfFile ? sourceOf(model, file, preprocess) : say`the command's options`}).`;
}

function sourceOf(model: Model, file: string, steps: readonly PreprocessStep[]): string {
  const isSame = (other: readonly PreprocessStep[] | undefined) => JSON.stringify(other) === JSON.stringify(steps);
  if (isSame(besideModel(file).preprocess)) return say`preprocessor_config.json beside it`;
  if (startOf(model).some((spec) => spec.kind === "image" && isSame(spec.preprocess))) {
    return say`the operators at the model's start`;
  }
  return say`the signature in its metadata`;
}

function startOf(model: Model): readonly InputSpec[] {
  if (model instanceof OnnxModel) return readGraph(model.wholeGraph).inputs;
  return model instanceof tf.LayersModel ? readLayers(model).inputs : [];
}
