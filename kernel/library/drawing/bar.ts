import { ellipsis, escapeText } from "../../../renderers/shared/textWidth.ts";
import { OptionError } from "../ground/errors.ts";
import { type Displayable, displayable, mime } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { number, signedNumber } from "../text/number.ts";
import { titleOf } from "./title.ts";
import { tones } from "./tones.ts";
import { drawingWords } from "./words.ts";

export interface BarOptions {
  /** What each value belongs to. Default: its index. */
  labels?: readonly string[];
  /** Standard error of each value, told beside it. */
  standardError?: ArrayLike<number> | undefined;
  title?: string;
  /** What is measured, below the bars. */
  unit?: string;
  /** How many of the largest are shown. Default 20. */
  top?: number;
}

const barNames = {
  labels: true,
  standardError: true,
  title: true,
  unit: true,
  top: true,
} as const satisfies Names<BarOptions>;

/**
 * Values ranked by size as horizontal bars: orange for positive, blue for negative ones. For importance: of filters,
 * layers, features.
 *
 * @throws OptionError without values, or where labels and values differ in number.
 * @example
 * display(bar(importance, { labels: filterNames, title: "Filters that carry the answer", top: 8 }));
 */
export function barPlot(values: ArrayLike<number>, options: BarOptions = {}): Displayable {
  checkNames("barPlot()", barNames, options);
  const { labels, standardError, title, unit, top = 20 } = options;
  if (values.length === 0) throw new OptionError(say`bar needs at least one value; got none`);
  if (labels && labels.length !== values.length) {
    throw new OptionError(say`bar got ${values.length} values and ${labels.length} labels; expected as many of each`);
  }
  const size = (value: number) => (Number.isNaN(value) ? -1 : Math.abs(value));
  const ranked = Array.from(values, (value, i) => ({
    value,
    label: labels?.[i] ?? String(i),
    error: standardError?.[i] ?? 0,
  }))
    .sort((a, b) => size(b.value) - size(a.value))
    .slice(0, top)
    .map((entry, place) => ({ ...entry, place }));
  const signed = ranked.some(({ value }) => value < 0);
  const told = ({ value, error }: { value: number; error: number }) =>
    (signed ? signedNumber : number)(value) + (error > 0 ? ` ± ${number(error, 2)}` : "");
  const trace = (color: string, chosen: typeof ranked) => ({
    type: "bar",
    orientation: "h",
    x: chosen.map(({ value }) => Number(value.toPrecision(4))),
    y: chosen.map(({ place }) => place),
    customdata: chosen.map(({ label }) => escapeText(label)),
    text: chosen.map(told),
    textposition: "auto",
    cliponaxis: false,
    marker: { color: color },
    hovertemplate: "%{customdata}: %{text}<extra></extra>",
  });
  const figure = {
    data: [
      trace(
        tones.positive,
        ranked.filter(({ value }) => !(value < 0)),
      ),
      trace(
        tones.negative,
        ranked.filter(({ value }) => value < 0),
      ),
    ].filter(({ x }) => x.length > 0),
    layout: {
      ...(title && { title: titleOf(title) }),
      height: 70 + (title ? 30 : 0) + 24 * ranked.length,
      margin: { l: 20, r: 50, t: title ? 44 : 12, b: 44 },
      showlegend: false,
      bargap: 0.25,
      barmode: "overlay",
      xaxis: {
        zeroline: true,
        range: padded(
          ranked.map(({ value }) => value),
          standardError ? 0.25 : 0.15,
        ),
        ...(unit && { title: { text: escapeText(unit) } }),
      },
      yaxis: {
        automargin: true,
        range: [ranked.length - 0.5, -0.5],
        tickvals: ranked.map(({ place }) => place),
        ticktext: ranked.map(({ label }) => escapeText(ellipsis(label, 12, 140))),
        ticks: "",
        showgrid: false,
      },
    },
  };
  const more = values.length > ranked.length ? [drawingWords().largestOf(ranked.length, values.length)] : [];
  const lines = ranked.map((entry, i) => `${i + 1}. ${drawingWords().titled(entry.label, told(entry))}`);
  return displayable({ [mime.plotly]: figure, [mime.text]: [title, ...lines, ...more].filter(Boolean).join("\n") });
}

/** From the smallest to the largest and 0, with room for the numbers beside the bars. */
function padded(values: readonly number[], share: number): [number, number] {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const room = share * (high - low || 1);
  return [low < 0 ? low - room : 0, high > 0 ? high + room : 0];
}
