import type { RawPicture } from "./RawPicture.ts";

/**
 * How a picture is to be turned, 1 to 8, as EXIF's tag 0x0112 in the first directory says it; 1, as it is, where
 * nothing is said or the data are damaged.
 *
 * @param exif from its TIFF header on.
 */
export function orientationOf(exif: Uint8Array | undefined): number {
  if (!exif || exif.length < 8) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  const isLittle = exif[0] === 0x49;
  if (view.getUint16(2, isLittle) !== 42) return 1;
  const begin = view.getUint32(4, isLittle);
  if (begin + 2 > exif.length) return 1;
  const count = view.getUint16(begin, isLittle);
  for (let i = 0, at = begin + 2; i < count && at + 12 <= exif.length; i++, at += 12) {
    if (view.getUint16(at, isLittle) !== 0x0112) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** The picture as it is to be seen: mirrored, turned by quarters, or both. */
export function turned<P extends Pick<RawPicture, "width" | "height" | "channels" | "data">>(
  picture: P,
  orientation: number,
): P {
  if (orientation === 1) return picture;
  const { width, height, channels, data } = picture;
  const swaps = orientation >= 5;
  const [rows, columns] = swaps ? [width, height] : [height, width];
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const result = new Uint8Array(data.length);
  let at = 0;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [down, across] = swaps ? [x, y] : [y, x];
      const row = fromBottom ? height - 1 - down : down;
      const column = fromRight ? width - 1 - across : across;
      const from = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) result[at++] = data[from + c];
    }
  }
  return { ...picture, height: rows, width: columns, data: result };
}
