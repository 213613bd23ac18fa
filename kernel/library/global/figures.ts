import { escapeText } from "../../../renderers/shared/textWidth.ts";
import { axisTitle } from "../drawing/labels.ts";
import { plot } from "../drawing/plot.ts";
import { lowToHigh, tones } from "../drawing/tones.ts";
import type { Displayable } from "../ground/mimeBundle.ts";
import { type Column, cellText } from "../signature/columns.ts";
import { number } from "../text/number.ts";
import type { AccumulatedLocalEffects } from "./accumulatedLocalEffects.ts";
import { figureWords } from "./figureWords.ts";
import type { PartialDependence } from "./partialDependence.ts";

type Curves = Omit<PartialDependence, symbol>;

/** Curves beside the mean: more would be a gray field. */
const mostCurves = 50;

const frame = { height: 360, margin: { l: 20, r: 20, t: 40, b: 50 }, hovermode: "closest" };

/** For the ticks that show where the data lies. */
const rugAxis = { overlaying: "y", range: [-0.02, 1], visible: false, fixedrange: true };

const legend = { orientation: "h", x: 0, y: 1.02, xanchor: "left", yanchor: "bottom" };

/** The mean with its band of two standard errors, over the curves of single rows, over where the data lies. */
export function partialDependenceFigure(
  { features, grid: [grid], average, standardError, ice }: Curves,
  [column]: readonly Column[],
  answer: string,
  [own]: readonly ArrayLike<number>[],
): Displayable {
  const words = figureWords();
  const name = features[0];
  const x = [...grid];
  const points = grid.length;
  const rows = ice ? ice.length / points : 0;
  const step = Math.max(1, Math.ceil(rows / mostCurves));
  const curves = Array.from({ length: Math.ceil(rows / step) }, (_, i) => i * step);
  const categorical = column.kind === "categorical";
  const mode = categorical || points < 3 ? "markers+lines" : "lines";
  const data = [
    {
      type: "scatter",
      mode: "lines",
      name: words.singleRows(curves.length),
      x: curves.flatMap(() => [...x, null]),
      y: curves.flatMap((row) => [...(ice?.subarray(row * points, (row + 1) * points) ?? []), null]),
      line: { color: tones.neutral, width: 0.75 },
      opacity: 0.5,
      hoverinfo: "skip",
    },
    {
      type: "scatter",
      mode: "lines",
      name: words.band,
      x: [...x, ...x.toReversed()],
      y: [
        ...Array.from(average, (mean, i) => mean + 2 * standardError[i]),
        ...Array.from(average, (mean, i) => mean - 2 * standardError[i]).reverse(),
      ],
      fill: "toself",
      fillcolor: "rgba(230,97,1,0.25)",
      line: { width: 0 },
      hoverinfo: "skip",
    },
    {
      type: "scatter",
      mode,
      name: words.mean,
      x,
      y: [...average],
      line: { color: tones.positive, width: 3 },
      hovertemplate: `${escapeText(name)} %{x}: %{y:.4g}<extra>${words.mean}</extra>`,
    },
    rug(own),
  ];
  const ticks = categorical ? { tickvals: x, ticktext: x.map((code) => escapeText(cellText(column, code))) } : {};
  const layout = {
    ...frame,
    legend,
    xaxis: { automargin: true, zeroline: false, title: axisTitle(name), ...ticks },
    yaxis: { automargin: true, zeroline: false, title: axisTitle(answer) },
    yaxis2: rugAxis,
  };
  const at = (i: number) => words.at(number(average[i]), cellText(column, x[i]));
  const [lowest, highest] = extremes(average);
  const text = words.partialDependence(name, answer, at(lowest), at(highest));
  return plot(data, layout, { text });
}

