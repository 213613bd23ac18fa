import type * as tf from "@tensorflow/tfjs";
import { knownOf, type Trial, withRemembered } from "../../signature/remembered.ts";
import type { Signature } from "../../signature/Signature.ts";
import { readLayers } from "./readLayers.ts";

/** A signature, and all that it was made of: layers that are added, or a word of the user's, make another. */
interface Kept {
  readonly signature: Signature;
  readonly madeOf: readonly unknown[];
}

const kept = new WeakMap<tf.LayersModel, Kept>();

/** What a layers model takes and answers, with what was learned and said of it. Read once: every call asks for it. */
export function layersSignature(model: tf.LayersModel, trial?: Trial): Signature {
  const read = () => withRemembered(readLayers(model), model, { raw: "logits" }, trial);
  if (trial) return read();
  const madeOf = [model.inputs, model.outputs, ...knownOf(model)];
  const before = kept.get(model);
  if (before && madeOf.every((part, i) => part === before.madeOf[i])) return before.signature;
  const signature = read();
  kept.set(model, { signature, madeOf });
  return signature;
}
