/** A picture as its file holds it, before it is turned and laid over a ground. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  /** 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array;
  readonly notes: readonly string[];
  /** A TIFF header and what follows it. */
  readonly exif: Uint8Array | undefined;
  /** An ICC color profile. */
  readonly profile: Uint8Array | undefined;
}
