import type * as tf from "@tensorflow/tfjs";
import { signatureKey, signatureText } from "../signature/written.ts";
import { describeModel } from "./describeModel.ts";
import { compileLayers } from "./fromLayers/compileLayers.ts";
import { encodeModel } from "./graph/encodeModel.ts";
import { OnnxModel } from "./OnnxModel.ts";
import { writeModelFile } from "./onnx/modelFile.node.ts";

/**
 * Writes a model as ONNX (operator set 17): inputs and outputs `["n", ...shape]` in tfjs's order, channels last. What it
 * takes and answers goes along, as metadata `glassbook.signature`, which `loadOnnx` reads.
 *
 * @param file where to write it; left out, the bytes are only returned.
 * @returns the bytes of the file.
 * @throws UnsupportedLayerError that names the layer which has no ONNX form.
 * @example
 * await exportOnnx(model, "digits.onnx");
 */
export async function exportOnnx(model: tf.LayersModel | OnnxModel, file?: string): Promise<Uint8Array> {
  const graph = model instanceof OnnxModel ? model.wholeGraph : (await compileLayers(model)).graph;
  const metadata = { ...graph.metadata, [signatureKey]: signatureText(describeModel(model)) };
  const bytes = encodeModel({ ...graph, metadata });
  if (file !== undefined) writeModelFile(file, bytes);
  return bytes;
}