/** Two features: the mean as a field. */
export function surfaceFigure(
  { features, grid: [first, second], average }: Curves,
  columns: readonly Column[],
  answer: string,
): Displayable {
  const words = figureWords();
  const z = Array.from(second, (_, j) => Array.from(first, (_, i) => average[i * second.length + j]));
  const axis = (column: Column, grid: Float64Array, name: string) => ({
    automargin: true,
    zeroline: false,
    title: axisTitle(name),
    ...(column.kind === "categorical" && {
      tickvals: [...grid],
      ticktext: Array.from(grid, (code) => escapeText(cellText(column, code))),
    }),
  });
  const [x, y] = features.map(escapeText);
  const data = [
    {
      type: columns.some(({ kind }) => kind === "categorical") ? "heatmap" : "contour",
      x: [...first],
      y: [...second],
      z,
      colorscale: lowToHigh,
      contours: { coloring: "heatmap", showlabels: true },
      colorbar: {
        title: { text: escapeText(answer), side: "right" },
        thickness: 12,
        outlinewidth: 0,
      },
      hovertemplate: `${x} %{x}<br>${y} %{y}<br>%{z:.4g}<extra></extra>`,
    },
  ];
  const layout = {
    ...frame,
    height: 420,
    xaxis: axis(columns[0], first, features[0]),
    yaxis: axis(columns[1], second, features[1]),
  };
  const [lowest, highest] = extremes(average);
  const at = (i: number) =>
    words.at(
      number(average[i]),
      words.both(
        cellText(columns[0], first[Math.floor(i / second.length)]),
        cellText(columns[1], second[i % second.length]),
      ),
    );
  const text = words.partialDependence(words.both(features[0], features[1]), answer, at(lowest), at(highest));
  return plot(data, layout, { text });
}

export function effectsFigure(
  { feature, edges, values, standardError }: Omit<AccumulatedLocalEffects, symbol>,
  answer: string,
  own: ArrayLike<number>,
): Displayable {
  const words = figureWords();
  const x = [...edges];
  const data = [
    {
      type: "scatter",
      mode: "lines",
      name: words.band,
      x: [...x, ...x.toReversed()],
      y: [
        ...Array.from(values, (value, i) => value + 2 * standardError[i]),
        ...Array.from(values, (value, i) => value - 2 * standardError[i]).reverse(),
      ],
      fill: "toself",
      fillcolor: "rgba(230,97,1,0.25)",
      line: { width: 0 },
      hoverinfo: "skip",
    },
    {
      type: "scatter",
      mode: "lines",
      name: words.effect,
      x,
      y: [...values],
      line: { color: tones.positive, width: 3 },
      hovertemplate: `${escapeText(feature)} %{x}: %{y:.4g}<extra></extra>`,
    },
    rug(own),
  ];
  const layout = {
    ...frame,
    legend,
    xaxis: { automargin: true, zeroline: false, title: axisTitle(feature) },
    yaxis2: rugAxis,
    yaxis: { automargin: true, title: axisTitle(words.effectOn(answer)) },
  };
  const at = (i: number) => words.at(number(values[i]), number(edges[i]));
  const [lowest, highest] = extremes(values);
  const text = words.accumulated(feature, answer, at(lowest), at(highest));
  return plot(data, layout, { text });
}

/** Where the data lies: ticks at the bottom, of 200 rows at most. */
function rug(own: ArrayLike<number>) {
  const step = Math.max(1, Math.ceil(own.length / 200));
  const x = Array.from({ length: Math.ceil(own.length / step) }, (_, i) => own[i * step]);
  return {
    type: "scatter",
    mode: "markers",
    name: figureWords().data,
    x,
    y: x.map(() => 0),
    yaxis: "y2",
    marker: { symbol: "line-ns-open", size: 8, color: tones.neutral, opacity: 0.5 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function extremes(values: ArrayLike<number>): [lowest: number, highest: number] {
  let [low, high] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < values[low]) low = i;
    if (values[i] > values[high]) high = i;
  }
  return [low, high];
}
