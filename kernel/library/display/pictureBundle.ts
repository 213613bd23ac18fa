import { type Photograph, photographs } from "../drawing/photographs.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { mime } from "../ground/mimeBundle.ts";
import type { Picture } from "../inputFiles/Picture.ts";
import { resizePicture } from "../inputFiles/resizePicture.ts";

/** Pixels of a longer side up to which a picture goes into a notebook as it is. */
const most = 768;

/** Whether a value is a picture that was read from a file. */
export const isPicture = (value: object): value is Picture => {
  const { width, height, channels, data } = value as Partial<Picture>;
  if (!(data instanceof Uint8Array) || (channels !== 1 && channels !== 3)) return false;
  return Number(width) > 0 && Number(height) > 0 && data.length === Number(width) * Number(height) * channels;
};

/** A picture as itself, with what was noted when it was read. */
export function pictureBundle(picture: Picture): MimeBundle {
  const { height, width, channels, notes } = picture;
  const text = [`uint8 [${height}, ${width}, ${channels}]`, ...(notes ?? [])].join("\n");
  return { ...photographs([shrunk(picture)]), [mime.text]: text };
}

/** The pictures in a tensor's values as photographs; undefined where they are none. */
export function picturesIn(shape: readonly number[], values: ArrayLike<unknown>): readonly Photograph[] | undefined {
  const [count, height, width, channels] = shape.length === 3 ? [1, ...shape] : shape;
  if ((shape.length !== 3 && shape.length !== 4) || count < 1 || count > 64 || height < 8 || width < 8)
    return undefined;
  if (channels !== 1 && channels !== 3) return undefined;
  const most = largest(values);
  if (most === undefined) return undefined;
  const scale = most <= 1 ? 255 : 1;
  const size = height * width * channels;
  const bytes = Uint8ClampedArray.from(values as ArrayLike<number>, (value) => value * scale);
  return Array.from({ length: count }, (_, i) =>
    shrunk({ height, width, channels, data: new Uint8Array(bytes.buffer, i * size, size), notes: [] }),
  );
}

/** The largest number, where all lie from 0 to 1, or are whole and lie from 0 to 255. */
function largest(values: ArrayLike<unknown>): number | undefined {
  let most = 0;
  let areWhole = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== "number" || !(value >= 0 && value <= 255)) return undefined;
    most = Math.max(most, value);
    areWhole &&= Number.isInteger(value);
  }
  return most <= 1 || areWhole ? most : undefined;
}

function shrunk(picture: Picture): Picture {
  const scale = most / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const length = (side: number) => Math.max(1, Math.round(side * scale));
  return resizePicture(picture, { height: length(picture.height), width: length(picture.width) }, "bilinear");
}
