import { blend, inkOpacity, opacity, type Palette, type Rgb } from "../../../../renderers/shared/colors.ts";
import { toUnit } from "../../../../renderers/shared/toUnit.ts";
import { luminance } from "../../drawing/image.ts";
import { type Raster, raster, sideBySide } from "../../drawing/raster.ts";
import type { HeatMap } from "./maps.ts";
import type { Panel } from "./panels.ts";

/** One map over its picture, a pixel for each position of the finer of the two. */
function drawMap(map: HeatMap, range: number, palette: Palette): Raster {
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
    if (!Number.isFinite(value)) return palette.invalid;
    const color = map.meaning.signed ? (value > 0 ? palette.for : palette.against) : palette.strength;
    return blend(base, color, opacity(Math.abs(value) / range));
  });
}

const nearest = (at: number, size: number, of: number) => Math.floor((at * of) / size);

/** All maps of a figure as one picture: rows of `columns`, each map about 224 pixels wide. */
export function drawMaps(panels: readonly Panel[], columns: number, palette: Palette): Raster {
  return sideBySide(
    panels.map(({ map, frame }) => drawMap(map, frame.scale.range, palette)),
    { columns, size: 224, gap: 12, background: palette.background },
  );
}
