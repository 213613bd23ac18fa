import type { Palette, Rgb } from "../../../../renderers/shared/colors.ts";
import { number, signedNumber } from "../../../payloads/number.ts";
import { cut, isWritable, letterHeight, lineWidth, plain, write } from "../../drawing/pixelFont.ts";
import { type Raster, raster } from "../../drawing/raster.ts";
import { methodName } from "../../text/words.ts";
import type { Panel } from "./panels.ts";

const longest = 300;

/**
 * A figure with a bar below it for each scale that its maps have, with its limits; of several scales with the methods whose
 * maps have it. Bars of a list show their numbers by their length, and have none.
 *
 * @param shade the color of a value.
 */
export function withColorBars(
  figure: Raster,
  panels: readonly Panel[],
  palette: Palette,
  shade: (value: number, signed: boolean, range: number) => Rgb,
): Raster {
  const colored = panels.filter(({ map }) => map.layout.kind !== "list");
  const groups = [...new Set(colored.map(({ frame }) => frame.group))].map((group) =>
    colored.filter(({ frame }) => frame.group === group),
  );
  const scale = figure.width >= 400 ? 2 : 1;
  const step = (letterHeight + 4) * scale;
  const whole = raster(figure.width, figure.height + groups.length * step, () => palette.background);
  whole.data.set(figure.data);
  for (const [row, group] of groups.entries()) {
    const { signed, range } = group[0].frame.scale;
    const high = Number(range.toPrecision(2));
    const [from, to] = [signed ? plain(number(-high)) : "0", signed ? signedNumber(high) : number(high)];
    const top = figure.height + row * step + 3 * scale;
    const gap = 4 * scale;
    const start = lineWidth(from) * scale + gap;
    const after = lineWidth(to) * scale + gap;
    const room = (groups.length > 1 ? figure.width / 2 : figure.width) - start - after;
    const length = Math.max(0, Math.min(longest, Math.floor(room)));
    const writing = { top, scale, color: palette.ink };
    write(whole, from, { ...writing, left: 0 });
    write(whole, plain(to), { ...writing, left: start + length + gap });
    for (let x = 0; x < length; x++) {
      const share = length > 1 ? x / (length - 1) : 0;
      const color = shade(range * (signed ? 2 * share - 1 : share), signed, range);
      for (let y = 0; y < letterHeight * scale; y++) whole.data.set(color, ((top + y) * whole.width + start + x) * 3);
    }
    if (groups.length === 1) continue;
    const left = start + length + after + 2 * gap;
    const names = [...new Set(group.map(nameOf))].join(", ");
    write(whole, cut(names, Math.floor((whole.width - left) / scale)), { ...writing, left });
  }
  return whole;
}

function nameOf({ map, frame }: Panel): string {
  const title = plain(frame.title);
  return isWritable(title) ? title : methodName(map.explanation.method);
}
