import { isRecord } from "../../kernel/payloads/isRecord.ts";
import type { Cursor } from "../shared/cursor.ts";
import type { Mode, Sign } from "./paint.ts";
import { unzoomed, type Zoom } from "./zoom.ts";

/** What the reader chose about how the maps are drawn. */
export interface Settings {
  /** From 0, the image alone, by ½, both in full, to 1, the map alone. */
  overlay: number;
  sign: Sign;
  mode: Mode;
  /** Standard deviation of the blur of what is drawn, in pixels of the map. */
  smoothing: number;
  /** Percentile of |value| at which a color is full. */
  clip: number;
  /** Of gray pictures: which of 256 grays are shown from black to white, their middle and how many. */
  level: number;
  window: number;
  /** Whether segments are outlined. */
  segments: boolean;
  /** Whether each map has a color scale of its own. */
  own: boolean;
  /** The map whose words stand above. */
  selected: number;
  cursor?: Cursor | undefined;
  zoom: Zoom;
  /** Which slice of volumes is shown; undefined for the one that the cell chose. */
  slice?: number | undefined;
}

const signs: readonly string[] = ["all", "positive", "negative", "absolute"] satisfies Sign[];
const modes: readonly string[] = ["overlay", "alone", "top"] satisfies Mode[];

/** Settings out of what was saved; what is missing or odd is as it is at first. */
export function settingsFrom(saved: unknown, clip: number, maps: number): Settings {
  const {
    overlay,
    sign,
    mode,
    smoothing,
    clip: savedClip,
    level,
    window,
    segments,
    own,
    selected,
    cursor,
    zoom,
    slice,
  } = isRecord(saved) ? saved : {};
  const within = (value: unknown, least: number, most: number): value is number =>
    typeof value === "number" && value >= least && value <= most;
  return {
    overlay: within(overlay, 0, 1) ? overlay : 0.5,
    sign: isSign(sign) ? sign : "all",
    mode: isMode(mode) ? mode : "overlay",
    smoothing: within(smoothing, 0, mostSmoothing) ? smoothing : 0,
    clip: within(savedClip, 1, 100) ? savedClip : clip,
    level: within(level, 0, 255) ? level : 128,
    window: within(window, 1, 256) ? window : 256,
    segments: segments !== false,
    own: own === true,
    selected: within(selected, 0, maps - 1) ? Math.floor(selected) : 0,
    cursor:
      isRecord(cursor) && within(cursor.y, 0, 1) && within(cursor.x, 0, 1) ? { y: cursor.y, x: cursor.x } : undefined,
    slice: within(slice, 0, 1e6) ? Math.floor(slice) : undefined,
    zoom:
      isRecord(zoom) && within(zoom.scale, 1, 1000) && within(zoom.y, 0, 1) && within(zoom.x, 0, 1)
        ? { scale: zoom.scale, y: zoom.y, x: zoom.x }
        : unzoomed,
  };
}

/** In pixels of the map. */
export const mostSmoothing = 10;

const isMode = (value: unknown): value is Mode => typeof value === "string" && modes.includes(value);
const isSign = (value: unknown): value is Sign => typeof value === "string" && signs.includes(value);
