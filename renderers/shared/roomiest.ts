export interface Room {
  readonly segment: number;
  /** Middle of the largest square that lies within the segment, and that square's side, in pixels of the mask. */
  readonly row: number;
  readonly column: number;
  readonly side: number;
}

/** Where a number fits best into each segment. */
export function roomiest(of: ArrayLike<number>, width: number): Room[] {
  const sides = new Int32Array(of.length);
  const best = new Map<number, Room>();
  for (let i = 0; i < of.length; i++) {
    const [row, column] = [Math.floor(i / width), i % width];
    const same = row > 0 && column > 0 && [i - 1, i - width, i - width - 1].every((other) => of[other] === of[i]);
    const side = same ? 1 + Math.min(sides[i - 1] ?? 0, sides[i - width] ?? 0, sides[i - width - 1] ?? 0) : 1;
    sides[i] = side;
    if (side <= (best.get(of[i])?.side ?? 0)) continue;
    best.set(of[i], { segment: of[i], row: row + 1 - side / 2, column: column + 1 - side / 2, side });
  }
  return [...best.values()];
}
