import Plotly from "plotly.js-dist";
import { isRecord } from "../../kernel/payloads/isRecord.ts";
import { isShortcut } from "../dom/ownKeys.ts";
import type { Locale } from "../shared/heatmapWords.ts";
import { chartStrings } from "./strings.ts";

/** What plotly.js keeps of a drawn trace: its arrays are decoded there. */
interface DrawnTrace {
  index: number;
  name?: string;
  visible?: unknown;
  hoverinfo?: string;
  type: string;
  x?: ArrayLike<unknown>;
  y?: ArrayLike<unknown>;
}

/** Its types leave the hover out, which its own pages use. */
const { Fx: hoverOf } = Plotly as unknown as {
  Fx: { hover(chart: HTMLElement, points: object[], subplot?: string): void };
};

/** Traces whose points stand in a row, so that left and right mean something. */
const inRows = new Set(["scatter", "scattergl", "bar"]);

/** Lets the arrow keys go from point to point of a drawn chart; each is shown as under the pointer, and said. */
export function chartKeys(
  chart: HTMLElement,
  locale: () => Locale,
  say: (text: string) => void,
): (event: KeyboardEvent) => void {
  let at: { trace: number; point: number } | undefined;
  return (event) => {
    const traces = drawn(chart).filter(
      ({ type, visible, hoverinfo, y }) =>
        inRows.has(type) && visible === true && hoverinfo !== "skip" && (y?.length ?? 0) > 0,
    );
    if (traces.length === 0 || event.target !== chart.parentElement) return;
    const current = Math.max(
      0,
      traces.findIndex(({ index }) => index === at?.trace),
    );
    const steps: Record<string, [trace: number, point: number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      Home: [0, Number.NEGATIVE_INFINITY],
      End: [0, Number.POSITIVE_INFINITY],
    };
    if (event.key === "Escape") {
      hoverOf.hover(chart, [], subplotOf(chart, at?.trace ?? 0));
      at = undefined;
      say("");
      return;
    }
    const step = steps[event.key];
    if (!step || isShortcut(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const trace = traces[Math.min(traces.length - 1, Math.max(0, current + step[0]))];
    const count = trace.y?.length ?? 0;
    const point = at ? Math.min(count - 1, Math.max(0, at.point + step[1])) : 0;
    at = { trace: trace.index, point };
    hoverOf.hover(chart, [{ curveNumber: trace.index, pointNumber: point }], subplotOf(chart, trace.index));
    const value = (array: ArrayLike<unknown> | undefined) => told(array?.[point] ?? point);
    say(chartStrings(locale()).point(trace.name ?? "", point + 1, count, value(trace.x), value(trace.y)));
  };
}

const told = (value: unknown) => (typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value));

function drawn(chart: HTMLElement): DrawnTrace[] {
  const { _fullData } = chart as { _fullData?: unknown };
  return Array.isArray(_fullData) ? (_fullData.filter(isRecord) as unknown as DrawnTrace[]) : [];
}

/** The name of a trace's subplot: `xy`, `x2y2`. */
function subplotOf(chart: HTMLElement, trace: number): string {
  const found = drawn(chart)[trace] as unknown as { xaxis?: string; yaxis?: string } | undefined;
  return `${found?.xaxis ?? "x"}${found?.yaxis ?? "y"}`;
}
