import * as tf from "@tensorflow/tfjs";

/** Whether a layers model ends in a softmax, so that its outputs are probabilities; without one they are logits. */
export function endsInSoftmax(model: tf.LayersModel): boolean {
  const last = model.outputs[0]?.sourceLayer;
  if (last instanceof tf.LayersModel) return endsInSoftmax(last);
  return last?.getClassName() === "Softmax" || last?.getConfig().activation === "softmax";
}
