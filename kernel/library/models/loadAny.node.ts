import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../engine/model.ts";
import { loadOnnx } from "../engine/OnnxModel.ts";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { fileHandler } from "./fileHandler.node.ts";
import { loadModel } from "./saveModel.node.ts";

/**
 * Loads whatever model a file holds: `.onnx`, or tfjs's `model.json` (or its folder), layers and graph models alike.
 *
 * @throws DataError for a file that is missing, damaged, or of another kind.
 */
export async function loadAny(path: string): Promise<Model> {
  const ending = extname(path).toLowerCase();
  if (ending === ".onnx") return loadOnnx(path);
  if (ending === ".safetensors") {
    throw new DataError(say`${path} has weights but no model: save it with saveModel, and give its model.json`);
  }
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
  if (ending !== ".json" && !isFolder) {
    throw new DataError(
      say`${path} is not a supported model file: use .onnx, or model.json of TensorFlow.js (or its folder)`,
    );
  }
  const text = await readFile(isFolder ? join(path, "model.json") : path, "utf8").catch(() => "");
  if (/"format"\s*:\s*"graph-model"/.test(text)) return tf.loadGraphModel(fileHandler(path));
  return loadModel(path);
}
