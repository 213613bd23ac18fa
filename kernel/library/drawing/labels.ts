import { ellipsis, escapeText } from "../../../renderers/shared/textWidth.ts";
import { titleOf } from "./title.ts";

/** A y axis with a name at each whole number, the first at the top. */
export const namedRows = (names: readonly string[], room = 170) => ({
  automargin: true,
  range: [names.length - 0.5, -0.5],
  tickvals: [...names.keys()],
  ticktext: names.map((name) => escapeText(ellipsis(name, 12, room))),
  ticks: "",
  showgrid: false,
  zeroline: false,
});

/** The frame that our charts of rows share; `height` of a row and the room `above` the first, in pixels. */
export const rowsLayout = (names: readonly string[], title: string | undefined, height = 24, above = 20) => ({
  ...(title && { title: titleOf(title) }),
  height: 56 + above + (title ? 30 : 0) + height * names.length,
  margin: { l: 20, r: 30, t: above + (title ? 24 : 0), b: 48 },
  showlegend: false,
  yaxis: namedRows(names),
});

/** What stands below an axis. */
export const axisTitle = (text: string) => ({ text: escapeText(text), font: { size: 12 }, standoff: 8 });

/** From here on points are drawn by WebGL, of which a page has a few canvases only. */
export const manyPoints = 3000;
