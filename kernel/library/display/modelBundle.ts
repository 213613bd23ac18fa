import { tableBundle } from "../drawing/table.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { tidyNumber } from "../text/number.ts";

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

/** A model as a table of its layers: name, kind, output shape, parameters. */
export function modelBundle(model: ModelLike): MimeBundle {
  const rows = model.layers.map((layer) => ({
    layer: layer.name,
    kind: layer.getClassName(),
    output: shapeText(layer.outputShape),
    parameters: layer.countParams(),
  }));
  return tableBundle(rows, { caption: `${model.name}: ${tidyNumber(model.countParams())} parameters`, limit: 500 });
}

/** One shape, or one for each output; `n` is the batch. */
export const shapeText = (shape: unknown): string =>
  !Array.isArray(shape)
    ? ""
    : Array.isArray(shape[0])
      ? shape.map(shapeText).join(", ")
      : `[${shape.map((size) => size ?? "n").join(", ")}]`;
