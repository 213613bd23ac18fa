/**
 * Where the numbers of a grid change, as an SVG path in its cells: one line for each straight stretch.
 */
export function boundaries(of: ArrayLike<number>, height: number, width: number): string {
  const parts: string[] = [];
  const at = (row: number, column: number) =>
    row < 0 || column < 0 || row >= height || column >= width ? undefined : of[row * width + column];
  const differs = (a: number | undefined, b: number | undefined) => a !== undefined && b !== undefined && a !== b;
  for (let row = 0; row <= height; row++) {
    let from = -1;
    for (let column = 0; column <= width; column++) {
      const isEdge = column < width && differs(at(row - 1, column), at(row, column));
      if (isEdge && from < 0) from = column;
      if (!isEdge && from >= 0) {
        parts.push(`M${from} ${row}h${column - from}`);
        from = -1;
      }
    }
  }
  for (let column = 0; column <= width; column++) {
    let from = -1;
    for (let row = 0; row <= height; row++) {
      const isEdge = row < height && differs(at(row, column - 1), at(row, column));
      if (isEdge && from < 0) from = row;
      if (!isEdge && from >= 0) {
        parts.push(`M${column} ${from}v${row - from}`);
        from = -1;
      }
    }
  }
  return parts.join("");
}

/** Whether a cell's number differs from that of the cell below it or to its right: an outline in a picture of pixels. */
export function isAtBoundary(of: ArrayLike<number>, width: number, place: number): boolean {
  const own = of[place];
  const below = place + width < of.length ? of[place + width] : own;
  const right = (place + 1) % width === 0 ? own : of[place + 1];
  return below !== own || right !== own;
}
