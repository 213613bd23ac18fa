import type { Palette } from "../../../../renderers/shared/colors.ts";
import { type Words, wordsIn } from "../../../../renderers/shared/heatmapWords.ts";
import { isOfClasses } from "../../../payloads/answer.ts";
import { cut, isWritable, letterHeight, lineWidth, plain, write } from "../../drawing/pixelFont.ts";
import { type Raster, raster } from "../../drawing/raster.ts";
import { methodName } from "../../text/words.ts";
import type { HeatMap } from "./maps.ts";
import type { Panel, PanelOptions } from "./panels.ts";

/** Letters have dots of two pixels from this width on. */
const wide = 224;

/** What stands above a map: its method; the class with its probability. In the letters that there are. */
export function titleLines({ map, frame }: Panel, { labels, locale }: PanelOptions): string[] {
  const title = plain(frame.title);
  const first = isWritable(title) ? title : methodName(map.explanation.method);
  return [first, [targetOf(map, labels, wordsIn(locale)), shareOf(map)].filter(Boolean).join(" ")];
}

function targetOf({ meaning, target }: HeatMap, labels: readonly string[] | undefined, words: Words): string {
  const { about, answer } = meaning;
  if (about.role === "activation" || about.role === "attention" || about.of === "neuron") return "";
  const name = labels?.[target] ?? answer.names?.[target];
  if (answer.kind === "number" && name === undefined) return "";
  const called = name === undefined || /^\d+$/.test(name) ? numbered(answer.kind, name ?? String(target), words) : name;
  return isWritable(plain(called)) ? plain(called) : String(target);
}

function numbered(kind: HeatMap["meaning"]["answer"]["kind"], name: string, words: Words): string {
  if (kind === "classes" || kind === "binary" || kind === "pixels") return words.ofClass(name);
  return kind === "labels" ? words.ofLabel(Number(name)) : words.ofOutput(Number(name));
}

function shareOf({ meaning: { about, answer }, part, target }: HeatMap): string {
  const isOfAnswer = about.role !== "activation" && about.role !== "attention" && about.of !== "neuron";
  const share = part.probabilities[target];
  if (!isOfAnswer || !isOfClasses(answer) || answer.kind === "pixels" || part.probabilities.length < 2) return "";
  if (!(share >= 0 && share <= 1)) return "";
  if (share < 0.005) return "<1%";
  return share >= 0.995 && share < 1 ? ">99%" : `${Math.round(100 * share)}%`;
}

/** A tile, as wide as its cell, with its lines above it: a narrow one has room for the first alone. */
export function titled(tile: Raster, lines: readonly string[], cell: number, palette: Palette): Raster {
  const large = cell >= wide ? 2 : 1;
  const step = (letterHeight + 1) * large;
  const shown = cell < 160 ? lines.slice(0, 1) : lines;
  const above = shown.length * step;
  const whole = raster(cell, tile.height + above, (y, x) => {
    const at = 3 * ((y - above) * tile.width + x);
    return y < above || x >= tile.width ? palette.background : [tile.data[at], tile.data[at + 1], tile.data[at + 2]];
  });
  for (const [row, line] of shown.entries()) {
    const scale = lineWidth(line) * large > cell ? 1 : large;
    const top = row * step + Math.floor(((large - scale) * letterHeight) / 2);
    write(whole, cut(line, Math.floor(cell / scale)), { top, left: 0, scale, color: palette.ink });
  }
  return whole;
}
