import { explanationMime } from "../../payloads/explanationPayload.ts";
import { plotlyMime } from "../../payloads/figure.ts";
import { imagesMime } from "../../payloads/imagesPayload.ts";
import { tableMime } from "../../payloads/tablePayload.ts";
import { trainingMime } from "../../payloads/trainingPayload.ts";
import type { MimeBundle } from "./cell.ts";

/** Deno's and our hook: an object with this method says itself how it is shown. */
export const displayKey: unique symbol = Symbol.for("Jupyter.display") as never;

/** Something that shows itself in a notebook. `display()` it, or make it the last expression of a cell. */
export interface Displayable {
  [displayKey](): MimeBundle | Promise<MimeBundle>;
}

/** Media types of what we show; those of our views stand with their payloads. */
export const mime = {
  explanation: explanationMime,
  training: trainingMime,
  table: tableMime,
  images: imagesMime,
  plotly: plotlyMime,
  html: "text/html",
  markdown: "text/markdown",
  png: "image/png",
  text: "text/plain",
} as const;

/** Something that shows itself as this bundle. */
export const displayable = (bundle: MimeBundle): Displayable => ({ [displayKey]: () => bundle });
