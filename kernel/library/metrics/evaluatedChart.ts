import { escapeText } from "../../../renderers/shared/textWidth.ts";
import { plot } from "../drawing/plot.ts";
import type { Displayable } from "../ground/mimeBundle.ts";
import { number } from "../text/number.ts";
import type { MethodEvaluation } from "./Evaluated.ts";
import { measureTitle, measureWords } from "./words.ts";

const across = 3;
const colors = { point: "rgba(128,128,128,.55)", mean: "#e66101", chance: "#4a7bd0" };
/** Pixels: of a method's line, of what stands above and below a panel. */
const line = 24;
const around = 76;

/** A panel for each measure, methods from top to bottom. */
export function evaluatedChart(evaluated: MethodEvaluation): Displayable {
  const { methods, columns, chance, locale } = evaluated;
  const measures = [...columns.keys()];
  const rows = Math.ceil(measures.length / across);
  const height = rows * (methods.length * line + around) + 20;
  const widths = (1 - 0.06 * (across - 1)) / across;
  const panelHeight = (methods.length * line) / height;
  const names = methods.map((name) => escapeText(name));
  const data: Record<string, unknown>[] = [];
  const layout: Record<string, unknown> = {};
  const annotations: Record<string, unknown>[] = [];
  const shapes: Record<string, unknown>[] = [];
  for (const [place, measure] of measures.entries()) {
    const [row, column] = [Math.floor(place / across), place % across];
    const id = place === 0 ? "" : `${place + 1}`;
    const scores = columns.get(measure) ?? [];
    const left = column * (widths + 0.06);
    const top = 1 - (row * (methods.length * line + around) + 30) / height;
    layout[`xaxis${id}`] = { domain: [left, left + widths], anchor: `y${id}`, nticks: 5, zeroline: false };
    layout[`yaxis${id}`] = {
      domain: [top - panelHeight, top],
      anchor: `x${id}`,
      range: [methods.length - 0.5, -0.5],
      tickvals: methods.map((_, i) => i),
      ticktext: names,
      showticklabels: column === 0,
      automargin: true,
      ticks: "",
      zeroline: false,
    };
    annotations.push({
      text: `<b>${escapeText(measureTitle(measure, locale))}</b>`,
      x: left,
      y: top,
      xref: "paper",
      yref: "paper",
      xanchor: "left",
      yanchor: "bottom",
      showarrow: false,
    });
    const points = scores.flatMap(({ scores: each }, i) => Array.from(each, (score) => ({ score, i })));
    const axes = { xaxis: `x${id}`, yaxis: `y${id}`, type: "scatter", mode: "markers", showlegend: false };
    data.push({
      ...axes,
      x: points.map(({ score }) => rounded(score)),
      y: points.map(({ i }) => i),
      marker: { size: 6, color: colors.point },
      hovertemplate: "%{x}<extra></extra>",
    });
    data.push({
      ...axes,
      x: scores.map(({ mean }) => rounded(mean)),
      y: scores.map((_, i) => i),
      customdata: scores.map(({ mean, spread }, i) => `${names[i]}: ${number(mean, 3)} ± ${number(spread, 2)}`),
      marker: {
        size: 11,
        symbol: "diamond",
        color: methods.map((_, i) => (chance && i === methods.length - 1 ? colors.chance : colors.mean)),
      },
      hovertemplate: "%{customdata}<extra></extra>",
    });
    const level = chance ? scores.at(-1)?.mean : undefined;
    if (level !== undefined && Number.isFinite(level)) {
      shapes.push({
        type: "line",
        xref: `x${id}`,
        yref: `y${id}`,
        x0: level,
        x1: level,
        y0: -0.5,
        y1: methods.length - 0.5,
        line: { color: colors.chance, width: 1, dash: "dot" },
      });
    }
  }
  return plot(
    data,
    { ...layout, annotations, shapes, height, margin: { l: 20, r: 16, t: 10, b: 30 } },
    { text: inWords(evaluated) },
  );
}

const rounded = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(4)) : null);

function inWords({ methods, columns, locale }: MethodEvaluation): string {
  return [...columns]
    .map(([measure, scores]) => {
      const each = methods.map((method, i) => `${method} ${number(scores[i].mean, 3)}`);
      const { name } = measureWords(measure, locale);
      return locale === "zh-CN" ? `${name}：${each.join("，")}` : `${name}: ${each.join(", ")}`;
    })
    .join("\n");
}
