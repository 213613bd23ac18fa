import type { Figure, Layout, Trace } from "../../kernel/payloads/figure.ts";
import { isRecord } from "../../kernel/payloads/isRecord.ts";
import { css, inkScale, type Palette, palettes, type Scheme } from "./colors.ts";
import { type Frame, heatmapLayout } from "./heatmapLayout.ts";

export interface Theme {
  scheme: Scheme;
  /** CSS colors and font of the page around the figure. */
  foreground: string;
  dimmed: string;
  lines: string;
  panel: string;
  font: string;
}

/** What a heat map figure says of itself in `layout.meta`. */
export interface HeatmapMeta {
  glassbook: "heatmap";
  frames: Frame[];
  columns: number;
  title?: string;
}

/** Okabe and Ito's colors, told apart by everyone; the first two are those of the maps. */
const colorway = {
  light: ["#3250a0", "#e66101", "#009e73", "#cc79a7", "#56b4e9", "#8a5a00", "#777777"],
  dark: ["#6296f0", "#f57314", "#00c896", "#e39cc4", "#8fd0f5", "#d7a64a", "#aaaaaa"],
};

/** A figure in the reader's colors and, where it is one of our heat maps, in the room there is. Pure. */
export function themed(figure: Figure, theme: Theme, width: number): Figure {
  const palette = palettes[theme.scheme];
  const meta = figure.layout?.meta;
  const { data, layout } = isHeatmap(meta) ? fitted(figure, meta, palette, width) : figure;
  return {
    data: data.map((trace) => (isRecord(trace.meta) && trace.meta.role === "cells" ? written(trace, theme) : trace)),
    layout: { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", template: template(theme), ...layout },
    config: { ...figure.config },
  };
}

const isHeatmap = (meta: unknown): meta is HeatmapMeta =>
  isRecord(meta) && meta.glassbook === "heatmap" && Array.isArray(meta.frames) && typeof meta.columns === "number";

function fitted(figure: Figure, meta: HeatmapMeta, palette: Palette, width: number): { data: Trace[]; layout: Layout } {
  let columns = meta.columns;
  while (columns > 1 && heatmapLayout(meta.frames, columns, palette).width > width) columns--;
  const { layout, colorAxes } = heatmapLayout(meta.frames, columns, palette, meta.title);
  return {
    data: figure.data.map((trace) => colored(trace, palette, colorAxes)),
    layout: { ...figure.layout, ...layout },
  };
}

function colored(trace: Trace, palette: Palette, colorAxes: readonly string[]): Trace {
  const meta = isRecord(trace.meta) ? trace.meta : {};
  if (meta.role === "ink") return { ...trace, colorscale: inkScale(palette) };
  if (meta.role === "invalid") return { ...trace, colorscale: flat(css(palette.invalid)) };
  if (meta.role === "map") return { ...trace, coloraxis: colorAxes[Number(meta.map)] };
  return trace;
}

/** Numbers on half-transparent cells: Plotly would choose their color as if the page were white. */
const written = (trace: Trace, { foreground }: Theme): Trace => ({ ...trace, textfont: { color: foreground } });

const flat = (color: string) => [
  [0, color],
  [1, color],
];

function template({ scheme, foreground, dimmed, lines, panel, font }: Theme): Layout {
  const axis = { gridcolor: lines, linecolor: lines, zerolinecolor: lines, automargin: true };
  return {
    layout: {
      font: { color: foreground, family: font, size: 12 },
      colorway: colorway[scheme],
      modebar: { bgcolor: panel, color: dimmed, activecolor: foreground },
      xaxis: axis,
      yaxis: axis,
      hoverlabel: { bgcolor: panel, bordercolor: lines, font: { color: foreground, family: font }, align: "left" },
    },
  };
}
