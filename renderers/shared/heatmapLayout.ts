import type { Layout } from "../../kernel/payloads/figure.ts";
import { css, divergingScale, type Palette, sequentialScale } from "./colors.ts";
import { ellipsis, escapeText, wrap } from "./textWidth.ts";

/** One map with what stands around it. A figure carries its frames in `layout.meta`, so that a view can lay it out anew. */
export interface Frame {
  title: string;
  subtitle: string;
  /** Evidence, below the map. */
  notes: { text: string; warning: boolean }[];
  height: number;
  width: number;
  /** What stands beside the rows, and below the columns of a strip; around a picture nothing does. */
  axes?: { rows: string[]; x: string };
  /** Maps of one group share `scale`; no other maps do. */
  group: string;
  scale: { signed: boolean; range: number; ticks: [number, string][] };
}

const side = 224;
const gap = 28;
const barGap = 10;
const barWidth = 74;
const heads = 40;
const noteFont = 12;
const noteLine = 16;
const rowGap = 26;
const top = 24;
const edge = 1;
const dimmed = { opacity: 0.78 };

/** Room for the names of rows, and for what stands below columns. */
const names = 84;
const below = 18;
/** A row of a strip or of bars: thinner where there are many. */
const rowHeight = (rows: number) => Math.min(24, Math.max(6, 420 / rows));

/** Maps of 28 pixels get 8 screen pixels each; large ones are shrunk; none is taller than it may be. */
function sizeOf({ height, width, axes }: Frame): [number, number] {
  if (axes) return [side, Math.round(Math.min(1.9 * side, rowHeight(height) * height)) + (axes.x ? below : 0)];
  const scale = Math.min(side / width, (1.5 * side) / height);
  return [Math.max(8, Math.round(width * scale)), Math.max(8, Math.round(height * scale))];
}

/**
 * Where everything stands: pixel-exact, so that no text runs into another. Returns Plotly's layout and, for each map,
 * the color axis it uses: maps of one group have axes of one range, each run of them in a row has a bar of its own.
 */
