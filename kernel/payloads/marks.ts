import { isRecord } from "./isRecord.ts";

/** What of the picture a map explains: a pixel or a part of a segmentation, a detected box. */
export interface MarkPayload {
  kind: "pixel" | "region" | "box";
  /** Rows and columns of the picture that the places are counted in. */
  size: [height: number, width: number];
  /** Row-major runs of places, one after the other: where each starts, and how many places it has. */
  runs: number[];
  label?: string;
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
/** Places that a page can outline. */
const most = 100_000_000;

export const isMark = (value: unknown): value is MarkPayload =>
  isRecord(value) &&
  ["pixel", "region", "box"].some((kind) => kind === value.kind) &&
  Array.isArray(value.size) &&
  value.size.length === 2 &&
  value.size.every((side) => isCount(side) && side > 0) &&
  value.size[0] * value.size[1] <= most &&
  Array.isArray(value.runs) &&
  value.runs.every(isCount) &&
  (value.label === undefined || typeof value.label === "string");

/** 1 at each place of a mark, row-major. */
export function placesOf({ size, runs }: Pick<MarkPayload, "size" | "runs">): Uint8Array {
  const places = new Uint8Array(size[0] * size[1]);
  for (let i = 0; i + 1 < runs.length; i += 2) places.fill(1, runs[i], runs[i] + runs[i + 1]);
  return places;
}
