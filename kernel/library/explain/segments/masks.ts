/** Places of a picture, counted row by row, in ascending order. */
export type Places = Int32Array;

/** The places of each segment, by its number. */
export function masksOf(segments: ArrayLike<number>): Places[] {
  const byNumber = new Map<number, number[]>();
  for (let place = 0; place < segments.length; place++) {
    const own = byNumber.get(segments[place]);
    if (own) own.push(place);
    else byNumber.set(segments[place], [place]);
  }
  return [...byNumber].sort(([a], [b]) => a - b).map(([, places]) => Int32Array.from(places));
}

/** A mask with all places that are within `radius` pixels of it. */
export function dilated(mask: Places, [height, width]: readonly [number, number], radius: number): Places {
  if (radius === 0) return mask;
  const reached = new Uint8Array(height * width);
  for (const place of mask) reached[place] = 1;
  const isInside = (row: number, column: number) =>
    row >= 0 && row < height && column >= 0 && column < width ? reached[row * width + column] === 1 : true;
  const border = mask.filter((place) => {
    const [row, column] = [Math.floor(place / width), place % width];
    return !(
      isInside(row - 1, column) &&
      isInside(row + 1, column) &&
      isInside(row, column - 1) &&
      isInside(row, column + 1)
    );
  });
  for (const place of border) {
    const [row, column] = [Math.floor(place / width), place % width];
    for (let down = -radius; down <= radius; down++) {
      const reach = Math.floor(Math.sqrt(radius * radius - down * down));
      if (row + down < 0 || row + down >= height) continue;
      const [first, last] = [Math.max(0, column - reach), Math.min(width - 1, column + reach)];
      reached.fill(1, (row + down) * width + first, (row + down) * width + last + 1);
    }
  }
  const places = new Int32Array(reached.length);
  let count = 0;
  for (let place = 0; place < reached.length; place++) if (reached[place] === 1) places[count++] = place;
  return places.slice(0, count);
}
