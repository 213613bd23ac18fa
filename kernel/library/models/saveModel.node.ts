import * as tf from "@tensorflow/tfjs";
import { describeModel, learnSignature } from "../engine/describeModel.ts";
import { besideModel } from "../engine/signature/besideModel.node.ts";
import { hubOptions } from "../engine/signature/hubOptions.ts";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { type SignatureOptions, signatureNames } from "../signature/SignatureOptions.ts";
import { optionsFromText, signatureKey, signatureText, withWritten } from "../signature/written.ts";
import { checkNames } from "../text/checkNames.ts";
import { fileHandler, modelFile } from "./fileHandler.node.ts";

/**
 * Saves a model in tfjs's own format, `model.json` and `weights.bin`, which tfjs-node, the browser
 * (`tf.loadLayersModel`) and `tensorflowjs_converter` read too. What it takes and answers goes along in `model.json`'s
 * user-defined metadata, and comes back with `loadModel`. What is there already is replaced.
 *
 * @param folder made where it is missing.
 * @example
 * await saveModel(model, "out/digits");
 */
export async function saveModel(model: tf.LayersModel, folder: string): Promise<void> {
  const handler = fileHandler(folder);
  const signature = signatureText(describeModel(model));
  const save: tf.io.SaveHandler = async (artifacts) => {
    const userDefinedMetadata = { ...artifacts.userDefinedMetadata, [signatureKey]: signature };
    return handler.save?.({ ...artifacts, userDefinedMetadata }) as Promise<tf.io.SaveResult>;
  };
  await model.save({ save });
}

/**
 * Loads a layers model in tfjs's format, ours or anyone's (weights in one file or many). The model is the caller's to
 * dispose; it answers exactly as the one that was saved.
 *
 * @param path the folder, or its `model.json`.
 * @param options.classNames,inputs,outputs what it takes and answers beyond what the file says, as `describeModel` has it.
 * @throws DataError where a file is missing, damaged or cut off, or holds a graph model; OptionError where what you say
 * does not fit the model.
 * @example
 * const model = await loadModel("out/digits");
 */
export async function loadModel(path: string, options: SignatureOptions = {}): Promise<tf.LayersModel> {
  checkNames("loadModel()", signatureNames, options);
  const handler = fileHandler(path);
  const artifacts = await handler.load?.();
  if (artifacts?.format === "graph-model") {
    throw new DataError(say`${path} is a graph model: load it with tf.loadGraphModel("file://${path}").`);
  }
  const model = await tf.loadLayersModel({ load: async () => artifacts as tf.io.ModelArtifacts });
  try {
    const written: unknown = (artifacts?.userDefinedMetadata as Record<string, unknown> | undefined)?.[signatureKey];
    const beside = hubOptions(describeModel(model), besideModel(await modelFile(path)));
    learnSignature(model, written === undefined ? beside : withWritten(beside, optionsFromText(written)));
    describeModel(model, options);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}
