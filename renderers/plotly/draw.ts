import Plotly from "plotly.js-dist";
import { type Figure, figureProblem } from "../../kernel/payloads/figure.ts";
import { tidyNumber } from "../../kernel/payloads/number.ts";
import type { Locale } from "../shared/heatmapWords.ts";
import { type Theme, themed } from "../shared/theme.ts";
import { figureSize } from "./figureText.ts";
import { showProblem } from "./showProblem.ts";
import { chartStrings, plotlyLocales } from "./strings.ts";

const config: Partial<Plotly.Config> = {
  displaylogo: false,
  responsive: false,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
};

/** Whatever a figure asks for: plotly.js 4 offers to upload a chart to its maker's cloud, and no chart leaves this page. */
const always: Partial<Plotly.Config> = { showSendToCloud: false, plotlyServerURL: "" };

/** Points that plotly.js draws without freezing the page for long. */
const most = 3_000_000;

/**
 * Draws a stored Plotly figure into an element, or draws it anew: in another theme, at another width, or with other data.
 * What the reader zoomed to or hid stays. A payload that is no figure is said to be none; what the element showed before
 * gives way to the sentence.
 */
export function draw(payload: unknown, element: HTMLElement, theme: Theme, locale: Locale = "en"): Promise<void> {
  // One after the other: Plotly.react goes on after it returns.
  const turn = (turns.get(element) ?? Promise.resolve()).then(() => drawNow(payload, element, theme, locale));
  turns.set(element, turn);
  return turn;
}

const turns = new WeakMap<HTMLElement, Promise<void>>();

async function drawNow(payload: unknown, element: HTMLElement, theme: Theme, locale: Locale): Promise<void> {
  const strings = chartStrings(locale);
  const refuse = (why: string) => {
    if (drawn.delete(element)) Plotly.purge(element);
    showProblem(element, strings.problem(why));
  };
  const problem = figureProblem(payload);
  if (problem) return refuse(problem);
  const size = figureSize(payload as Figure);
  if (size > most) return refuse(strings.tooLarge(tidyNumber(size), tidyNumber(most)));
  try {
    if (!drawn.has(element)) element.replaceChildren();
    drawn.add(element);
    const figure = themed(structuredClone(payload) as Figure, theme, element.clientWidth);
    // plotly.js measures only at first what it is not told.
    const width = element.clientWidth > 0 && { width: element.clientWidth };
    const layout = { uirevision: "kept", ...width, ...figure.layout } as Partial<Plotly.Layout>;
    const language = locale === "en" ? {} : { locale, locales: plotlyLocales };
    await Plotly.react(element, figure.data, layout, { ...config, ...language, ...figure.config, ...always });
  } catch (error) {
    refuse(strings.plotlySays((error as Error).message));
  }
}

/** Elements that hold a chart of plotly.js's, or the half of one. */
const drawn = new WeakSet<HTMLElement>();

export const isDrawn = (element: HTMLElement): boolean => drawn.has(element);
