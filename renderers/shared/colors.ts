/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

export type Scheme = "light" | "dark";

export interface Palette {
  /** Speaks for the class. */
  for: Rgb;
  /** Speaks against it: told apart from `for` without red and green. */
  against: Rgb;
  /** Strength without direction. */
  strength: Rgb;
  /** The digit under a map. */
  ink: Rgb;
  /** NaN and infinite values. */
  invalid: Rgb;
  background: Rgb;
  warning: Rgb;
}

export const palettes: Record<Scheme, Palette> = {
  light: {
    for: [230, 97, 1],
    against: [50, 80, 160],
    strength: [122, 31, 130],
    ink: [0, 0, 0],
    invalid: [0, 158, 115],
    background: [255, 255, 255],
    warning: [138, 90, 0],
  },
  dark: {
    for: [245, 115, 20],
    against: [98, 150, 240],
    strength: [222, 130, 230],
    ink: [255, 255, 255],
    invalid: [0, 200, 150],
    background: [31, 31, 31],
    warning: [215, 166, 74],
  },
};

/** How much of a map's color covers what lies under it, for a strength of 0 to 1. */
export const opacity = (strength: number): number => 0.92 * Math.min(1, Math.max(0, strength)) ** 0.8;

/** How dark the digit is drawn, for ink of 0 to 1. */
export const inkOpacity = (ink: number): number => 0.45 * Math.min(1, Math.max(0, ink));

const rgba = ([r, g, b]: Rgb, alpha: number) => `rgba(${r},${g},${b},${+alpha.toFixed(3)})`;

export type ColorScale = [number, string][];

const steps = 8;

/** Transparent at the center, so that it serves every background: `against` … nothing … `for`. */
export function divergingScale(palette: Palette): ColorScale {
  const scale: ColorScale = [];
  for (let i = steps; i >= 1; i--) scale.push([0.5 - i / (2 * steps), rgba(palette.against, opacity(i / steps))]);
  scale.push([0.5, rgba(palette.against, 0)], [0.5, rgba(palette.for, 0)]);
  for (let i = 1; i <= steps; i++) scale.push([0.5 + i / (2 * steps), rgba(palette.for, opacity(i / steps))]);
  return scale;
}

/** Nothing … `strength`. */
export function sequentialScale(palette: Palette): ColorScale {
  return Array.from({ length: steps + 1 }, (_, i) => [i / steps, rgba(palette.strength, opacity(i / steps))]);
}

/** Paper … ink. */
export function inkScale(palette: Palette): ColorScale {
  return [
    [0, rgba(palette.ink, 0)],
    [1, rgba(palette.ink, inkOpacity(1))],
  ];
}

export const css = ([r, g, b]: Rgb): string => `rgb(${r},${g},${b})`;

/** Lays `color` with `alpha` (0 to 1) over `under`. */
export const blend = (under: Rgb, color: Rgb, alpha: number): Rgb => [
  Math.round(under[0] + (color[0] - under[0]) * alpha),
  Math.round(under[1] + (color[1] - under[1]) * alpha),
  Math.round(under[2] + (color[2] - under[2]) * alpha),
];
