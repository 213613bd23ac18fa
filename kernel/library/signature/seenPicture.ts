import { type PixelScale, pixelScale } from "./pixelScale.ts";
import type { ImageSpec } from "./Signature.ts";

/** A picture as a person sees it: bytes, row-major, channels last; 0 is black. */
export interface SeenPicture {
  readonly height: number;
  readonly width: number;
  /** 1 gray, 3 red, green, blue. */
  readonly channels: 1 | 3;
  readonly data: Uint8ClampedArray;
  /** Whether the model says how its numbers come out of bytes; else the scale is only assumed, for showing. */
  readonly isStated: boolean;
}

/** Of an image with more or fewer channels than 1 or 3: which are shown as red, green and blue, or the only one. */
export type Bands = readonly [number] | readonly [red: number, green: number, blue: number];

/** What is shown of so many channels where nobody says it: all of 1 or 3, color of 4, else the first. */
export const usualBands = (channels: number): Bands => (channels === 3 || channels === 4 ? [0, 1, 2] : [0]);

/**
 * A model's input as a person sees it: its preprocessing undone, channels last, red first, 0 black.
 *
 * @param values of one example, in the model's layout.
 * @param size of it, where the spec leaves it open.
 */
export function seenPicture(
  spec: ImageSpec,
  values: ArrayLike<number>,
  { height, width }: { readonly height: number; readonly width: number },
  bands: Bands = usualBands(spec.channels),
): SeenPicture {
  const stated = pixelScale(spec);
  const { scale, offset } = stated ?? assumedScale(spec, values);
  const order = spec.colorOrder === "bgr" && bands.length === 3 ? [bands[2], bands[1], bands[0]] : bands;
  const places = height * width;
  const data = new Uint8ClampedArray(places * order.length);
  const isFirst = spec.layout === "channelsFirst";
  const inverted = spec.photometric === "whiteIsZero";
  for (let place = 0; place < places; place++) {
    for (const [i, channel] of order.entries()) {
      const value = values[isFirst ? channel * places + place : place * spec.channels + channel];
      const byte = (value - offset[channel]) / scale[channel];
      data[place * order.length + i] = inverted ? 255 - byte : byte;
    }
  }
  return { height, width, channels: order.length === 3 ? 3 : 1, data, isStated: stated !== undefined };
}

/** Nobody says the scale: 0 to 1 or 0 to 255 where the numbers lie there, else their least and largest, for showing only. */
function assumedScale({ channels }: ImageSpec, values: ArrayLike<number>): PixelScale {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  const [low, high] = least < 0 || !(most <= 255) ? [least, most] : [0, most <= 1 ? 1 : 255];
  const scale = Number.isFinite(high - low) && high > low ? (high - low) / 255 : 1;
  return { scale: new Array(channels).fill(scale), offset: new Array(channels).fill(Number.isFinite(low) ? low : 0) };
}
