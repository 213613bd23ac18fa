import { sheet } from "../dom/sheet.ts";
import type { Palette } from "../shared/colors.ts";
import { css } from "../shared/colors.ts";
import { ellipsis, wrap } from "../shared/textWidth.ts";
import type { Card } from "./card.ts";
import type { Group } from "./groups.ts";
import type { LegendEntry } from "./legend.ts";
import type { PhotoCard } from "./photoCard.ts";

export interface Panel {
  title: string;
  subtitle: string;
  notes: readonly { text: string; warning: boolean }[];
  canvas: HTMLCanvasElement;
  /** Of its rows, where they have names. */
  names?: readonly string[] | undefined;
}

/** What the view shows, to be laid out on a sheet. */
export interface SheetParts {
  groups: readonly Group[];
  /** Of each map. */
  panels: readonly Omit<Panel, "canvas">[];
  cards: readonly Card[];
  photos: ReadonlyMap<number, PhotoCard>;
  columns: number;
  title: string | undefined;
}

/** Each picture before its maps; of several pictures each begins a row, or rows of equal length hold several of them. */
export function sheetPanels({ groups, panels, cards, photos, columns }: SheetParts): {
  panels: Panel[];
  columns: number;
} {
  const all = groups.flatMap(({ image, maps }) => {
    const photo = photos.get(image);
    return [
      ...(photo ? [{ title: photo.title, subtitle: photo.below, notes: photo.notes, canvas: photo.canvas }] : []),
      ...maps.map(({ index }) => ({ ...panels[index], canvas: cards[index].canvas })),
    ];
  });
  const each = (groups[0]?.maps.length ?? 0) + (photos.size > 0 ? 1 : 0);
  if (groups.length === 1) return { panels: all, columns: Math.min(4, columns + photos.size) };
  return { panels: all, columns: each * Math.max(1, Math.floor(4 / each)) };
}

const side = 260;
const gap = 20;
const head = 40;
const line = 17;
const bar = 100;
const longest = 16_000;
/** Room for the names of rows. */
const named = 84;

export interface PictureLook {
  palette: Palette;
  foreground: string;
  font: string;
  entries: readonly LegendEntry[];
  title: string | undefined;
}

/** The maps with their titles, evidence and scales as one picture, twice as fine as on the page. */
export async function pictureOf(
  panels: readonly Panel[],
  columns: number,
  { palette, foreground, font, entries, title }: PictureLook,
): Promise<Blob> {
  const laid = panels.map((panel) => {
    const room = panel.names ? side - named : side;
    const scale = Math.min(room / panel.canvas.width, (1.5 * side) / panel.canvas.height);
    const notes = panel.notes.flatMap(({ text, warning }) => wrap(text, 12, side).map((text) => ({ text, warning })));
    const drawn = { width: panel.canvas.width * scale, height: panel.canvas.height * scale };
    const size = panel.names ? { width: room, height: Math.min(1.5 * side, panel.canvas.height / 2) } : drawn;
    return { panel, notes, size, height: head + size.height + 10 + line * notes.length };
  });
  const { context, width, placed, bottom, png } = sheet(laid, {
    columns,
    side,
    gap,
    titled: title !== undefined,
    below: entries.length * line + gap,
    longest,
    paper: css(palette.background),
  });
  context.imageSmoothingEnabled = false;
  const write = (text: string, x: number, y: number, style: string, color = foreground) => {
    context.font = `${style} ${font}`;
    context.fillStyle = color;
    context.fillText(text, x, y);
  };
  if (title !== undefined) write(ellipsis(title, 14, width - 2 * gap), gap, gap, "600 14px");
  for (const { tile, x, y } of placed) {
    const { panel, notes, size } = tile;
    write(ellipsis(panel.title, 13, side), x, y, "600 13px");
    write(ellipsis(panel.subtitle, 12, side), x, y + 18, "12px");
    const inset = panel.names ? named : 0;
    context.drawImage(panel.canvas, x + inset, y + head, size.width, size.height);
    const row = size.height / (panel.names?.length ?? 1);
    const every = Math.ceil(13 / row);
    for (const [i, name] of (panel.names ?? []).entries()) {
      if (i % every === 0) write(ellipsis(name, 11, named - 6), x, y + head + (i + 0.5) * row - 6, "11px");
    }
    for (const [i, { text, warning }] of notes.entries()) {
      const color = warning ? css(palette.warning) : foreground;
      write(text, x, y + head + size.height + 8 + i * line, "12px", color);
    }
  }
  for (const [i, { name, low, high, stops }] of entries.entries()) {
    let x = gap;
    const tell = (text: string, style: string) => {
      write(text, x, bottom + i * line, style);
      x += context.measureText(text).width + 8;
    };
    tell(name, "600 12px");
    tell(low, "12px");
    const gradient = context.createLinearGradient(x, 0, x + bar, 0);
    for (const [at, color] of stops) gradient.addColorStop(at, color);
    context.fillStyle = gradient;
    context.fillRect(x, bottom + i * line + 2, bar, 9);
    x += bar + 8;
    tell(high, "12px");
  }
  return png();
}
