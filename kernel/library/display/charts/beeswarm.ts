import { escapeText } from "../../../../renderers/shared/textWidth.ts";
import { axisTitle, rowsLayout } from "../../drawing/labels.ts";
import { plot } from "../../drawing/plot.ts";
import { lowToHigh, tones } from "../../drawing/tones.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import type { Displayable } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import { spearman } from "../../math/spearman.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { number, signedNumber } from "../../text/number.ts";
import { displayWords, outputWord } from "../words.ts";
import { type FeatureNames, type Features, featureOptionNames, meanSizes, ranked, readFeatures } from "./features.ts";

export interface BeeswarmOptions extends FeatureNames {
  title?: string;
  /** How many features, the most important ones (default 10). */
  top?: number;
}

const beeswarmNames = { ...featureOptionNames, title: true, top: true } as const satisfies Names<BeeswarmOptions>;

/** More would be a blot, and slow: points are drawn without WebGL, of which a page has a few canvases only. */
const mostRows = 1000;

/**
 * Each explained row as a point in each feature's line: how much the feature adds to its answer, colored by the
 * feature's value from low (blue) to high (orange). What a model does with a feature over a whole table, at a glance.
 * Of more than 1,000 rows one in k is drawn, and the text says so.
 *
 * @param explanation of several rows of a table: `[n, features]`.
 * @throws OptionError for a single row, ShapeError for a map of pixels.
 * @example
 * display(beeswarm(await new LinearShap(model, { background }).attribute(rows)));
 */
export function beeswarmPlot(explanation: Explanation, options: BeeswarmOptions = {}): Displayable {
  checkNames("beeswarmPlot()", beeswarmNames, options);
  const features = readFeatures(explanation, options);
  const { rows } = features;
  const words = displayWords();
  if (rows.length < 2)
    throw new OptionError(say`beeswarm needs several rows; got 1: show a single row with waterfall()`);
  const sizes = meanSizes(features);
  const shown = ranked(sizes).slice(0, options.top ?? 10);
  const step = Math.ceil(rows.length / mostRows);
  const drawn = Array.from({ length: Math.ceil(rows.length / step) }, (_, i) => i * step);
  const largest = drawn.reduce(
    (max, row) => shown.reduce((m, f) => Math.max(m, Math.abs(rows[row].values[f])), max),
    0,
  );
  const data = shown.map((feature, place) => swarm(features, feature, place, drawn, largest, place === 0));
  const names = shown.map((feature) => features.names[feature]);
  const layout = {
    ...rowsLayout(names, options.title, 34),
    hovermode: "closest",
    xaxis: { zeroline: true, zerolinewidth: 2, title: axisTitle(words.contributionTo(outputWord(explanation))) },
  };
  const part = step > 1 ? [words.oneRowIn(step, rows.length)] : [];
  const text = [options.title, ...shown.map((feature) => told(features, feature, sizes[feature])), ...part];
  return plot(data, layout, { text: text.filter(Boolean).join("\n") });
}

function swarm(features: Features, feature: number, place: number, drawn: number[], largest: number, bar: boolean) {
  const { rows, names, shown } = features;
  const x = drawn.map((row) => rows[row].values[feature]);
  const inputs = rows[0].inputs ? drawn.map((row) => rows[row].inputs?.[feature] ?? Number.NaN) : undefined;
  const [low, high] = inputs ? middle(inputs) : [0, 0];
  const share = inputs?.map((value) => (high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5));
  const offsets = spreadOut(x, largest);
  return {
    type: "scatter",
    mode: "markers",
    name: escapeText(names[feature]),
    x: x.map((value) => Number(value.toPrecision(4))),
    y: offsets.map((offset) => Number((place + 0.4 * offset).toFixed(3))),
    text: drawn.map((row) => {
      const value = rows[row].inputs?.[feature];
      const name = escapeText(names[feature]);
      return value === undefined ? name : `${name} = ${escapeText(shown(feature, value))}`;
    }),
    customdata: drawn,
    hovertemplate: `%{text}: %{x}<br>${displayWords().row("%{customdata}")}<extra></extra>`,
    marker: share
      ? {
          size: 5,
          color: share.map((value) => Number(value.toFixed(3))),
          cmin: 0,
          cmax: 1,
          colorscale: lowToHigh,
          ...(bar && { showscale: true, colorbar: colorBar() }),
        }
      : { size: 5, color: tones.neutral },
  };
}

const colorBar = () => ({
  title: { text: displayWords().featureValue, side: "right", font: { size: 12 } },
  tickvals: [0, 1],
  ticktext: [displayWords().low, displayWords().high],
  ticks: "",
  thickness: 10,
  outlinewidth: 0,
});

/** From the 5th to the 95th percentile, so that outliers do not wash the others out. */
function middle(values: readonly number[]): [number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return [0, 0];
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const [low, high] = [at(0.05), at(0.95)];
  return low < high ? [low, high] : [sorted[0], sorted[sorted.length - 1]];
}

/** −1 to 1 for each point: points of nearly the same place lie above and below each other, as in SHAP's beeswarm. */
function spreadOut(x: readonly number[], largest: number): number[] {
  const bins = 100;
  const layers = new Map<number, number>();
  const raw = x.map((value) => {
    const bin = Math.round((bins * value) / (largest || 1));
    const layer = layers.get(bin) ?? 0;
    layers.set(bin, layer + 1);
    return Math.ceil(layer / 2) * (layer % 2 === 0 ? -1 : 1);
  });
  const highest = raw.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  // A thin line stays thin: a few points are not blown up to the height of the row.
  return raw.map((value) => value / Math.max(highest, 6));
}

function told({ names, rows }: Features, feature: number, size: number): string {
  const words = displayWords();
  const start = words.meanIs(names[feature], number(size));
  const inputs = rows[0].inputs && rows.map((row) => row.inputs?.[feature] ?? Number.NaN);
  const values = rows.map((row) => row.values[feature]);
  const together = inputs ? spearman(inputs, values) : null;
  return together === null ? start : start + words.goesWith(signedNumber(together, 2));
}
