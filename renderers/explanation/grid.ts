import { element } from "../dom/element.ts";

/** What stands together: a picture and the maps over it. */
export interface Row {
  /** What the model says of the picture; empty where only one is shown. */
  title: string;
  tiles: readonly HTMLElement[];
  /** Whether the first tile is the picture itself. */
  hasPicture: boolean;
}

/** Maps in a grid; of several pictures each with its maps, which no edge of the page parts. */
export function gridOf(rows: readonly Row[], columns: number): HTMLElement {
  const [first] = rows;
  if (rows.length === 1) {
    const { hasPicture } = first;
    const tiles = first.tiles.length;
    const grid = element("div", { class: tiles > 6 ? "grid many" : "grid" }, ...first.tiles);
    // A picture stands beside the maps that were to be side by side.
    const across = Math.max(1, Math.min(hasPicture ? columns + 1 : columns, tiles));
    grid.style.maxWidth = tiles > 6 ? "1400px" : `${Math.max(across, Math.min(tiles, 2)) * 300}px`;
    return grid;
  }
  const tiles = Math.max(...rows.map((row) => row.tiles.length));
  const grid = element(
    "div",
    { class: "batch" },
    ...rows.map((row) =>
      element(
        "section",
        { class: "row", "aria-label": row.title || undefined },
        row.title ? element("h2", { title: row.title }, row.title) : undefined,
        element("div", { class: "tiles" }, ...row.tiles),
      ),
    ),
  );
  grid.style.setProperty("--tiles", String(tiles));
  return grid;
}
