import type { Palette, Rgb } from "../../../../renderers/shared/colors.ts";
import { type Plane, planeKinds, planeOf, shapeOfPlane } from "../../../../renderers/shared/volumePlanes.ts";
import { type Raster, raster } from "../../drawing/raster.ts";
import type { Volume } from "./volume.ts";

/** Of one plane, in pixels; four of them are as wide as a map. */
const cell = 110;
const gap = 4;

interface Drawn {
  map: Plane;
  under: Plane;
  height: number;
  width: number;
}

/**
 * The three planes through the strongest voxel and the largest values along depth, two by two.
 *
 * @param shade what a value looks like over a gray from 0 to 255.
 */
export function drawVolume(
  { map, under, at, spacing }: Volume,
  palette: Palette,
  shade: (value: number, gray: number) => Rgb,
): Raster {
  const planes = planeKinds.map((kind): Drawn => {
    const [height, width] = shapeOfPlane(map, kind, spacing);
    return {
      map: planeOf(map, kind, at),
      under: planeOf(under, kind, at),
      height: Math.max(1, Math.round(cell * height)),
      width: Math.max(1, Math.round(cell * width)),
    };
  });
  return raster(2 * cell + gap, 2 * cell + gap, (y, x) => {
    const [down, across] = [y < cell + gap ? 0 : 1, x < cell + gap ? 0 : 1];
    const plane = planes[2 * down + across];
    const [row, column] = [y - down * (cell + gap), x - across * (cell + gap)];
    if (row >= plane.height || column >= plane.width) return palette.background;
    const r = Math.floor((row * plane.map.height) / plane.height);
    const i = r * plane.map.width + Math.floor((column * plane.map.width) / plane.width);
    return shade(plane.map.values[i], plane.under.values[i]);
  });
}
