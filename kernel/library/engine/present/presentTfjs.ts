import * as tf from "@tensorflow/tfjs";
import type { OutputSpec } from "../../signature/Signature.ts";
import type { TfjsModel } from "../tfjs/tfjsModel.ts";

/** A model of tfjs as explainers ask it; the same as `presentGraph` does with a graph. */
export function presentTfjs(model: TfjsModel, spec: OutputSpec): TfjsModel {
  const { finalActivation, outputShape } = model;
  if (spec.kind === "binary" && model.outputSize === 1) return bothClasses(model, spec.from);
  if (finalActivation !== undefined) return model;
  if (spec.kind === "pixels" && spec.from === "logits" && spec.classes > 1) {
    return {
      ...model,
      finalActivation: "softmax",
      softmaxAxis: spec.layout === "channelsFirst" ? 1 : outputShape.length,
    };
  }
  if (outputShape.length !== 1) return model;
  if (spec.kind === "classes" && spec.from === "logits") return { ...model, finalActivation: "softmax" };
  return spec.kind === "labels" && spec.from === "logits" ? { ...model, finalActivation: "sigmoid" } : model;
}

function bothClasses(model: TfjsModel, from: "sigmoid" | "logit"): TfjsModel {
  const isPlain = model.finalActivation !== "sigmoid" && from === "sigmoid";
  const opposite = (unit: tf.Tensor) => (isPlain ? tf.sub(1, unit) : unit.neg());
  return {
    ...model,
    outputSize: 2,
    outputShape: [2],
    classes: 2,
    finalActivation: isPlain ? undefined : "sigmoid",
    forward: (inputs, recordings, given) => {
      const unit = model.forward(inputs, recordings, given).reshape([-1, 1]);
      return tf.concat([opposite(unit), unit], 1);
    },
  };
}
