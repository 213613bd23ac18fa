import type { Palette, Rgb } from "./colors.ts";

/** How much of a photograph is left under a map: it is lightened (on a dark page darkened) and loses half of its color. */
const left = 0.6;
const color = 0.5;

/** Rec. 709. */
export const luminanceOf = (red: number, green: number, blue: number): number =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue;

/**
 * A photograph's pixel as it lies under a map, so that the map's own colors stand out.
 *
 * @param share from 0, not there, to 1, as it is under a map in full.
 */
export function underMap([red, green, blue]: Rgb, { background }: Palette, share = 1): Rgb {
  const gray = luminanceOf(red, green, blue);
  const muted = (part: number, paper: number) => paper + (gray + (part - gray) * color - paper) * left * share;
  return [muted(red, background[0]), muted(green, background[1]), muted(blue, background[2])];
}

/** How much of a map's full color covers a photograph: the picture is still seen where the map is strongest. */
export const overPhoto = 0.8;
