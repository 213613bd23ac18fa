import * as tf from "@tensorflow/tfjs";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { fileHandler } from "./fileHandler.node.ts";

/**
 * Saves a model in tfjs's own format, `model.json` and `weights.bin`, which tfjs-node, the browser
 * (`tf.loadLayersModel`) and `tensorflowjs_converter` read too. What is there already is replaced.
 *
 * @param folder made where it is missing.
 * @example
 * await saveModel(model, "out/digits");
 */
export async function saveModel(model: tf.LayersModel, folder: string): Promise<void> {
  await model.save(fileHandler(folder));
}

/**
 * Loads a layers model in tfjs's format, ours or anyone's (weights in one file or many). The model is the caller's to
 * dispose; it answers exactly as the one that was saved.
 *
 * @param path the folder, or its `model.json`.
 * @throws DataError where a file is missing, damaged or cut off, or holds a graph model.
 * @example
 * const model = await loadModel("out/digits");
 */
export async function loadModel(path: string): Promise<tf.LayersModel> {
  const handler = fileHandler(path);
  const artifacts = await handler.load?.();
  if (artifacts?.format === "graph-model") {
    throw new DataError(say`${path} is a graph model: load it with tf.loadGraphModel("file://${path}").`);
  }
  return tf.loadLayersModel({ load: async () => artifacts as tf.io.ModelArtifacts });
}
