import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { Picture } from "./Picture.ts";

/**
 * A rectangle of a picture. Where it reaches beyond the edge it is black, as torchvision's and Pillow's `crop` leave it.
 *
 * @param area its top left pixel, which may be negative, and its size.
 * @throws OptionError for an area without pixels, or places that are no whole numbers.
 */
export function cropPicture(
  picture: Picture,
  area: { readonly top: number; readonly left: number; readonly height: number; readonly width: number },
): Picture {
  const { top, left, height, width } = area;
  if (![top, left, height, width].every(Number.isInteger) || height < 1 || width < 1) {
    throw new OptionError(
      say`the area to crop is ${height} × ${width} pixels at (${top}, ${left}): expected whole numbers, and at least 1 × 1`,
    );
  }
  const { channels } = picture;
  const data = new Uint8Array(height * width * channels);
  const from = Math.max(0, left);
  const to = Math.min(picture.width, left + width);
  for (let y = Math.max(0, top); from < to && y < Math.min(picture.height, top + height); y++) {
    const row = picture.data.subarray((y * picture.width + from) * channels, (y * picture.width + to) * channels);
    data.set(row, ((y - top) * width + from - left) * channels);
  }
  return { ...picture, height, width, data };
}
