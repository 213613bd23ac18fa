import { isRecord } from "./isRecord.ts";

/** Places of a picture that a map explains, to be outlined: a part of a segmentation, or a box. */
export interface RegionPayload {
  /** Rows and columns of the places that are counted. */
  size: [height: number, width: number];
  /** Row-major runs of places, one after the other: where each starts, and how many places it has. */
  runs: number[];
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Sides that a page can hold. */
const longest = 8192;

export const isRegion = (value: unknown): value is RegionPayload =>
  isRecord(value) &&
  Array.isArray(value.size) &&
  value.size.length === 2 &&
  value.size.every((side) => isCount(side) && side > 0 && side <= longest) &&
  Array.isArray(value.runs) &&
  value.runs.every(isCount);
