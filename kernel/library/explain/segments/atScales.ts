import { blurAlong } from "../../math/blur.ts";
import { upsample } from "../../math/upsample.ts";
import type { SeenPicture } from "../../signature/seenPicture.ts";
import { joinAlike, neighborsOf } from "./joinAlike.ts";

/** Felzenszwalb's settings in PAIR's XRAI, for pictures of 224 × 224 whose colors fill −1 to 1. */
const scales = [50, 100, 150, 250, 500, 1200];
const sigma = 0.8;
const minSize = 150;
const side = 224;

/**
 * Felzenszwalb's segments of a picture at the six scales of PAIR's XRAI: `[height · width]` for each. Pictures of another
 * size are segmented at 224 × 224, brought there bilinearly after a blur (PAIR: by cubic splines).
 */
export function atScales(seen: SeenPicture): Int32Array[] {
  const { height, width, channels } = seen;
  const colors = toSide(filled(seen.data), [height, width, channels]);
  const smooth = [0, 1].reduce<Float64Array>(
    (now, axis) => blurAlong(now, axis === 0 ? [1, side, side * channels] : [side, side, channels], sigma),
    colors,
  );
  const neighbors = neighborsOf(smooth, side, side, channels);
  return scales.map((scale) => {
    const segments = joinAlike(neighbors, { scale, minSize });
    if (height === side && width === side) return segments;
    const nearest = (to: number) => Int32Array.from({ length: to }, (_, i) => Math.floor(((i + 0.5) * side) / to));
    const [rows, columns] = [nearest(height), nearest(width)];
    return Int32Array.from({ length: height * width }, (_, place) => {
      const row = Math.floor(place / width);
      return segments[rows[row] * side + columns[place - row * width]];
    });
  });
}

/** From −1, the least, to 1, the largest. */
function filled(data: ArrayLike<number>): Float64Array {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) {
    least = Math.min(least, data[i]);
    most = Math.max(most, data[i]);
  }
  return Float64Array.from(data, (value) => (most > least ? ((value - least) / (most - least)) * 2 - 1 : 0));
}

function toSide(colors: Float64Array, [height, width, channels]: readonly [number, number, number]): Float64Array {
  if (height === side && width === side) return colors;
  const loss = (length: number) => Math.max(0, (length / side - 1) / 2);
  const across = blurAlong(colors, [1, height, width * channels], loss(height));
  const smooth = blurAlong(across, [height, width, channels], loss(width));
  const sized = new Float64Array(side * side * channels);
  for (let channel = 0; channel < channels; channel++) {
    const plane = Float32Array.from({ length: height * width }, (_, place) => smooth[place * channels + channel]);
    const larger = upsample(plane, [height, width], [side, side], "bilinear");
    for (let place = 0; place < larger.length; place++) sized[place * channels + channel] = larger[place];
  }
  return sized;
}