export function heatmapLayout(
  frames: readonly Frame[],
  columns: number,
  palette: Palette,
  title?: string,
): { width: number; layout: Layout; colorAxes: string[] } {
  const head = title ? top + 22 : top;
  const places: { frame: Frame; x: number; y: number; size: [number, number]; bar: boolean; notes: Line[] }[] = [];
  // A last row that is not full goes without a bar where a row above has one of its group.
  const barAfter = (index: number): boolean => {
    const { group } = frames[index];
    if (index + 1 < frames.length && group !== frames[index + 1].group) return true;
    if ((index + 1) % columns === 0) return true;
    return index + 1 === frames.length && !frames.some((frame, i) => i < index && frame.group === group && barAfter(i));
  };
  const columnX = [edge];
  for (let column = 0; column < Math.min(columns, frames.length); column++) {
    const bars = frames.some((_, index) => index % columns === column && barAfter(index));
    columnX.push((columnX[column] ?? 0) + side + (bars ? barGap + barWidth : gap));
  }
  let y = head;
  for (let start = 0; start < frames.length; start += columns) {
    const row = frames.slice(start, start + columns);
    const rowHeight = Math.max(...row.map((frame) => sizeOf(frame)[1]));
    const notes = row.map(noteLines);
    for (const [i, frame] of row.entries()) {
      const bar = barAfter(start + i);
      places.push({ frame, x: columnX[i] ?? 0, y: y + heads, size: sizeOf(frame), bar, notes: notes[i] ?? [] });
    }
    y += heads + rowHeight + 8 + noteLine * Math.max(...notes.map((lines) => lines.length)) + rowGap;
  }
  const total = { width: columnX.at(-1) ?? side, height: Math.max(y - rowGap + 8, head + heads) };
  const text = (x: number, at: number, content: string, size: number, extra: object = {}) => ({
    text: content,
    x: x / total.width,
    y: 1 - at / total.height,
    xref: "paper",
    yref: "paper",
    xanchor: "left",
    yanchor: "top",
    align: "left",
    showarrow: false,
    borderpad: 0,
    font: { size },
    ...extra,
  });

  const layout: Layout = {
    ...total,
    autosize: false,
    margin: { l: 0, r: 0, t: 0, b: 0, pad: 0 },
    hovermode: "closest",
    dragmode: "zoom",
    showlegend: false,
  };
  const annotations: object[] = title ? [text(0, 2, `<b>${escapeText(ellipsis(title, 16, total.width))}</b>`, 15)] : [];
  const colorAxes: string[] = [];
  let run = 1;
  for (const [index, { frame, x, y, size, bar, notes }] of places.entries()) {
    const n = index === 0 ? "" : String(index + 1);
    const axis = {
      showgrid: false,
      zeroline: false,
      showticklabels: false,
      ticks: "",
      showline: true,
      mirror: true,
      linewidth: 1,
      linecolor: "rgba(128,128,128,0.45)",
    };
    const { axes } = frame;
    const inset = { left: axes ? names : 0, bottom: axes?.x ? below : 0 };
    const isBars = axes !== undefined && !axes.x;
    const linked =
      !axes && index > 0 && !frames[0].axes && frame.width === frames[0].width && frame.height === frames[0].height;
    layout[`xaxis${n}`] = {
      ...axis,
      anchor: `y${n}`,
      domain: [(x + inset.left) / total.width, (x + size[0]) / total.width],
      range: isBars ? [frame.scale.signed ? -frame.scale.range : 0, frame.scale.range] : [-0.5, frame.width - 0.5],
      ...(isBars && { zeroline: frame.scale.signed, zerolinecolor: "rgba(128,128,128,0.45)" }),
      ...(linked ? { matches: "x" } : index === 0 && !axes && { scaleanchor: "y", scaleratio: 1 }),
    };
    layout[`yaxis${n}`] = {
      ...axis,
      anchor: `x${n}`,
      domain: [1 - (y + size[1] - inset.bottom) / total.height, 1 - y / total.height],
      range: [frame.height - 0.5, -0.5],
      ...(axes && rowTicks(axes.rows, (size[1] - inset.bottom) / frame.height)),
      ...(linked && { matches: "y" }),
    };
    annotations.push(
      text(x, y - heads + 1, `<b>${escapeText(ellipsis(frame.title, 13.5, side))}</b>`, 13),
      text(x, y - heads + 19, escapeText(ellipsis(frame.subtitle, noteFont, side + 14)), noteFont, dimmed),
      ...notes.map(({ html, warning }, i) => {
        const look = warning ? { font: { size: noteFont, color: css(palette.warning) } } : dimmed;
        return text(x, y + size[1] + 8 + i * noteLine, html, noteFont, look);
      }),
    );
    if (axes?.x) annotations.push(text(x + inset.left, y + size[1] - below + 2, escapeText(axes.x), 11, dimmed));
    const coloraxis = `coloraxis${run === 1 ? "" : run}`;
    colorAxes.push(coloraxis);
    if (!bar && index + 1 < places.length) continue;
    const { signed, range, ticks } = frame.scale;
    layout[coloraxis] = {
      cmin: signed ? -range : 0,
      cmax: range,
      colorscale: signed ? divergingScale(palette) : sequentialScale(palette),
      showscale: bar,
      colorbar: {
        x: (x + side + barGap) / total.width,
        xanchor: "left",
        xpad: 0,
        y: 1 - (y + size[1] / 2) / total.height,
        yanchor: "middle",
        ypad: 0,
        len: size[1],
        lenmode: "pixels",
        thickness: 10,
        outlinewidth: 0,
        ticks: "",
        tickvals: ticks.map(([value]) => value),
        ticktext: ticks.map(([, label]) => barText(label)),
        tickfont: { size: 11 },
      },
    };
    run++;
  }
  layout.annotations = annotations;
  return { width: total.width, layout, colorAxes };
}

/** A label beside a color bar, as wide as there is room for. */
const barText = (label: string): string =>
  label
    .split("\n")
    .flatMap((line) => wrap(line, 11, barWidth - 16))
    .map(escapeText)
    .join("<br>");

/** The names of rows, as many as there is room for. */
function rowTicks(rows: readonly string[], height: number): object {
  const every = Math.max(1, Math.ceil(12 / height));
  const shown = rows.map((name, i) => [i, name] as const).filter(([i]) => i % every === 0);
  return {
    showticklabels: true,
    automargin: false,
    tickvals: shown.map(([i]) => i),
    ticktext: shown.map(([, name]) => escapeText(ellipsis(name, 11, names - 6))),
    tickfont: { size: 11 },
  };
}

interface Line {
  html: string;
  warning: boolean;
}

const noteLines = ({ notes }: Frame): Line[] =>
  notes.flatMap(({ text, warning }) =>
    wrap(text, noteFont, side + 10).map((line) => ({ html: escapeText(line), warning })),
  );
