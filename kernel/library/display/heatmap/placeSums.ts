import type { Extent } from "../../explanation/Meaning.ts";

interface Given {
  readonly values: Float32Array;
  readonly channels: number;
  readonly extent: Extent;
  /** Of a map of parts: the segment of each value, or of each place. */
  readonly featureMask?: Int32Array | undefined;
}

/**
 * One number for each place out of its channels, which lie last: their sum. What stands for a place or a segment as a
 * whole stands in each of its channels again, and counts once.
 */
export function placeSums({ values, channels, extent, featureMask }: Given): Float32Array {
  const sums = new Float32Array(values.length / channels);
  const counts = (i: number, channel: number): boolean => {
    if (channel === 0) return true;
    if (extent === "place") return false;
    if (extent !== "part" || !featureMask) return true;
    if (featureMask.length < values.length) return false;
    for (let earlier = i - channel; earlier < i; earlier++) if (featureMask[earlier] === featureMask[i]) return false;
    return true;
  };
  for (let i = 0; i < values.length; i++) if (counts(i, i % channels)) sums[Math.floor(i / channels)] += values[i];
  return sums;
}
