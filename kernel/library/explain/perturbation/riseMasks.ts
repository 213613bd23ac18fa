import type { Random } from "../../math/random.ts";

/** Masks that are written when they are needed: how visible each pixel is, 0 to 1, row by row. */
export interface Masks {
  readonly count: number;
  write(mask: number, visible: Float32Array): void;
}

/**
 * RISE's masks: a grid of cells, each visible with a chance, enlarged bilinearly to a cell more than the picture on each
 * axis, and cut out at a random place. Only the grids are kept: 4000 masks of 224 × 224 pixels would be 800 MB.
 */
export function drawMasks(
  count: number,
  [height, width]: readonly [number, number],
  gridSize: number,
  chance: number,
  random: Random,
): Masks {
  const [down, across] = [Math.ceil(height / gridSize), Math.ceil(width / gridSize)];
  const cells = gridSize * gridSize;
  const grids = new Uint8Array(count * cells);
  const offsets = new Int32Array(count * 2);
  for (let mask = 0; mask < count; mask++) {
    for (let cell = 0; cell < cells; cell++) grids[mask * cells + cell] = random.uniform() < chance ? 1 : 0;
    offsets[mask * 2] = random.integer(down);
    offsets[mask * 2 + 1] = random.integer(across);
  }
  const rows = between(gridSize, (gridSize + 1) * down);
  const columns = between(gridSize, (gridSize + 1) * across);
  return {
    count,
    write(mask, visible) {
      const start = mask * cells;
      for (let row = 0; row < height; row++) {
        const y = row + offsets[mask * 2];
        const upper = start + rows.from[y] * gridSize;
        const lower = start + rows.to[y] * gridSize;
        for (let column = 0; column < width; column++) {
          const x = column + offsets[mask * 2 + 1];
          const [left, right, share] = [columns.from[x], columns.to[x], columns.share[x]];
          const above = grids[upper + left] * (1 - share) + grids[upper + right] * share;
          const below = grids[lower + left] * (1 - share) + grids[lower + right] * share;
          visible[row * width + column] = above * (1 - rows.share[y]) + below * rows.share[y];
        }
      }
    },
  };
}

/** For each of `to` places the two of `size` cells that it lies between, and how far towards the second. */
function between(size: number, to: number): { from: Int32Array; to: Int32Array; share: Float64Array } {
  const exact = Float64Array.from({ length: to }, (_, place) => Math.max(((place + 0.5) * size) / to - 0.5, 0));
  const from = Int32Array.from(exact, (value) => Math.min(Math.floor(value), size - 1));
  return {
    from,
    to: from.map((cell) => Math.min(cell + 1, size - 1)),
    share: exact.map((value, i) => value - from[i]),
  };
}
