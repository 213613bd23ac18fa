import type * as tf from "@tensorflow/tfjs";
import { type Trial, withRemembered } from "../../signature/remembered.ts";
import type { Signature } from "../../signature/Signature.ts";
import { readLayers } from "./readLayers.ts";

/** What a layers model takes and answers, with what was learned and said of it. */
export const layersSignature = (model: tf.LayersModel, trial?: Trial): Signature =>
  withRemembered(readLayers(model), model, { raw: "logits" }, trial);
