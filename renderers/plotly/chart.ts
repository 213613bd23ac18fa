import Plotly from "plotly.js-dist";
import { type Figure, figureProblem } from "../../kernel/payloads/figure.ts";
import { isRecord } from "../../kernel/payloads/isRecord.ts";
import { element } from "../dom/element.ts";
import type { KernelLink } from "../vscode/link.ts";
import { localeOf, watchLocale } from "../vscode/locale.ts";
import type { Shown } from "../vscode/outputs.ts";
import type { SavedState } from "../vscode/savedState.ts";
import { editorTheme, watchTheme } from "../vscode/theme.ts";
import { draw, isDrawn } from "./draw.ts";
import { figureText } from "./figureText.ts";
import { chartKeys } from "./keyboard.ts";
import { chartStrings } from "./strings.ts";

const style = `
.glassbook-chart { position: relative; padding: 2px; }
.glassbook-chart:focus-visible { outline: 2px solid var(--vscode-focusBorder, Highlight); }
.glassbook-chart:focus-within .modebar-group { opacity: 1 !important; }
.glassbook-chart .modebar-btn:focus-visible { outline-color: var(--vscode-focusBorder, Highlight) !important; }
.glassbook-chart .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.glassbook-chart .problem { font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); border: 1px solid var(--vscode-inputValidation-warningBorder, #b89500); background: var(--vscode-inputValidation-warningBackground, transparent);
  padding: 6px 10px; margin: 4px 0; border-radius: 3px; max-width: 80ch; overflow-wrap: anywhere; }
`;

/** A Plotly figure in an element of the editor's, in its theme and language, at its width. */
export function mountChart(host: HTMLElement, given: unknown, link: KernelLink, saved: () => SavedState): Shown {
  const drawing = element("div");
  const said = element("div", { class: "said", role: "status" });
  const frame = element("div", { class: "glassbook-chart", tabindex: 0, role: "group" }, drawing, said);
  host.replaceChildren(element("style", {}, style), frame);
  const locale = () => localeOf(link);
  let payload = given;
  let width = 0;
  let listening = false;
  frame.addEventListener(
    "keydown",
    chartKeys(drawing, locale, (text) => {
      said.textContent = text;
    }),
  );

  async function redraw(): Promise<void> {
    width = host.clientWidth;
    const sound = figureProblem(payload) === undefined;
    frame.lang = locale();
    const { described, help } = chartStrings(locale());
    if (sound) frame.setAttribute("aria-label", described(figureText(payload as Figure, locale()), help));
    else frame.removeAttribute("aria-label");
    await draw(sound && !listening ? withSaved(payload, saved().read()) : payload, drawing, editorTheme(), locale());
    if (!isDrawn(drawing)) listening = false;
    else if (!listening) {
      listening = true;
      const plot = drawing as unknown as Plotly.PlotlyHTMLElement;
      plot.on("plotly_relayout", (event) => saved().write(rangesIn(event, saved().read())));
    }
  }

  const resized = new ResizeObserver(() => {
    // A chart keeps its form while it is hidden.
    if (host.clientWidth > 0 && host.clientWidth !== width) void redraw();
  });
  resized.observe(host);
  const unwatch = [watchTheme(() => void redraw()), watchLocale(link, () => void redraw())];
  void redraw();
  return {
    show(next) {
      payload = next;
      void redraw();
    },
    stop() {
      resized.disconnect();
      for (const each of unwatch) each();
      if (isDrawn(drawing)) Plotly.purge(drawing);
    },
  };
}

const rangeKey = /^([xy]axis\d*)\.range\[([01])\]$/;

/** Where the reader zoomed to, axis by axis, with what plotly.js tells of a change. */
function rangesIn(event: object, before: unknown): Record<string, unknown[]> {
  const ranges: Record<string, unknown[]> = isRecord(before) ? { ...(before as Record<string, unknown[]>) } : {};
  for (const [key, value] of Object.entries(event)) {
    const [, axis, end] = rangeKey.exec(key) ?? [];
    if (axis) ranges[axis] = Object.assign([...(ranges[axis] ?? [])], { [Number(end)]: value });
    else if (key.endsWith(".autorange") && value === true) delete ranges[key.replace(".autorange", "")];
  }
  return ranges;
}

function withSaved(payload: unknown, saved: unknown): unknown {
  if (!isRecord(payload) || !isRecord(saved) || !isRecord(payload.layout)) return payload;
  const axes = Object.entries(saved).filter(([, range]) => Array.isArray(range) && range.length === 2);
  const { layout } = payload;
  const zoomed = axes.map(([name, range]) => [
    name,
    { ...(isRecord(layout[name]) && layout[name]), range, autorange: false },
  ]);
  return { ...payload, layout: { ...layout, ...Object.fromEntries(zoomed) } };
}
