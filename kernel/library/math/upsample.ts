/** How a small map is brought to the size of the input: not at all, or as Torch's `interpolate` does it. */
export type Upsample = "bilinear" | "nearest" | "none";

/** Bilinear with the corners of pixels aligned (`align_corners=False`), as Torch and OpenCV; or the nearest cell. */
export function upsample(
  map: Float32Array,
  [height, width]: readonly number[],
  [toHeight, toWidth]: readonly number[],
  mode: Exclude<Upsample, "none">,
): Float32Array {
  const rows = places(height, toHeight, mode);
  const columns = places(width, toWidth, mode);
  const larger = new Float32Array(toHeight * toWidth);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      const at = (r: number, c: number) => map[r * width + c];
      const upper = at(row.from, column.from) * (1 - column.share) + at(row.from, column.to) * column.share;
      const lower = at(row.to, column.from) * (1 - column.share) + at(row.to, column.to) * column.share;
      larger[y * toWidth + x] = upper * (1 - row.share) + lower * row.share;
    }
  }
  return larger;
}

/** For each new place the two old ones that it lies between, and how far towards the second. */
function places(size: number, to: number, mode: Exclude<Upsample, "none">) {
  return Array.from({ length: to }, (_, place) => {
    if (mode === "nearest") {
      const from = Math.min(Math.floor((place * size) / to), size - 1);
      return { from, to: from, share: 0 };
    }
    const exact = Math.max(((place + 0.5) * size) / to - 0.5, 0);
    const from = Math.min(Math.floor(exact), size - 1);
    return { from, to: Math.min(from + 1, size - 1), share: exact - from };
  });
}
