import { escapeText } from "../../../../renderers/shared/textWidth.ts";
import { axisTitle, rowsLayout } from "../../drawing/labels.ts";
import { plot } from "../../drawing/plot.ts";
import { lowToHigh, tones } from "../../drawing/tones.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import type { Displayable } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { number } from "../../text/number.ts";
import { displayWords, outputWord } from "../words.ts";
import { additive, type FeatureNames, featureOptionNames, meanSizes, ranked, readFeatures } from "./features.ts";
import { nameWithValue, stepsOf } from "./steps.ts";

export interface DecisionOptions extends FeatureNames {
  /** Which maps (default: all; inputs run fastest, targets slowest). At most 200. */
  indices?: readonly number[];
  title?: string;
  /** How many features get a line of their own, the most important ones (default 20). */
  top?: number;
}

const decisionNames = {
  ...featureOptionNames,
  indices: true,
  title: true,
  top: true,
} as const satisfies Names<DecisionOptions>;

const mostLines = 200;

/**
 * The way of each row from the base value, at the bottom, to its answer, at the top, feature by feature: rows that take
 * the same way are explained alike, and an odd one stands out.
 *
 * @throws OptionError for a method whose values do not add up to the answer, or more than 200 rows.
 * @example
 * display(decision(shap, { indices: [0, 1, 2, 3] }));
 */
export function decisionPlot(explanation: Explanation, options: DecisionOptions = {}): Displayable {
  checkNames("decisionPlot()", decisionNames, options);
  const features = readFeatures(explanation, options);
  const indices = options.indices ?? features.rows.map((_, index) => index);
  if (indices.length === 0 || indices.length > mostLines) {
    throw new OptionError(say`${indices.length} lines are too many: choose 1 to ${mostLines} rows with indices`);
  }
  const rows = indices.map((index) => additive(features, index, explanation.method));
  const order = ranked(meanSizes({ ...features, rows }));
  const ways = rows.map((row) => stepsOf(features, row, order, options.top ?? 20));
  const answers = rows.map(({ answer }) => answer);
  const [low, high] = [Math.min(...answers), Math.max(...answers)];
  const single = rows.length === 1;
  const words = displayWords();
  const data = ways.map((steps, i) => ({
    type: "scatter",
    mode: "lines",
    name: words.row(indices[i]),
    // A line runs from the base, below the last feature, to the answer, above the first.
    x: [rows[i].base, ...steps.map(({ to }) => to).reverse()],
    y: Array.from({ length: steps.length + 1 }, (_, k) => steps.length - 0.5 - k),
    text: [words.base, ...steps.map(({ name }) => escapeText(name)).reverse()],
    hovertemplate: `%{text}: %{x:.4g}<extra>${words.row(indices[i])}</extra>`,
    line: { color: colorAt(high > low ? (answers[i] - low) / (high - low) : 1), width: single ? 2.5 : 1.5 },
    opacity: single ? 1 : Math.max(0.35, 1 - rows.length / 150),
  }));
  const own = order
    .slice(0, ways[0].length)
    .map((feature) => (single ? nameWithValue(features, rows[0], feature) : features.names[feature]));
  const names = ways[0].map((step, place) => (step.isOthers ? step.name : own[place]));
  const layout = {
    ...rowsLayout(names, options.title, 24),
    hovermode: "closest",
    xaxis: { zeroline: false, title: axisTitle(outputWord(explanation)) },
    shapes: [
      {
        type: "line",
        xref: "x",
        yref: "paper",
        x0: rows[0].base,
        x1: rows[0].base,
        y0: 0,
        y1: 1,
        line: { color: tones.neutral, width: 1, dash: "dot" },
      },
    ],
  };
  const told = rows.map(({ base, answer }, i) => words.fromTo(indices[i], number(base), number(answer)));
  const most = told.length > 10 ? [...told.slice(0, 10), words.moreRows(told.length - 10)] : told;
  const text = [options.title, words.importantFirst(names), ...most];
  return plot(data, layout, { text: text.filter(Boolean).join("\n") });
}

/** Between the colors of low and high. */
function colorAt(share: number): string {
  const [from, to, at] =
    share < 0.5 ? [lowToHigh[0][1], lowToHigh[1][1], share * 2] : [lowToHigh[1][1], lowToHigh[2][1], share * 2 - 1];
  const channel = (text: string, i: number) => Number.parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map((i) => Math.round(channel(from, i) + (channel(to, i) - channel(from, i)) * at));
  return `rgb(${mixed.join(",")})`;
}
