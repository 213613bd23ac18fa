import * as tf from "@tensorflow/tfjs";
import { tableBundle } from "../drawing/table.ts";
import { describeModel } from "../engine/describeModel.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { language } from "../ground/language.ts";
import { signatureInWords } from "../signature/inWords.ts";
import { shapeText } from "./shapeText.ts";
import { displayWords } from "./words.ts";

/** What of a `tf.LayersModel` is read here. */
export interface ModelLike {
  name: string;
  layers: readonly {
    name: string;
    getClassName(): string;
    countParams(): number;
    outputShape: unknown;
  }[];
  countParams(): number;
}

/** A model as a table of its layers: name, kind, output shape, parameters; and in words what it takes and answers. */
export function modelBundle(model: ModelLike): MimeBundle {
  const words = displayWords();
  const rows = model.layers.map((layer) => ({
    [words.layer]: layer.name,
    [words.kind]: layer.getClassName(),
    [words.shape]: shapeText(layer.outputShape),
    [words.parameters]: layer.countParams(),
  }));
  const options = { caption: words.model(model.name, model.countParams()), limit: 500 };
  // A model of another tfjs than ours, or one that is not built yet, says nothing.
  const isOurs = model instanceof tf.LayersModel && Array.isArray(model.inputs);
  const notes = isOurs ? signatureInWords(describeModel(model), language()) : [];
  return tableBundle(rows, options, { notes });
}
