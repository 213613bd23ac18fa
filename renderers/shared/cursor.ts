/** A place in a picture, as shares of its height and width: the same in every grid over it. */
export interface Cursor {
  y: number;
  x: number;
}

interface GridSize {
  height: number;
  width: number;
}

/** The cell of a grid at a place. */
export const cellAt = ({ height, width }: GridSize, { y, x }: Cursor): [number, number] => [
  Math.min(height - 1, Math.max(0, Math.floor(y * height))),
  Math.min(width - 1, Math.max(0, Math.floor(x * width))),
];

/** The middle of a cell. */
export const cursorAt = ({ height, width }: GridSize, row: number, column: number): Cursor => ({
  y: (Math.min(height - 1, Math.max(0, row)) + 0.5) / height,
  x: (Math.min(width - 1, Math.max(0, column)) + 0.5) / width,
});

type Keys = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

/**
 * Where a key takes a cursor: one cell, further with Shift or Ctrl, to an edge. Undefined for other keys, and with Alt,
 * which moves a cell in the editor.
 */
export function movedBy({ key, altKey, ctrlKey, metaKey, shiftKey }: Keys, grid: GridSize, from: Cursor | undefined) {
  if (altKey) return undefined;
  const step = ctrlKey || metaKey || shiftKey ? Math.max(2, Math.round(grid.width / 8)) : 1;
  const [row, column] = cellAt(grid, from ?? { y: 0.5, x: 0.5 });
  const moved: Record<string, [number, number]> = {
    ArrowUp: [row - step, column],
    ArrowDown: [row + step, column],
    ArrowLeft: [row, column - step],
    ArrowRight: [row, column + step],
    PageUp: [0, column],
    PageDown: [grid.height - 1, column],
    Home: [row, 0],
    End: [row, grid.width - 1],
  };
  const to = moved[key];
  // The first key only says where the cursor is.
  return to && (from ? cursorAt(grid, ...to) : cursorAt(grid, row, column));
}
