import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { tidyNumber } from "../../text/number.ts";

/** Bytes that a regression over parts may take. */
const most = 2 ** 30;

/**
 * Refuses a regression that memory would not hold, before anything is asked or allocated: the design has a number for each
 * part of each sample, and some matrices a number for each two parts.
 *
 * @throws OptionError that says how large it would be, and what to give.
 */
export function checkFits(method: string, parts: number, samples: number): void {
  const bytes = 9 * samples * parts + 4 * 8 * parts * parts;
  if (bytes <= most) return;
  const size = Math.ceil(bytes / 2 ** 30);
  throw new OptionError(
    say`${method} would need ${tidyNumber(size)} GB for ${tidyNumber(parts)} parts: give fewer as featureMask, for example superpixels of a picture, await slic(inputs, { model, nSegments: 50 }), or the squares or cubes of gridSegments`,
  );
}
