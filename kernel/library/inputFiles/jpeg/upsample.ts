import { say } from "../../ground/say.ts";
import { DamagedPicture } from "../DamagedPicture.ts";
import type { Component, Frame } from "./JpegFile.ts";

/** Puts one row of the picture's size into `row`. */
export type RowReader = (y: number, row: Uint8Array) => void;

/**
 * A component's samples at the picture's size: libjpeg's "fancy" upsampling where a length is halved (¾ of the nearer
 * sample and ¼ of the farther, the rounding turned from pixel to pixel), else each sample several times.
 *
 * @see libjpeg-turbo, src/jdsample.c
 */
export function rowsOf(component: Component, samples: Uint8Array, frame: Frame): RowReader {
  const { width, height, columns } = component;
  const stride = columns * 8;
  const across = frame.across / component.across;
  const down = frame.down / component.down;
  if (!Number.isInteger(across) || !Number.isInteger(down)) {
    throw new DamagedPicture(say`its components' sizes are no whole fractions of each other`);
  }
  const at = (y: number) => Math.min(height - 1, Math.max(0, y)) * stride;
  const near = (y: number) => at(y >> 1);
  const far = (y: number) => at((y >> 1) + ((y & 1) === 0 ? -1 : 1));
  if (across === 1 && down === 2) {
    return (y, row) => {
      const [a, b, bias] = [near(y), far(y), (y & 1) === 0 ? 1 : 2];
      for (let x = 0; x < frame.width; x++) row[x] = (samples[a + x] * 3 + samples[b + x] + bias) >> 2;
    };
  }
  if (across === 2 && down <= 2 && width > 2) {
    const sums = new Int32Array(width);
    return (y, row) => {
      if (down === 1) for (let x = 0, a = at(y); x < width; x++) sums[x] = samples[a + x];
      else for (let x = 0, a = near(y), b = far(y); x < width; x++) sums[x] = samples[a + x] * 3 + samples[b + x];
      if (down === 1) widen(sums, row, 2, 1, 2);
      else widen(sums, row, 4, 8, 7);
    };
  }
  return (y, row) => {
    const begin = at(Math.floor(y / down));
    for (let x = 0; x < frame.width; x++) row[x] = samples[begin + Math.floor(x / across)];
  };
}

/** Two values for each of `sums`; `places` binary places are rounded off, left with one bias and right with another. */
function widen(sums: Int32Array, row: Uint8Array, places: number, left: number, right: number): void {
  const last = sums.length - 1;
  for (let x = 0; x <= last; x++) {
    const own = sums[x] * 3;
    row[x * 2] = (own + (x === 0 ? sums[0] : sums[x - 1]) + left) >> places;
    row[x * 2 + 1] = (own + (x === last ? sums[last] : sums[x + 1]) + right) >> places;
  }
}
