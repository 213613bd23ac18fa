/** A picture out of a file, ready to be resized and cropped: bytes, row-major, channels last. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 gray, 3 red, green, blue. */
  readonly channels: 1 | 3;
  /** `[height, width, channels]`, 0 to 255; 0 is black. */
  readonly data: Uint8Array;
  /** What was left out or added when it was read, a sentence each: a color profile, transparency, later frames. */
  readonly notes: readonly string[];
}

export type { ResizeFilter } from "../signature/Signature.ts";
