export interface SheetOptions {
  columns: number;
  /** Width of a column, in pixels of the page as all lengths here. */
  side: number;
  gap: number;
  titled: boolean;
  /** What is needed below the last row. */
  below?: number;
  /** The longest edge of the file, in its own pixels. */
  longest: number;
  paper: string;
}

interface Placed<Tile> {
  tile: Tile;
  x: number;
  y: number;
}

export interface Sheet<Tile> {
  /** Drawn on in pixels of the page. */
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  /** Pixels of the file for one of the page: two, where that is not too large. */
  readonly fine: number;
  readonly placed: readonly Placed<Tile>[];
  /** Where the last row ends. */
  readonly bottom: number;
  png(): Promise<Blob>;
}

/** Empty paper with room for a title, for tiles in rows as high as their highest, and for what stands below. */
export function sheet<Tile extends { height: number }>(
  tiles: readonly Tile[],
  { columns, side, gap, titled, below = 0, longest, paper }: SheetOptions,
): Sheet<Tile> {
  // A payload may ask for no column, or for half of one.
  const across = Math.max(1, Math.floor(Math.min(columns, tiles.length)));
  const placed: Placed<Tile>[] = [];
  let bottom = titled ? gap + 24 : gap;
  for (let first = 0; first < tiles.length; first += across) {
    const row = tiles.slice(first, first + across);
    for (const [column, tile] of row.entries()) placed.push({ tile, x: gap + column * (side + gap), y: bottom });
    bottom += Math.max(...row.map(({ height }) => height)) + gap;
  }
  const width = across * (side + gap) + gap;
  const height = bottom + below;
  const fine = Math.min(2, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * fine);
  canvas.height = Math.round(height * fine);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this page has no canvas");
  context.scale(fine, fine);
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  context.textBaseline = "top";
  return {
    context,
    width,
    fine,
    placed,
    bottom,
    png: () =>
      new Promise((resolve, reject) =>
        canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png"),
      ),
  };
}
