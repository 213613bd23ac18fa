import type { Cursor } from "../shared/cursor.ts";
import type { Part, Under } from "./under.ts";

/** Which part of the picture all maps show. */
export interface Zoom {
  /** 1 is all of it. */
  scale: number;
  /** Its middle, in shares. */
  y: number;
  x: number;
}

export const unzoomed: Zoom = { scale: 1, y: 0.5, x: 0.5 };

/** The part that is seen: always within the picture. */
export function partOf({ scale, y, x }: Zoom): Part {
  const size = 1 / Math.max(1, scale);
  const from = (middle: number) => Math.min(1 - size, Math.max(0, middle - size / 2));
  return { top: from(y), left: from(x), height: size, width: size };
}

/** Pixels across that are still worth a view of their own. */
const least = 8;

/** How far a picture can be enlarged: until so few of its pixels, or of its map's, are left. */
export const mostScale = (sizes: readonly Pick<Under, "height" | "width">[]): number =>
  Math.max(1, ...sizes.map(({ height, width }) => Math.min(height, width) / least));

/** Enlarged by a factor: the place stays where it is on the screen. */
export function zoomed(zoom: Zoom, factor: number, most: number, place: Cursor = { y: zoom.y, x: zoom.x }): Zoom {
  const before = partOf(zoom);
  const scale = Math.min(most, Math.max(1, zoom.scale * factor));
  if (scale === 1) return unzoomed;
  const size = 1 / scale;
  const middle = (at: number, from: number, was: number) => at - ((at - from) / was) * size + size / 2;
  return settled({
    scale,
    y: middle(place.y, before.top, before.height),
    x: middle(place.x, before.left, before.width),
  });
}

/** Moved by shares of what is seen. */
export function moved({ scale, y, x }: Zoom, dy: number, dx: number): Zoom {
  return settled({ scale, y: y + dy / scale, x: x + dx / scale });
}

/** Moved as little as needed for a place to be seen. */
export function showing(zoom: Zoom, { y, x }: Cursor): Zoom {
  const { top, left, height, width } = partOf(zoom);
  const by = (at: number, from: number, size: number) =>
    at < from ? at - from : at > from + size ? at - from - size : 0;
  const [dy, dx] = [by(y, top, height), by(x, left, width)];
  return dy === 0 && dx === 0 ? zoom : settled({ ...zoom, y: zoom.y + dy, x: zoom.x + dx });
}

/** With its middle where the part allows it. */
function settled(zoom: Zoom): Zoom {
  const { top, left, height, width } = partOf(zoom);
  return { scale: zoom.scale, y: top + height / 2, x: left + width / 2 };
}

/** A place on the screen, in shares of what is seen, as a place of the picture; and the reverse. */
export const fromSeen = ({ top, left, height, width }: Part, { y, x }: Cursor): Cursor => ({
  y: top + y * height,
  x: left + x * width,
});
export const toSeen = ({ top, left, height, width }: Part, { y, x }: Cursor): Cursor => ({
  y: (y - top) / height,
  x: (x - left) / width,
});
