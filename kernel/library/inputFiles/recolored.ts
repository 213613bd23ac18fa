import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { Picture } from "./Picture.ts";

/**
 * A picture with as many channels as a model takes: gray three times for red, green and blue; color as gray by the weights
 * of ITU-R 601, as Pillow's `convert("L")` rounds them.
 *
 * @throws DataError for a model of other channels than a picture has.
 */
export function recolored(picture: Picture, channels: number, name: string): Picture {
  if (picture.channels === channels) return picture;
  if (channels !== 1 && channels !== 3) {
    throw new DataError(
      say`${name} has ${picture.channels} channels, but the model takes ${channels}: give its numbers as an array`,
    );
  }
  const places = picture.width * picture.height;
  const data = new Uint8Array(places * channels);
  for (let place = 0; place < places; place++) {
    if (channels === 3) data.fill(picture.data[place], place * 3, place * 3 + 3);
    else data[place] = luma(picture.data, place * 3);
  }
  return { ...picture, channels, data };
}

const luma = (data: Uint8Array, at: number) =>
  (data[at] * 19595 + data[at + 1] * 38470 + data[at + 2] * 7471 + 0x8000) >> 16;
