import { sizeOf } from "../math/sizeOf.ts";
import type { Axis } from "./axes.ts";

/** The places of an array: its pixels, voxels or steps, all channels of one together. */
export interface Places {
  /** The lengths of the axes of places, and what they are, in the array's order. */
  readonly shape: readonly number[];
  readonly axes: readonly Axis[];
  readonly count: number;
  /** Numbers that each place has. */
  readonly channels: number;
  /** The place of each number, row-major in `shape`. */
  readonly of: Int32Array;
  /** The channel that the number at `index` is of. */
  channelOf(index: number): number;
  /** Where the number of a channel at a place is. */
  indexOf(place: number, channel: number): number;
}

/**
 * @param shape without the batch.
 * @param axes what each of them is; without a channel axis each number is a place.
 */
export function placesOf(shape: readonly number[], axes: readonly Axis[]): Places {
  const at = axes.indexOf("channel");
  const size = sizeOf(shape);
  const channels = at < 0 ? 1 : shape[at];
  /** Numbers from one channel to the next: what the axes behind it have. */
  const step = at < 0 ? 1 : sizeOf(shape.slice(at + 1));
  const channelOf = (index: number) => Math.floor(index / step) % channels;
  return {
    shape: shape.filter((_, axis) => axis !== at),
    axes: axes.filter((_, axis) => axis !== at),
    count: size / channels,
    channels,
    of: Int32Array.from({ length: size }, (_, i) => Math.floor(i / (step * channels)) * step + (i % step)),
    channelOf,
    indexOf: (place, channel) => (Math.floor(place / step) * channels + channel) * step + (place % step),
  };
}

/** Sums of the numbers of each place. */
export function byPlace(values: ArrayLike<number>, { count, of }: Pick<Places, "count" | "of">): Float64Array {
  const sums = new Float64Array(count);
  for (let i = 0; i < of.length; i++) sums[of[i]] += values[i];
  return sums;
}
