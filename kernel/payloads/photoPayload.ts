import { isRecord } from "./isRecord.ts";

/** A picture as a person sees it, stored once however many maps lie over it. */
export interface PhotoPayload {
  /** JPEG, or PNG where the picture is small, as a data URL. */
  src: string;
  height: number;
  width: number;
  /** False for shades of gray. */
  color: boolean;
  /** Nobody says how the model's numbers come out of pixels: it is shown from its least to its largest value. */
  stretched?: boolean;
  /** Of more than four channels: the names, or indices, of those that are shown as red, green and blue. */
  bands?: string[];
}

const isSize = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
const isSource = (value: unknown): value is string =>
  typeof value === "string" && /^data:image\/(jpeg;base64,\/9j|png;base64,iVBORw0KGg)[A-Za-z0-9+/]+=*$/.test(value);

export const isPhoto = (value: unknown): value is PhotoPayload =>
  isRecord(value) &&
  isSource(value.src) &&
  isSize(value.height) &&
  isSize(value.width) &&
  typeof value.color === "boolean" &&
  (value.stretched === undefined || typeof value.stretched === "boolean") &&
  (value.bands === undefined || (Array.isArray(value.bands) && value.bands.every((band) => typeof band === "string")));
