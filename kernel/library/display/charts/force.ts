import { ellipsis, escapeText, textWidth } from "../../../../renderers/shared/textWidth.ts";
import { axisTitle } from "../../drawing/labels.ts";
import { plot } from "../../drawing/plot.ts";
import { titleOf } from "../../drawing/title.ts";
import { tones } from "../../drawing/tones.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import type { Displayable } from "../../ground/mimeBundle.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { number, signedNumber } from "../../text/number.ts";
import { displayWords, outputWord } from "../words.ts";
import { additive, type FeatureNames, featureOptionNames, ranked, readFeatures } from "./features.ts";
import { nameWithValue } from "./steps.ts";

export interface ForceOptions extends FeatureNames {
  /** Which map of several (default 0; inputs run fastest, targets slowest). */
  index?: number;
  title?: string;
}

const forceNames = { ...featureOptionNames, index: true, title: true } as const satisfies Names<ForceOptions>;

interface Push {
  readonly name: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/**
 * What pushes the answer up (orange, from the left) and what pushes it down (blue, from the right), in one line: the two
 * meet at the answer, and the strongest push is next to it.
 *
 * @throws OptionError for a method whose values do not add up to the answer; ShapeError for a map of pixels.
 * @example
 * display(force(await new KernelShap(model).attribute(row)));
 */
export function forcePlot(explanation: Explanation, options: ForceOptions = {}): Displayable {
  checkNames("forcePlot()", forceNames, options);
  const features = readFeatures(explanation, options);
  const row = additive(features, options.index ?? 0, explanation.method);
  const order = ranked(row.values).filter((feature) => row.values[feature] !== 0);
  /** Outwards from the answer. */
  const pushes = (sign: 1 | -1): Push[] => {
    let at = row.answer;
    return order
      .filter((feature) => Math.sign(row.values[feature]) === sign)
      .map((feature) => {
        const value = row.values[feature];
        const to = at;
        at -= value;
        return { name: nameWithValue(features, row, feature), value, from: at, to };
      });
  };
  const [up, down] = [pushes(1), pushes(-1)];
  const ends = [...up, ...down].flatMap(({ from, to }) => [from, to]);
  const [low, high] = [Math.min(row.base, row.answer, ...ends), Math.max(row.base, row.answer, ...ends)];
  const words = displayWords();
  const room = 0.04 * (high - low || 1);
  const layout = {
    ...(options.title && { title: titleOf(options.title) }),
    height: 170 + (options.title ? 30 : 0),
    margin: { l: 20, r: 20, t: options.title ? 76 : 46, b: 46 },
    showlegend: false,
    barmode: "overlay",
    hovermode: "closest",
    xaxis: {
      range: [low - room, high + room],
      zeroline: false,
      title: axisTitle(outputWord(explanation)),
    },
    yaxis: { visible: false, range: [-0.95, 0.5], fixedrange: true },
    shapes: [
      { ...line(row.answer), line: { color: tones.neutral, width: 2 } },
      { ...line(row.base), line: { color: tones.neutral, width: 1, dash: "dot" } },
    ],
    annotations: [
      above(row.answer, `<b>${words.predictionAt(number(row.answer, 3))}</b>`, 16),
      above(row.base, words.baseAt(number(row.base, 3)), 0),
      ...named([...up, ...down], high - low + 2 * room),
    ],
  };
  const list = (say: (list: readonly string[]) => string, found: readonly Push[]) =>
    found.length === 0 ? [] : [say(found.map(({ name, value }) => words.push(name, signedNumber(value))))];
  const text = [
    options.title,
    words.meets(number(row.base), number(row.answer)),
    ...list(words.raisedBy, up),
    ...list(words.loweredBy, down),
  ];
  return plot(
    [bars(up, tones.positive), bars(down, tones.negative)].filter(({ x }) => x.length > 0),
    layout,
    {
      text: text.filter(Boolean).join("\n"),
    },
  );
}

const bars = (pushes: readonly Push[], color: string) => ({
  type: "bar",
  orientation: "h",
  base: pushes.map(({ from }) => from),
  x: pushes.map(({ value }) => value),
  y: pushes.map(() => 0),
  width: 0.5,
  customdata: pushes.map(({ name }) => escapeText(name)),
  text: pushes.map(({ value }) => signedNumber(value, 3)),
  textposition: "inside",
  insidetextanchor: "middle",
  textangle: 0,
  constraintext: "inside",
  hovertemplate: "%{customdata}: %{text}<extra></extra>",
  marker: { color, line: { color: "rgba(255,255,255,0.9)", width: 1.5 } },
});

const line = (x: number) => ({ type: "line", xref: "x", x0: x, x1: x, yref: "y", y0: -0.35, y1: 0.5 });

const above = (x: number, text: string, yshift: number) => ({
  x,
  xref: "x",
  y: 1,
  yref: "paper",
  yanchor: "bottom",
  yshift,
  text,
  showarrow: false,
  font: { size: 12 },
});

/** The widest bars by name, each as long as its bar allows; a page as narrow as a notebook cell is taken for the width. */
function named(pushes: readonly Push[], span: number) {
  const pixels = 760 / span;
  return pushes.flatMap(({ name, from, to }) => {
    const width = Math.abs(to - from) * pixels - 6;
    const short = ellipsis(name, 11, width);
    if (textWidth(short, 11) > width || short.length < 3) return [];
    return [
      {
        x: (from + to) / 2,
        xref: "x",
        y: -0.5,
        yref: "y",
        text: escapeText(short),
        showarrow: false,
        font: { size: 11 },
      },
    ];
  });
}
