/**
 * Numbers the connected pieces of segments (neighbors above, below, left and right) in reading order. A piece of fewer
 * than `least` pixels joins a neighbor that has its number already; one of more than `most` is cut. As scikit-image's
 * `slic` does it.
 */
export function joinSmall(
  segments: Int32Array,
  height: number,
  width: number,
  least: number,
  most: number,
): Int32Array {
  const pieces = new Int32Array(segments.length).fill(-1);
  const queue = new Int32Array(most);
  let next = 0;
  for (let first = 0; first < segments.length; first++) {
    if (pieces[first] >= 0) continue;
    let adjacent = next;
    let size = 1;
    queue[0] = first;
    pieces[first] = next;
    for (let visited = 0; visited < size && size < most; visited++) {
      const pixel = queue[visited];
      const column = pixel % width;
      for (const [other, there] of [
        [pixel + 1, column + 1 < width],
        [pixel - 1, column > 0],
        [pixel + width, pixel + width < height * width],
        [pixel - width, pixel >= width],
      ] as const) {
        if (!there) continue;
        if (segments[other] === segments[first] && pieces[other] < 0) {
          pieces[other] = next;
          queue[size++] = other;
          if (size >= most) break;
        } else if (pieces[other] >= 0 && pieces[other] !== next) adjacent = pieces[other];
      }
    }
    // Without a neighbor that is numbered, as at the first pixel, a small piece shares its number with the next one.
    if (size < least) for (let i = 0; i < size; i++) pieces[queue[i]] = adjacent;
    else next++;
  }
  return pieces;
}
