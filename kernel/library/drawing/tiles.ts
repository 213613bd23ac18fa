import { palettes } from "../../../renderers/shared/colors.ts";
import { escapeHtml } from "../../../renderers/shared/escapeHtml.ts";
import { type ImagePayload, type ImagesPayload, sourceOf } from "../../payloads/imagesPayload.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { mime } from "../ground/mimeBundle.ts";
import { exactly } from "./indexed.ts";
import { jpegOf } from "./photo.ts";
import { type Raster, sideBySide, toExactPng, toPng } from "./raster.ts";

/** A small picture with words below it. */
export interface Tile {
  raster: Raster;
  caption: string;
  /** What a screen reader reads. */
  alt: string;
  /** Drawn on white paper: a dark page may turn it over. */
  paper: boolean;
}

export interface TileOptions {
  /** Tiles in a row where there is room; fewer where there is not. */
  columns: number;
  /** Pixels of a tile's width. */
  size: number;
  title?: string | undefined;
}

/** Pixels from which on a photograph is stored as JPEG. */
const large = 128 * 128;

/** Tiles for our view in the editor, as HTML that wraps, one PNG for where HTML is not shown, and text. */
export function tilesBundle(tiles: readonly Tile[], { columns, size, title }: TileOptions): MimeBundle {
  const gap = 12;
  const images = tiles.map(({ raster, caption, alt, paper }): ImagePayload => {
    const { width, height } = raster;
    const isLarge = width * height > large;
    return {
      ...(isLarge && !exactly(raster.data)
        ? { jpeg: jpegOf({ ...raster, channels: 3 }) }
        : { png: toExactPng(raster) }),
      width,
      height,
      caption,
      alt,
      paper,
    };
  });
  const payload: ImagesPayload = { version: 1, ...(title !== undefined && { title }), columns, size, images };
  const figures = images.map(
    ({ caption, alt, paper, ...file }) =>
      `<figure style="margin:0;width:${size}px"><img${paper ? ' class="glassbook-paper"' : ""} src="${sourceOf(file)}" alt="${escapeHtml(alt)}" style="display:block;width:${size}px;image-rendering:pixelated;border:1px solid rgba(128,128,128,.4);box-sizing:border-box">${caption ? `<figcaption style="font-size:12px;line-height:1.35;padding-top:4px;white-space:pre-line">${escapeHtml(caption)}</figcaption>` : ""}</figure>`,
  );
  const html = [
    title ? `<p style="margin:0 0 8px"><b>${escapeHtml(title)}</b></p>` : "",
    `<div style="display:flex;flex-wrap:wrap;gap:${gap}px;max-width:${columns * (size + gap)}px">`,
    ...figures,
    "</div>",
  ];
  const picture = sideBySide(
    tiles.map(({ raster }) => raster),
    { columns, size: Math.min(size, 84), gap: 8, background: palettes.light.background },
  );
  return {
    [mime.images]: payload,
    [mime.html]: html.filter(Boolean).join("\n"),
    [mime.png]: toPng(picture),
    [mime.text]: [title, ...tiles.map(({ alt }) => alt)].filter(Boolean).join("\n"),
  };
}
