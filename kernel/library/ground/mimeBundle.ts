import type { MimeBundle } from "./cell.ts";

/** Deno's and our hook: an object with this method says itself how it is shown. */
export const displayKey: unique symbol = Symbol.for("Jupyter.display") as never;

/** Something that shows itself in a notebook. `display()` it, or make it the last expression of a cell. */
export interface Displayable {
  [displayKey](): MimeBundle | Promise<MimeBundle>;
}

export const mime = {
  explanation: "application/vnd.glassbook.explanation.v1+json",
  training: "application/vnd.glassbook.training.v1+json",
  table: "application/vnd.glassbook.table.v1+json",
  images: "application/vnd.glassbook.images.v1+json",
  plotly: "application/vnd.plotly.v1+json",
  html: "text/html",
  markdown: "text/markdown",
  png: "image/png",
  text: "text/plain",
} as const;

/** Something that shows itself as this bundle. */
export const displayable = (bundle: MimeBundle): Displayable => ({ [displayKey]: () => bundle });
