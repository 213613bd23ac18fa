import { isAtBoundary } from "../../../../renderers/shared/boundaries.ts";
import { factsOf } from "../../../../renderers/shared/colorRange.ts";
import { blend, inkOpacity, opacity, type Palette, type Rgb } from "../../../../renderers/shared/colors.ts";
import { regionRing } from "../../../../renderers/shared/regionRing.ts";
import { toUnit } from "../../../../renderers/shared/toUnit.ts";
import { overPhoto, underMap } from "../../../../renderers/shared/underMap.ts";
import { luminance } from "../../drawing/image.ts";
import type { Photo } from "../../drawing/photo.ts";
import { enlarged, type Raster, raster, sideBySide } from "../../drawing/raster.ts";
import { withColorBars } from "./colorBars.ts";
import { drawVolume } from "./drawVolume.ts";
import { type HeatMap, isOver } from "./maps.ts";
import type { Panel, PanelOptions } from "./panels.ts";
import { titled, titleLines } from "./titled.ts";

/** Of a strip or of bars, in pixels. */
const side = 224;
const band = 24;
const bar = 14;

/** The map as it is drawn in the view, without its words. */
function drawMap(map: HeatMap, range: number, palette: Palette): Raster {
  if (map.volume) {
    return drawVolume(map.volume, palette, (value, gray) =>
      shade(value, underMap([gray, gray, gray], palette), map.meaning.signed, range, palette),
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

function shade(value: number, base: Rgb, signed: boolean, range: number, palette: Palette, cover = 1): Rgb {
  if (!Number.isFinite(value)) return palette.invalid;
  const color = signed ? (value > 0 ? palette.for : palette.against) : palette.strength;
  return blend(base, color, cover * opacity(Math.abs(value) / range));
}

/** One map over its picture, a pixel for each position of the finer of the two, or fewer of a large picture. */
function drawPicture(map: HeatMap, range: number, palette: Palette): Raster {
  const { image, photo, meaning } = map;
  const [height, width] = fitting(Math.max(map.height, image.height), Math.max(map.width, image.width));
  const under = photo ? undefined : toUnit(luminance(image));
  const ring = map.part.region && regionRing(map.part.region, width, height);
  const { featureMask, regions } = map.part;
  const mask = [featureMask, regions].find((parts) => parts?.length === map.values.length);
  return raster(width, height, (row, column) => {
    const line = ring?.[row * width + column];
    if (line) return line === 1 ? palette.ink : palette.background;
    const pixel = nearest(row, height, image.height) * image.width + nearest(column, width, image.width);
    const base = photo
      ? underMap(colorAt(photo, pixel), palette)
      : blend(palette.background, palette.ink, inkOpacity(under?.[pixel] ?? 0));
    const place = nearest(row, height, map.height) * map.width + nearest(column, width, map.width);
    const color = shade(map.values[place] ?? 0, base, meaning.signed, range, palette, photo ? overPhoto : 1);
    return photo && mask && isAtBoundary(mask, map.width, place) ? blend(color, palette.background, 0.6) : color;
  });
}

/** A picture as it is. */
export function drawPhoto(photo: Photo): Raster {
  const [height, width] = fitting(photo.height, photo.width);
  return raster(width, height, (row, column) =>
    colorAt(photo, nearest(row, height, photo.height) * photo.width + nearest(column, width, photo.width)),
  );
}

const colorAt = ({ data, channels }: Photo, place: number): Rgb =>
  channels === 3
    ? [data[3 * place], data[3 * place + 1], data[3 * place + 2]]
    : [data[place], data[place], data[place]];

/** A large picture is shrunk until its longer side is twice as long as that of a small one. */
function fitting(height: number, width: number): [number, number] {
  const scale = Math.min(1, (2 * side) / Math.max(height, width));
  return [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
}

const nearest = (at: number, size: number, of: number) => Math.floor((at * of) / size);

/**
 * All maps of a figure as one picture, each about 224 pixels wide with its method and class above it: rows of `columns`, of
 * photographs with each before its maps. Below stands what the colors reach to.
 */
export function drawMaps(panels: readonly Panel[], columns: number, palette: Palette, words: PanelOptions): Raster {
  const rows = byPicture(panels);
  const tiles = rows.flatMap((row) => {
    const photo = photoBeside(row[0].map);
    return [
      ...(photo ? [{ drawn: drawPhoto(photo), lines: ["Picture", ""] }] : []),
      ...row.map((panel) => ({
        drawn: drawMap(panel.map, panel.frame.scale.range, palette),
        lines: titleLines(panel, words),
      })),
    ];
  });
  const pictures = tiles.map(({ drawn }) => enlarged(drawn, side));
  const cell = Math.max(...pictures.map(({ width }) => width));
  const grid = sideBySide(
    pictures.map((picture, i) => titled(picture, tiles[i].lines, cell, palette)),
    { columns: columnsOf(rows, columns), size: 0, gap: 12, background: palette.background },
  );
  return withColorBars(grid, panels, palette, (value, signed, range) =>
    shade(value, palette.background, signed, range, palette),
  );
}

/** Of two or of five bands nobody sees a picture. */
const photoBeside = ({ photo, image }: HeatMap): Photo | undefined =>
  image.channels === 2 || image.channels > 4 ? undefined : photo;

/** Tiles side by side: of several photographs as many as keep each beside its maps. */
function columnsOf(rows: readonly (readonly Panel[])[], columns: number): number {
  const [first] = rows;
  if (!photoBeside(first[0].map)) return columns;
  const each = first.length + 1;
  return rows.length === 1 ? Math.min(columns, first.length) + 1 : each * Math.max(1, Math.floor(4 / each));
}

/** Maps that lie over one picture stand together. */
function byPicture(panels: readonly Panel[]): Panel[][] {
  const rows: Panel[][] = [];
  for (const panel of panels) {
    const row = rows.find(([first]) => isOver(panel.map, first.map));
    if (row) row.push(panel);
    else rows.push([panel]);
  }
  return rows;
}
