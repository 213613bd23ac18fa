import { ellipsis, escapeText } from "../../../../renderers/shared/textWidth.ts";
import { axisTitle, manyPoints } from "../../drawing/labels.ts";
import { plot } from "../../drawing/plot.ts";
import { titleOf } from "../../drawing/title.ts";
import { lowToHigh, tones } from "../../drawing/tones.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import type { Displayable } from "../../ground/mimeBundle.ts";
import { namesInWords, say } from "../../ground/say.ts";
import { spearman } from "../../math/spearman.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { signedNumber } from "../../text/number.ts";
import { displayWords, outputWord } from "../words.ts";
import { type FeatureNames, featureOptionNames, readFeatures } from "./features.ts";
import { strongestInteraction } from "./interaction.ts";

export interface DependenceOptions extends FeatureNames {
  /**
   * The feature whose value colors the points, by name or number: `"auto"` (default) takes the one that seems to
   * interact most, `null` none.
   */
  colorBy?: string | number | "auto" | null;
  title?: string;
}

const dependenceNames = {
  ...featureOptionNames,
  colorBy: true,
  title: true,
} as const satisfies Names<DependenceOptions>;

/**
 * What a feature adds to the answer against the feature's value, a point for each row: the shape of its effect. Where
 * points of one value differ, another feature has a say; the color shows the one that seems to have most of it.
 *
 * SHAP's dependence plot (`shap.plots.scatter`).
 *
 * @param feature by name or number.
 * @throws OptionError for a feature that is not there; ShapeError for a map of pixels or segments.
 * @example
 * display(dependence(shap, "age", { colorBy: "income" }));
 */
export function dependencePlot(
  explanation: Explanation,
  feature: string | number,
  options: DependenceOptions = {},
): Displayable {
  checkNames("dependencePlot()", dependenceNames, options);
  const features = readFeatures(explanation, options);
  const { names, rows, shown } = features;
  const words = displayWords();
  const own = placeOf(names, feature);
  if (!rows[0].inputs)
    throw new ShapeError(say`a dependence plot needs a feature's own value, but segments have several`);
  const column = (at: number) => Float64Array.from(rows, ({ inputs }) => inputs?.[at] ?? Number.NaN);
  const x = column(own);
  const y = Float64Array.from(rows, ({ values }) => values[own]);
  const wish = options.colorBy === undefined ? "auto" : options.colorBy;
  const other =
    wish === "auto"
      ? strongestInteraction(
          own,
          names.map((_, at) => column(at)),
          y,
        )
      : wish === null
        ? undefined
        : placeOf(names, wish);
  const color = other === undefined ? undefined : column(other);
  const label = other === undefined ? "" : escapeText(names[other]);
  const categories = categoriesOf(x, (value) => shown(own, value), isCategorical(explanation, own));
  const data = [
    {
      type: rows.length > manyPoints ? "scattergl" : "scatter",
      mode: "markers",
      x: [...x],
      y: [...y],
      text: rows.map((_, row) => {
        const mine = `${escapeText(names[own])} = ${escapeText(shown(own, x[row]))}`;
        return other === undefined || !color ? mine : `${mine}<br>${label} = ${escapeText(shown(other, color[row]))}`;
      }),
      customdata: rows.map((_, row) => row),
      hovertemplate: `%{text}<br>${words.contributes} %{y:.4g}<br>${words.row("%{customdata}")}<extra></extra>`,
      marker: {
        size: 6,
        opacity: 0.8,
        ...(color
          ? {
              color: [...color],
              colorscale: lowToHigh,
              showscale: true,
              colorbar: {
                title: { text: escapeText(ellipsis(names[other ?? 0], 12, 90)), side: "top", font: { size: 12 } },
                thickness: 10,
                outlinewidth: 0,
                ...categoriesOf(color, (value) => shown(other ?? 0, value), isCategorical(explanation, other ?? 0)),
              },
            }
          : { color: tones.negative }),
      },
    },
  ];
  const layout = {
    ...(options.title && { title: titleOf(options.title) }),
    height: 360,
    margin: { l: 20, r: 20, t: options.title ? 44 : 16, b: 50 },
    hovermode: "closest",
    xaxis: { automargin: true, zeroline: false, title: axisTitle(names[own]), ...categories },
    yaxis: { automargin: true, title: axisTitle(words.contributionOf(names[own])) },
  };
  const together = spearman(x, y);
  const text = [
    options.title,
    words.inRows(names[own], outputWord(explanation), rows.length, together === null ? "" : signedNumber(together, 2)),
    other === undefined ? undefined : words.coloredBy(names[other]),
  ];
  return plot(data, layout, { text: text.filter(Boolean).join("\n") });
}

function placeOf(names: readonly string[], feature: string | number): number {
  const place = typeof feature === "number" ? feature : names.indexOf(feature);
  if (Number.isInteger(place) && place >= 0 && place < names.length) return place;
  throw new OptionError(say`no feature ${feature}: there are ${namesInWords(names)}`);
}

const isCategorical = ({ columns }: Explanation, feature: number) => columns?.[feature]?.kind === "categorical";

function categoriesOf(x: ArrayLike<number>, nameOf: (code: number) => string, categorical: boolean) {
  if (!categorical) return {};
  const codes = [...new Set(Array.from(x))].sort((a, b) => a - b);
  return { tickvals: codes, ticktext: codes.map((code) => escapeText(nameOf(code))) };
}
