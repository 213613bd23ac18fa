import Plotly from "plotly.js-dist";
import { type Figure, figureProblem } from "../shared/figure.ts";
import { type Theme, themed } from "../shared/theme.ts";
import { showProblem } from "./showProblem.ts";

const config: Partial<Plotly.Config> = {
  displaylogo: false,
  responsive: false,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
};

/** Whatever a figure asks for: plotly.js 4 offers to upload a chart to its maker's cloud, and no chart leaves this page. */
const always: Partial<Plotly.Config> = { showSendToCloud: false, plotlyServerURL: "" };

/**
 * Draws a stored Plotly figure into an element, or draws it anew: in another theme, or at another width. A payload that
 * is no figure is said to be none; what the element showed before gives way to the sentence.
 */
export function draw(payload: unknown, element: HTMLElement, theme: Theme): Promise<void> {
  // One after the other: Plotly.react goes on after it returns.
  const turn = (turns.get(element) ?? Promise.resolve()).then(() => drawNow(payload, element, theme));
  turns.set(element, turn);
  return turn;
}

const turns = new WeakMap<HTMLElement, Promise<void>>();

async function drawNow(payload: unknown, element: HTMLElement, theme: Theme): Promise<void> {
  const problem = figureProblem(payload);
  if (problem) return showProblem(element, `This chart cannot be drawn: ${problem}.`);
  try {
    if (!element.classList.contains("js-plotly-plot")) element.replaceChildren();
    const figure = themed(structuredClone(payload) as Figure, theme, element.clientWidth);
    await Plotly.react(element, figure.data, figure.layout as Partial<Plotly.Layout>, {
      ...config,
      ...figure.config,
      ...always,
    });
  } catch (error) {
    Plotly.purge(element);
    showProblem(element, `This chart cannot be drawn: plotly.js says “${(error as Error).message}”.`);
  }
}
