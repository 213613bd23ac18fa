import type { Palette } from "../shared/colours.ts";
import { css } from "../shared/colours.ts";
import { ellipsis, wrap } from "../shared/textWidth.ts";

export interface Panel {
  title: string;
  subtitle: string;
  notes: readonly { text: string; warning: boolean }[];
  canvas: HTMLCanvasElement;
}

const side = 260;
const gap = 20;
const head = 40;
const line = 17;

/** The maps with their titles and evidence as one picture, twice as fine as on the page. */
export async function pictureOf(
  panels: readonly Panel[],
  columns: number,
  { palette, foreground, font }: { palette: Palette; foreground: string; font: string },
): Promise<Blob> {
  const laid = panels.map((panel) => {
    const scale = Math.min(side / panel.canvas.width, (1.5 * side) / panel.canvas.height);
    const notes = panel.notes.flatMap(({ text, warning }) => wrap(text, 12, side).map((text) => ({ text, warning })));
    const size = { width: panel.canvas.width * scale, height: panel.canvas.height * scale };
    return { panel, notes, size, height: head + size.height + 10 + line * notes.length };
  });
  const rows = Array.from({ length: Math.ceil(laid.length / columns) }, (_, row) =>
    laid.slice(row * columns, (row + 1) * columns),
  );
  const heights = rows.map((row) => Math.max(...row.map(({ height }) => height)) + gap);
  const width = Math.min(columns, laid.length) * (side + gap) + gap;
  const height = heights.reduce((sum, each) => sum + each, gap);
  const fine = Math.min(2, 16_000 / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * fine);
  canvas.height = Math.round(height * fine);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this page has no canvas");
  context.scale(fine, fine);
  context.fillStyle = css(palette.background);
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.textBaseline = "top";
  let y = gap;
  for (const [index, row] of rows.entries()) {
    for (const [column, { panel, notes, size }] of row.entries()) {
      const x = gap + column * (side + gap);
      const write = (text: string, top: number, style: string, colour: string) => {
        context.font = `${style} ${font}`;
        context.fillStyle = colour;
        context.fillText(text, x, top);
      };
      write(ellipsis(panel.title, 13, side), y, "600 13px", foreground);
      write(ellipsis(panel.subtitle, 12, side), y + 18, "12px", foreground);
      context.drawImage(panel.canvas, x, y + head, size.width, size.height);
      for (const [i, { text, warning }] of notes.entries()) {
        const colour = warning ? css(palette.warning) : foreground;
        write(text, y + head + size.height + 8 + i * line, "12px", colour);
      }
    }
    y += heights[index];
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png"),
  );
}
