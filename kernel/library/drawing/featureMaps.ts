import { factsOf } from "../../../renderers/shared/colorRange.ts";
import { blend, opacity, palettes } from "../../../renderers/shared/colors.ts";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { type Displayable, displayable } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import type { Axis } from "../signature/axes.ts";
import { placesOf } from "../signature/places.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { number } from "../text/number.ts";
import { type ImageLike, toVolume } from "./image.ts";
import { raster } from "./raster.ts";
import { tilesBundle } from "./tiles.ts";
import { drawingWords } from "./words.ts";

export interface FeatureMapsOptions {
  /** A caption for each shown map, e.g. its importance. Default `filter 3`. */
  titles?: readonly string[];
  /** Which maps, in this order. Default: all, at most the first 64. */
  filters?: readonly number[];
  /** In a row, where there is room. Default 8. */
  columns?: number;
  title?: string;
  /** Width of a map on the page, in pixels. Default 96. */
  size?: number;
}

/** A layer's values; what their axes are is what an Explanation says of it. */
export type LayerLike = ImageLike & { readonly layerAxes?: readonly Axis[] | undefined };

const featureMapsNames = {
  titles: true,
  filters: true,
  columns: true,
  title: true,
  size: true,
} as const satisfies Names<FeatureMapsOptions>;

/**
 * A layer's activation maps as a grid, all on one color scale (full at the 99th percentile): violet for how active, from 0; orange and blue where
 * there are negative values. NaN and infinite values are green.
 *
 * @param activation one input's: `[height, width, filters]`, or with a batch of 1 before; or an Explanation of a layer, which
 * says itself where its filters are.
 * @throws ShapeError for another rank; OptionError for a filter that is not there, or titles that do not match.
 * @example
 * display(featureMaps(activation, { filters: ranked, titles: ranked.map((f) => `filter ${f}: ${importance[f]}`) }));
 */
export function featureMaps(activation: LayerLike, options: FeatureMapsOptions = {}): Displayable {
  checkNames("featureMaps()", featureMapsNames, options);
  const { titles, columns = 8, title, size = 96 } = options;
  const { values, height, width, channels } = toVolume(filtersLast(activation));
  const filters = options.filters ?? Array.from({ length: Math.min(64, channels) }, (_, i) => i);
  const missing = filters.find((filter) => !Number.isInteger(filter) || filter < 0 || filter >= channels);
  if (missing !== undefined)
    throw new OptionError(say`no filter ${missing}: the layer has ${channels} (0–${channels - 1})`);
  if (titles && titles.length !== filters.length) {
    throw new OptionError(
      say`featureMaps shows ${filters.length} maps and got ${titles.length} titles; expected as many of each`,
    );
  }
  const finite = values.filter(Number.isFinite);
  const range = factsOf(values, 99).range || 1;
  const signed = finite.some((value) => value < 0);
  const palette = palettes.light;
  const words = drawingWords();
  const tiles = filters.map((filter, i) => {
    let peak = 0;
    const picture = raster(width, height, (row, column) => {
      const value = values[(row * width + column) * channels + filter] ?? 0;
      if (!Number.isFinite(value)) return palette.invalid;
      if (Math.abs(value) > Math.abs(peak)) peak = value;
      const color = signed ? (value > 0 ? palette.for : palette.against) : palette.strength;
      return blend(palette.background, color, opacity(Math.abs(value) / range));
    });
    const caption = titles?.[i] ?? words.filter(filter);
    return { raster: picture, caption, alt: words.strongest(caption, number(peak)), paper: true };
  });
  return displayable(tilesBundle(tiles, { columns, size, title }));
}

/** @throws ShapeError for a layer that has no height, width and filters, or more than one input. */
function filtersLast(activation: LayerLike): ImageLike {
  const { layerAxes: axes, shape } = activation;
  if (!axes || axes.at(-1) === "channel") return activation;
  const own = shape.slice(shape.length - axes.length);
  const places = placesOf(own, axes);
  if (places.axes.join() !== "height,width" || !axes.includes("channel") || shape.length !== 4 || shape[0] !== 1) {
    throw new ShapeError(
      say`shape [${shape.join(", ")}] is not a layer's feature maps: expected [height, width, filters] of one input`,
    );
  }
  const given = "values" in activation ? activation.values : activation.dataSync();
  const values = Float32Array.from({ length: places.of.length }, (_, i) => {
    return given[places.indexOf(Math.floor(i / places.channels), i % places.channels)];
  });
  return { values, shape: [...places.shape, places.channels] };
}
