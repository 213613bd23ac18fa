import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { tidyNumber } from "../text/number.ts";

/** The most pixels that a picture is read with; Pillow's `MAX_IMAGE_PIXELS`. Reading takes 4 to 12 bytes for each. */
export const mostPixels = 89_478_485;

/** Holds a header's size against the limit, before memory is taken for it. @throws DataError beyond it. */
export function checkSize(width: number, height: number): void {
  if (!(width > 0 && height > 0)) {
    throw new DataError(say`The picture has no pixels: its header says ${height} × ${width}.`);
  }
  if (width * height > mostPixels) {
    throw new DataError(
      say`The picture is too large: its header says ${tidyNumber(height)} × ${tidyNumber(width)} pixels, and at most ${tidyNumber(mostPixels)} are read. Scale it down, or cut a part out of it.`,
    );
  }
}
