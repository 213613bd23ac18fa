import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { toBase64 } from "../../payloads/base64.ts";
import type { PhotoPayload } from "../../payloads/photoPayload.ts";
import type { ImageSpec } from "../signature/Signature.ts";
import { type Bands, type SeenPicture, seenPicture, usualBands } from "../signature/seenPicture.ts";
import type { Image } from "./image.ts";

/** A picture as a person sees it: bytes, 0 black. */
export interface Photo extends SeenPicture {
  /** Nobody says its scale, and it is neither 0 to 1 nor 0 to 255: shown from its least to its largest value. */
  readonly stretched: boolean;
  /** Of more than three channels: the names, or indices, of those that are shown as red, green and blue. */
  readonly bands?: readonly string[];
}

/** Whether a picture is a drawing, ink on a ground that its signature states. */
export const isDrawing = (spec: ImageSpec): boolean => spec.ground !== undefined && spec.channels === 1;

/**
 * A picture as a person sees it.
 *
 * @param image channels last. @param spec what the model says of it; without one its scale is assumed.
 */
export function photoOf(image: Image, spec?: ImageSpec): Photo {
  const { values, height, width, channels } = image;
  const told: ImageSpec = {
    ...(spec ?? { kind: "image", name: "", dtype: "float32" }),
    layout: "channelsLast",
    shape: [height, width, channels],
    height,
    width,
    channels,
  };
  const bands = shownBands(told);
  // Which band is red is said by `bands` already.
  const seen = seenPicture(channels > 3 ? { ...told, colorOrder: undefined } : told, values, { height, width }, bands);
  const stretched = !seen.isStated && values.some((value) => value < 0 || value > 255);
  const names = bands.map((band) => told.channelNames?.[band] ?? String(band));
  return { ...seen, stretched, ...(channels > 4 && { bands: names }) };
}

/** Of a multispectral picture the bands that are called red, green and blue, else the first three. */
function shownBands({ channels, channelNames = [], colorOrder }: ImageSpec): Bands {
  if (channels < 4) return usualBands(channels);
  const named = channelNames.map((name) => name.toLowerCase());
  const [red, green, blue] = ["red", "green", "blue"].map((name) => named.indexOf(name));
  if (Math.min(red, green, blue) >= 0) return [red, green, blue];
  return colorOrder === "bgr" ? [2, 1, 0] : [0, 1, 2];
}

/** Up to here a picture is stored without a loss: it is small. */
const small = 64 * 64;
const quality = 88;

/** A picture for a view: JPEG, a small one PNG. */
export function photoPayload(photo: Photo): PhotoPayload {
  const { height, width, channels, stretched, bands } = photo;
  const isSmall = height * width <= small;
  return {
    src: isSmall ? `data:image/png;base64,${pngOf(photo)}` : `data:image/jpeg;base64,${jpegOf(photo)}`,
    height,
    width,
    color: channels === 3,
    ...(stretched && { stretched }),
    ...(bands && { bands: [...bands] }),
  };
}

type Pixels = Pick<SeenPicture, "height" | "width" | "channels"> & { readonly data: Uint8Array | Uint8ClampedArray };

const pngOf = ({ height, width, channels, data }: Pixels): string =>
  toBase64(encode({ width, height, channels, depth: 8, data: Uint8Array.from(data) }));

/** Base64 of a JPEG. */
export function jpegOf({ height, width, channels, data }: Pixels): string {
  const rgba = new Uint8Array(4 * height * width);
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = data[channels === 3 ? 3 * i + c : i];
    rgba[4 * i + 3] = 255;
  }
  return toBase64(jpeg.encode({ data: rgba, width, height }, quality).data);
}
