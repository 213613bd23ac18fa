import type { Figure, Trace } from "../../kernel/payloads/figure.ts";
import { isRecord } from "../../kernel/payloads/isRecord.ts";
import type { Locale } from "../shared/heatmapWords.ts";
import { chartStrings } from "./strings.ts";

/** How many values an array of a figure holds: a list, a list of lists, or a typed array in JSON. */
export function lengthOf(value: unknown): number {
  if (Array.isArray(value))
    return Array.isArray(value[0]) ? value.reduce((sum, row) => sum + lengthOf(row), 0) : value.length;
  if (!isRecord(value) || typeof value.bdata !== "string") return 0;
  const bytes = Number(/\d$/.exec(String(value.dtype))?.[0] ?? 1);
  return Math.floor((0.75 * value.bdata.length) / bytes);
}

/** Marks that a trace asks for: the longest of its arrays. */
const sizeOf = (trace: Trace): number =>
  Math.max(0, ...["x", "y", "z", "values", "r", "lat"].map((name) => lengthOf(trace[name])));

/** All marks of a figure. */
export const figureSize = ({ data }: Figure): number => data.reduce((sum, trace) => sum + sizeOf(trace), 0);

const textOf = (title: unknown): string => {
  const text = isRecord(title) ? title.text : title;
  return typeof text === "string" ? text.replaceAll(/<[^>]*>/g, " ").trim() : "";
};

/** A figure in a sentence, for who cannot see it: its title, its axes, and each of its traces. */
export function figureText({ data, layout = {} }: Figure, locale: Locale): string {
  const strings = chartStrings(locale);
  const axes = ["xaxis", "yaxis"].map((name) => textOf(isRecord(layout[name]) ? layout[name].title : undefined));
  const named = data.filter((trace) => trace.hoverinfo !== "skip");
  const traces = named.slice(0, 12).map((trace) => {
    const kind = trace.type === undefined ? "scatter" : String(trace.type);
    return strings.trace(textOf(trace.name), strings.kinds[kind] ?? kind, sizeOf(trace));
  });
  const more = named.length > traces.length ? [strings.moreTraces(named.length - traces.length)] : [];
  return strings.parts([
    textOf(layout.title) || strings.chart,
    ...(axes[0] || axes[1] ? [strings.axes(axes[0], axes[1])] : []),
    ...traces,
    ...more,
  ]);
}
