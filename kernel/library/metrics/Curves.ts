import { plot } from "../drawing/plot.ts";
import { titleOf } from "../drawing/title.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { language } from "../ground/language.ts";
import { displayKey } from "../ground/mimeBundle.ts";
import { mean } from "../math/statistics.ts";
import { number } from "../text/number.ts";
import { type Locale, methodName } from "../text/words.ts";
import { Scores, type ScoresFields } from "./Scores.ts";
import { measureWords } from "./words.ts";

export interface CurvesFields extends ScoresFields {
  /** Shares of the places that were taken away (or shown), 0 to 1. */
  fractions: Float64Array;
  /** The answer at each of them, one curve for each map. */
  curves: readonly Float64Array[];
  locale?: Locale | undefined;
}

/** Scores that are areas under curves; shows itself as the curves, each map's thin and their mean thick. */
export class Curves extends Scores implements CurvesFields {
  readonly fractions: Float64Array;
  readonly curves: readonly Float64Array[];
  readonly locale: Locale | undefined;

  constructor(fields: CurvesFields) {
    super(fields);
    this.fractions = fields.fractions;
    this.curves = fields.curves;
    this.locale = fields.locale;
  }

  override [displayKey](): MimeBundle | Promise<MimeBundle> {
    const { locale = language() } = this;
    const words = axes[locale];
    const x = [...this.fractions];
    const middle = x.map((_, step) => mean(this.curves.map((curve) => curve[step])));
    const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toPrecision(4)));
    const thin = this.curves.length > 1 ? this.curves : [];
    return plot(
      [
        ...thin.map((curve, map) => ({
          type: "scatter",
          mode: "lines",
          x,
          y: rounded(curve),
          line: { width: 1, color: "rgba(128,128,128,.45)" },
          hovertemplate: `${words.map(map)}: %{y}<extra></extra>`,
        })),
        {
          type: "scatter",
          mode: "lines",
          x,
          y: rounded(middle),
          line: { width: 3, color: "#e66101" },
          name: words.mean,
        },
      ],
      {
        title: titleOf(
          words.title(methodName(this.method), measureWords(this.measure, locale).name, number(this.mean, 3)),
        ),
        height: 300,
        showlegend: false,
        margin: { l: 56, r: 20, t: 44, b: 48 },
        xaxis: {
          title: { text: this.measure === "insertion" ? words.shown : words.taken },
          tickformat: ".0%",
          range: [0, 1],
        },
        yaxis: { title: { text: words.answer } },
      },
      { text: this.describe({ locale }) },
    )[displayKey]();
  }
}

const axes = {
  en: {
    title: (method: string, measure: string, mean: string) => `${method}: ${measure} ${mean}`,
    map: (index: number) => `map ${index}`,
    mean: "mean",
    shown: "share of places shown",
    taken: "share of places removed",
    answer: "output",
  },
  "zh-CN": {
    title: (method: string, measure: string, mean: string) => `${method}：${measure} ${mean}`.replace("） ", "）"),
    map: (index: number) => `热力图 ${index}`,
    mean: "均值",
    shown: "已显示的比例",
    taken: "已移除的比例",
    answer: "输出",
  },
} as const;
