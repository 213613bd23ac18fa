/** From this many pixels on a second line stands around the first, so that one of them is seen on any ground. */
const fine = 128;

/** A part of a picture, in shares of its height and width. */
interface Share {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

const whole: Share = { top: 0, left: 0, height: 1, width: 1 };

/**
 * The outline of a region on a raster: around its places, which stay free. 1: the line next to them; 2: a second around it,
 * on fine rasters; 0: no line.
 */
export function regionRing(
  { size: [height, width], runs }: { readonly size: readonly [number, number]; readonly runs: readonly number[] },
  across: number,
  down: number,
  part: Share = whole,
): Uint8Array {
  const mask = new Uint8Array(height * width);
  for (let i = 0; i < runs.length; i += 2) mask.fill(1, runs[i], runs[i] + runs[i + 1]);
  const placeOf = (at: number, from: number, share: number, count: number, of: number) =>
    Math.min(of - 1, Math.max(0, Math.floor((from + ((at + 0.5) / count) * share) * of)));
  const columns = Int32Array.from({ length: across }, (_, x) => placeOf(x, part.left, part.width, across, width));
  const inside = new Uint8Array(across * down);
  for (let y = 0, at = 0; y < down; y++) {
    const row = placeOf(y, part.top, part.height, down, height) * width;
    for (let x = 0; x < across; x++, at++) inside[at] = mask[row + columns[x]];
  }
  const ring = new Uint8Array(across * down);
  const lines = Math.max(across, down) >= fine ? 2 : 1;
  for (let line = 1; line <= lines; line++) {
    const isNear = (at: number) => (line === 1 ? inside[at] === 1 : ring[at] === 1);
    for (let y = 0, at = 0; y < down; y++) {
      for (let x = 0; x < across; x++, at++) {
        if (inside[at] === 1 || ring[at] > 0) continue;
        const touches =
          (x > 0 && isNear(at - 1)) ||
          (x + 1 < across && isNear(at + 1)) ||
          (y > 0 && isNear(at - across)) ||
          (y + 1 < down && isNear(at + across));
        if (touches) ring[at] = line;
      }
    }
  }
  return ring;
}
