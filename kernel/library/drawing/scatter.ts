import { escapeText } from "../../../renderers/shared/textWidth.ts";
import { OptionError } from "../ground/errors.ts";
import type { Displayable } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { spearman } from "../math/spearman.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { signedNumber } from "../text/number.ts";
import { axisTitle, manyPoints } from "./labels.ts";
import { plot } from "./plot.ts";
import { titleOf } from "./title.ts";
import { tones } from "./tones.ts";
import { drawingWords } from "./words.ts";

export interface ScatterOptions {
  title?: string;
  /** What stands at the axes. */
  xTitle?: string;
  yTitle?: string;
  /** What each point is, in its hover. */
  labels?: readonly string[];
  /** One standard error of each y, as whiskers. */
  standardError?: ArrayLike<number>;
  /** Draws the line on which both would be equal (default false). */
  identity?: boolean;
}

const scatterNames = {
  title: true,
  xTitle: true,
  yTitle: true,
  labels: true,
  standardError: true,
  identity: true,
} as const satisfies Names<ScatterOptions>;

/**
 * Two lists of numbers against each other, a point for each pair: the values of two methods, say, or two features.
 *
 * @throws OptionError where the lists differ in length, or are empty.
 * @example
 * display(scatter(exact.coefficients, sampled.coefficients, { identity: true, xTitle: "exact", yTitle: "500 samples" }));
 */
export function scatterPlot(x: ArrayLike<number>, y: ArrayLike<number>, options: ScatterOptions = {}): Displayable {
  checkNames("scatterPlot()", scatterNames, options);
  const { labels, standardError, title, xTitle = "x", yTitle = "y" } = options;
  if (x.length === 0 || x.length !== y.length) {
    throw new OptionError(say`scatter got ${x.length} x and ${y.length} y: expected as many of each, and at least one`);
  }
  for (const [name, list] of [["labels", labels] as const, ["standardError", standardError] as const]) {
    if (list && list.length !== x.length)
      throw new OptionError(say`${list.length} ${name} for ${x.length} points: give one for each`);
  }
  const points = {
    type: x.length > manyPoints ? "scattergl" : "scatter",
    mode: "markers",
    x: Array.from(x),
    y: Array.from(y),
    customdata: Array.from(x, (_, i) => escapeText(labels?.[i] ?? String(i))),
    hovertemplate: "%{customdata}<br>x %{x:.4g}, y %{y:.4g}<extra></extra>",
    marker: { size: 7, color: tones.negative, opacity: x.length > 500 ? 0.5 : 0.9 },
    ...(standardError && {
      error_y: { type: "data", array: Array.from(standardError), color: tones.neutral, thickness: 1.5, width: 3 },
    }),
  };
  const all = [...Array.from(x), ...Array.from(y)].filter(Number.isFinite);
  const ends = [Math.min(...all), Math.max(...all)];
  const line = {
    type: "scatter",
    mode: "lines",
    x: ends,
    y: ends,
    hoverinfo: "skip",
    line: { color: tones.neutral, width: 1, dash: "dot" },
  };
  const together = spearman(x, y);
  const layout = {
    ...(title && { title: titleOf(title) }),
    height: 380,
    margin: { l: 20, r: 20, t: title ? 44 : 16, b: 50 },
    showlegend: false,
    hovermode: "closest",
    xaxis: { automargin: true, zeroline: true, title: axisTitle(xTitle) },
    yaxis: { automargin: true, zeroline: true, title: axisTitle(yTitle) },
  };
  const words = drawingWords();
  const told =
    words.against(yTitle, xTitle, x.length) + (together === null ? "" : words.rank(signedNumber(together, 2)));
  const text = title ? words.titled(title, told) : told;
  return plot(options.identity ? [line, points] : [points], layout, { text });
}
