import * as tf from "@tensorflow/tfjs";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { remember, type Trial, withRemembered } from "../signature/remembered.ts";
import type { Signature } from "../signature/Signature.ts";
import { type SignatureOptions, signatureNames } from "../signature/SignatureOptions.ts";
import { unknownSignature } from "../signature/unknown.ts";
import { checkNames } from "../text/checkNames.ts";
import type { Model } from "./model.ts";
import { OnnxModel } from "./OnnxModel.ts";
import { layersSignature } from "./signature/ofModel.ts";
import { tfjsSignature } from "./signature/readTfjs.ts";
import { fromGraphModel } from "./tfjs/graphModel.ts";

/**
 * What a model takes and answers; with options, what you know of it besides, which is kept for this object and goes
 * before what the model says of itself and what `train` learned of it. Everything reads it: explainers, `describe`, views,
 * `predict`, `evaluate`. Runs nothing, but for a `tf.GraphModel` one row of zeros.
 *
 * What nobody says is `values`: a vector without a softmax is no classes, an array no picture. Of a function, and of
 * `arrayModel` and `remoteModel`, shapes are `[]` and counts 0 until data are there, but for what you say.
 *
 * @param options.inputs one hint, a list in the model's order, or an object by name: a kind (`"tokens"`), or what is
 * known: `{ kind: "image", layout: "channelsFirst", photometric: "whiteIsZero" }`, or how its pictures are prepared:
 * `preprocessing.imagenet`.
 * @param options.outputs likewise: `"binary"`, `{ kind: "number", targetName: "price", unit: "€" }`.
 * @param options.classNames by index. One unit has two: of 0 and of 1.
 * @throws OptionError where that does not fit the model, or for a kind or field that there is not; names the nearest.
 * @example
 * describeModel(model, { classNames: ["cat", "dog"], inputs: { kind: "image", layout: "channelsLast" } });
 */
export function describeModel(model: Model, options: SignatureOptions = {}): Signature {
  checkNames("describeModel()", signatureNames, options);
  const signature = signatureOf(model, { user: options });
  remember(model, options, "user");
  return signature;
}

/**
 * Keeps what training, or the file that a model came from, knows of it: classes from labels, a table's columns. What the
 * user says of the model (`describeModel`, options of the loaders) goes before it, whichever came first.
 *
 * @throws OptionError where that does not fit the model.
 */
export function learnSignature(model: Model, options: SignatureOptions): Signature {
  const signature = signatureOf(model, { learned: options });
  remember(model, options, "learned");
  return signature;
}

/** What a model takes and answers, with what is tried besides. */
function signatureOf(model: Model, trial: Trial): Signature {
  if (model instanceof tf.LayersModel) return layersSignature(model, trial);
  if (model instanceof OnnxModel) return model.signatureWith(trial);
  if (model instanceof tf.GraphModel) return tfjsSignature(model, fromGraphModel(model), 0, trial);
  if (typeof model === "function" || typeof model?.runner === "function") {
    const said = typeof model === "function" ? undefined : model.signature;
    return withRemembered(said ?? unknownSignature([], []), model, { raw: "probabilities", isOpen: true }, trial);
  }
  throw new OptionError(
    say`${model === null ? "null" : typeof model} is not a model: give a tf.LayersModel, a tf.GraphModel, an OnnxModel or a function of a tensor`,
  );
}
