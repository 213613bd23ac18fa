import { isRecord } from "./isRecord.ts";

export const plotlyMime = "application/vnd.plotly.v1+json";

/** A Plotly figure as it is stored under `plotlyMime`. */
export interface Figure {
  data: Trace[];
  layout: Layout;
  config?: Record<string, unknown>;
}

export type Trace = Record<string, unknown>;
export type Layout = Record<string, unknown>;

/** What is wrong with a stored figure, as one sentence; undefined where nothing is. */
export function figureProblem(figure: unknown): string | undefined {
  if (!isRecord(figure)) return "the figure is not an object";
  if (!Array.isArray(figure.data)) return "the figure has no list called data";
  const at = figure.data.findIndex((trace) => !isRecord(trace));
  if (at >= 0) return `trace ${at} of the figure is not an object`;
  if (figure.layout !== undefined && !isRecord(figure.layout)) return "the figure's layout is not an object";
  return undefined;
}
