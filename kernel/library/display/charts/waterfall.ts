import { escapeText } from "../../../../renderers/shared/textWidth.ts";
import { axisTitle, rowsLayout } from "../../drawing/labels.ts";
import { plot } from "../../drawing/plot.ts";
import { tones } from "../../drawing/tones.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import type { Displayable } from "../../ground/mimeBundle.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { number, signedNumber } from "../../text/number.ts";
import { displayWords, outputWord } from "../words.ts";
import { additive, type FeatureNames, featureOptionNames, ranked, readFeatures } from "./features.ts";
import { stepsOf } from "./steps.ts";

export interface WaterfallOptions extends FeatureNames {
  /** Which map of several (default 0; inputs run fastest, targets slowest). */
  index?: number;
  title?: string;
  /** How many features get a bar of their own, the largest (default 10); the others share one. */
  top?: number;
}

const waterfallNames = {
  ...featureOptionNames,
  index: true,
  title: true,
  top: true,
} as const satisfies Names<WaterfallOptions>;

/**
 * The way from the base value (the answer to the baseline, or the background's mean) to the answer, a bar for each
 * feature, largest at the top: orange raises the answer, blue lowers it. Of a sampled method each comes with its standard error.
 *
 * @throws OptionError for a method whose values do not add up to the answer; ShapeError for a map of pixels.
 * @example
 * display(waterfall(await new KernelShap(model).attribute(row), { title: "Why was this loan refused?" }));
 */
export function waterfallPlot(explanation: Explanation, options: WaterfallOptions = {}): Displayable {
  checkNames("waterfallPlot()", waterfallNames, options);
  const features = readFeatures(explanation, options);
  const row = additive(features, options.index ?? 0, explanation.method);
  const steps = stepsOf(features, row, ranked(row.values), options.top ?? 10);
  const data = (["positive", "negative"] as const).map((tone) => {
    const chosen = steps.flatMap((step, place) =>
      (tone === "negative") === step.value < 0 ? [{ ...step, place }] : [],
    );
    return {
      type: "bar",
      orientation: "h",
      width: 0.7,
      base: chosen.map(({ from }) => from),
      x: chosen.map(({ value }) => value),
      y: chosen.map(({ place }) => place),
      text: chosen.map(({ value, standardError }) => withError(value, standardError)),
      textposition: "auto",
      cliponaxis: false,
      customdata: chosen.map(({ name, from, to }) => [escapeText(name), number(from), number(to)]),
      hovertemplate: "%{customdata[0]}: %{text}<br>%{customdata[1]} → %{customdata[2]}<extra></extra>",
      marker: { color: tones[tone] },
    };
  });
  const [low, high] = steps.reduce(
    ([low, high], { from, to }) => [Math.min(low, from, to), Math.max(high, from, to)],
    [Math.min(row.base, row.answer), Math.max(row.base, row.answer)],
  );
  const words = displayWords();
  const room = 0.12 * (high - low || 1);
  const names = steps.map(({ name }) => name);
  const layout = {
    ...rowsLayout(names, options.title, 28, 36),
    barmode: "overlay",
    xaxis: {
      range: [low - room, high + room],
      zeroline: false,
      title: axisTitle(outputWord(explanation)),
    },
    shapes: [marker(row.base, "dot"), marker(row.answer, "solid")],
    annotations: [
      note(row.base, words.baseAt(number(row.base, 3)), 2),
      note(row.answer, `<b>${words.predictionAt(number(row.answer, 3))}</b>`, 16),
    ],
  };
  const text = [
    options.title,
    words.way(number(row.base), number(row.answer)),
    ...steps.map(({ name, value }) => words.entry(name, signedNumber(value))),
  ];
  return plot(
    data.filter(({ y }) => y.length > 0),
    layout,
    { text: text.filter(Boolean).join("\n") },
  );
}

const marker = (x: number, dash: string) => ({
  type: "line",
  xref: "x",
  yref: "paper",
  x0: x,
  x1: x,
  y0: 0,
  y1: 1,
  line: { color: tones.neutral, width: 1, dash },
});

const note = (x: number, text: string, yshift: number) => ({
  x,
  xref: "x",
  y: 1,
  yref: "paper",
  yanchor: "bottom",
  yshift,
  text,
  showarrow: false,
  font: { size: 11 },
});

const withError = (value: number, standardError: number) =>
  standardError > 0 ? `${signedNumber(value, 3)} ± ${number(standardError, 2)}` : signedNumber(value, 3);
