import { isRecord } from "./isRecord.ts";
import { isStoredArray, type StoredArray } from "./packedArray.ts";

/** All of a map of a volume, of which the map's own values are one slice. */
export interface VolumePayload {
  /** `[depth, height, width]`, channels summed. */
  values: StoredArray;
  /** Index in the payload's `volumes`: what lies under it, bytes as they are shown. */
  under: number;
  /** The voxel with the largest |value|: depth, row, column. */
  at: [number, number, number];
  /** From one voxel to the next along depth, height and width, in millimeters. */
  spacing?: [number, number, number];
}

const isThree = (value: unknown, isGood: (number: unknown) => boolean) =>
  Array.isArray(value) && value.length === 3 && value.every(isGood);

export const isVolume = (value: unknown): value is VolumePayload =>
  isRecord(value) &&
  isStoredArray(value.values) &&
  Number.isInteger(value.under) &&
  isThree(value.at, (at) => Number.isInteger(at) && (at as number) >= 0) &&
  (value.spacing === undefined || isThree(value.spacing, (apart) => Number.isFinite(apart) && (apart as number) > 0));
