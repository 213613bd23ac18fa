import { isRecord } from "../../kernel/payloads/isRecord.ts";
import type { Cursor } from "../shared/cursor.ts";
import type { Sign } from "./paint.ts";

/** What the reader chose about how the maps are drawn. */
export interface Settings {
  /** From 0, the image alone, by ½, both in full, to 1, the map alone. */
  overlay: number;
  sign: Sign;
  /** Percentile of |value| at which a color is full. */
  clip: number;
  /** The map whose words stand above. */
  selected: number;
  cursor?: Cursor | undefined;
}

const signs: readonly string[] = ["all", "positive", "negative", "absolute"] satisfies Sign[];

/** Settings out of what was saved; what is missing or odd is as it is at first. */
export function settingsFrom(saved: unknown, clip: number, maps: number): Settings {
  const { overlay, sign, clip: savedClip, selected, cursor } = isRecord(saved) ? saved : {};
  const within = (value: unknown, least: number, most: number): value is number =>
    typeof value === "number" && value >= least && value <= most;
  return {
    overlay: within(overlay, 0, 1) ? overlay : 0.5,
    sign: isSign(sign) ? sign : "all",
    clip: within(savedClip, 1, 100) ? savedClip : clip,
    selected: within(selected, 0, maps - 1) ? Math.floor(selected) : 0,
    cursor:
      isRecord(cursor) && within(cursor.y, 0, 1) && within(cursor.x, 0, 1) ? { y: cursor.y, x: cursor.x } : undefined,
  };
}

const isSign = (value: unknown): value is Sign => typeof value === "string" && signs.includes(value);
