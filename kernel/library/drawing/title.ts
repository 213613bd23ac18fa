import { escapeText } from "../../../renderers/shared/textWidth.ts";

/** A chart's title as ours look: bold, at the left edge. */
export const titleOf = (text: string) => ({
  text: `<b>${escapeText(text)}</b>`,
  x: 0,
  xref: "container",
  xanchor: "left",
  y: 1,
  yref: "container",
  yanchor: "top",
  pad: { t: 8, l: 2 },
  font: { size: 15 },
});
