import { factsOf } from "../../../../renderers/shared/colorRange.ts";
import { blend, inkOpacity, opacity, type Palette, type Rgb } from "../../../../renderers/shared/colors.ts";
import { toUnit } from "../../../../renderers/shared/toUnit.ts";
import { luminance } from "../../drawing/image.ts";
import { type Raster, raster, sideBySide } from "../../drawing/raster.ts";
import { drawVolume } from "./drawVolume.ts";
import type { HeatMap } from "./maps.ts";
import type { Panel } from "./panels.ts";

/** Of a strip or of bars, in pixels. */
const side = 224;
const band = 24;
const bar = 14;

/** The map as it is drawn in the view, without its words. */
function drawMap(map: HeatMap, range: number, palette: Palette): Raster {
  if (map.volume) {
    const grays = (gray: number): Rgb => [gray, gray, gray];
    return drawVolume(map.volume, palette, (value, gray) =>
      shade(value, grays(60 + 0.7 * gray), map.meaning.signed, range, palette),
    );
  }
  if (map.layout.kind === "series") return drawStrip(map, range, palette);
  return map.layout.kind === "list" ? drawBars(map, palette) : drawPicture(map, range, palette);
}

/** A band for each feature. */
const drawStrip = ({ values, height, width, meaning }: HeatMap, range: number, palette: Palette): Raster =>
  raster(side, band * height, (y, x) => {
    const value = values[Math.floor(y / band) * width + Math.floor((x * width) / side)] ?? 0;
    const between = y % band === band - 1 && y + 1 < band * height;
    const base = between ? blend(palette.background, palette.ink, 0.2) : palette.background;
    return shade(value, base, meaning.signed, range, palette);
  });

/** A bar for each item, from zero. */
function drawBars({ values, height, meaning }: HeatMap, palette: Palette): Raster {
  const { range } = factsOf(values, 100);
  const zero = meaning.signed ? side / 2 : 0;
  const ends = Array.from(
    values,
    (value) => zero + ((Number.isFinite(value) ? value : range) / (range || 1)) * (side - zero),
  );
  return raster(side, bar * height, (y, x) => {
    const row = Math.floor(y / bar);
    if (x === Math.floor(zero)) return blend(palette.background, palette.ink, 0.4);
    const inBar = y % bar > 1 && y % bar < bar - 2;
    const [from, to] = [Math.min(zero, ends[row] ?? zero), Math.max(zero, ends[row] ?? zero)];
    if (!inBar || x < from || x >= to) return palette.background;
    return shade(values[row] ?? 0, palette.background, meaning.signed, Number.MIN_VALUE, palette);
  });
}

function shade(value: number, base: Rgb, signed: boolean, range: number, palette: Palette): Rgb {
  if (!Number.isFinite(value)) return palette.invalid;
  const color = signed ? (value > 0 ? palette.for : palette.against) : palette.strength;
  return blend(base, color, opacity(Math.abs(value) / range));
}

/** One map over its picture, a pixel for each position of the finer of the two. */
function drawPicture(map: HeatMap, range: number, palette: Palette): Raster {
  const height = Math.max(map.height, map.image.height);
  const width = Math.max(map.width, map.image.width);
  const under = toUnit(luminance(map.image));
  const photo = map.image.channels >= 3;
  return raster(width, height, (row, column) => {
    const ink =
      under[nearest(row, height, map.image.height) * map.image.width + nearest(column, width, map.image.width)] ?? 0;
    const gray = 60 + 185 * ink;
    const base: Rgb = photo ? [gray, gray, gray] : blend(palette.background, palette.ink, inkOpacity(ink));
    const value = map.values[nearest(row, height, map.height) * map.width + nearest(column, width, map.width)] ?? 0;
    return shade(value, base, map.meaning.signed, range, palette);
  });
}

const nearest = (at: number, size: number, of: number) => Math.floor((at * of) / size);

/** All maps of a figure as one picture: rows of `columns`, each map about 224 pixels wide. */
export function drawMaps(panels: readonly Panel[], columns: number, palette: Palette): Raster {
  return sideBySide(
    panels.map(({ map, frame }) => drawMap(map, frame.scale.range, palette)),
    { columns, size: side, gap: 12, background: palette.background },
  );
}
