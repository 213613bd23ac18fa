import { escapeText } from "../../../renderers/shared/textWidth.ts";
import { axisTitle, manyPoints } from "../drawing/labels.ts";
import { plot } from "../drawing/plot.ts";
import { titleOf } from "../drawing/title.ts";
import { precisePercent as percent } from "../explanation/describe/percent.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { language } from "../ground/language.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { spaced } from "../text/chinese.ts";
import { number, tidyNumber } from "../text/number.ts";
import type { Locale } from "../text/words.ts";

/** Okabe and Ito's colors that stand out on light and dark pages: told apart by the color-blind. */
const colors = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8c8c8c"];
/** As many more that the same color comes with another mark. */
const marks = [
  "circle",
  "square",
  "diamond",
  "triangle-up",
  "x",
  "star",
  "triangle-down",
  "cross",
  "hexagon",
  "bowtie",
];

export interface LayerMapFields {
  readonly method: "tsne" | "pca";
  readonly layer: string;
  /** Where each input lies, `[n, 2]`. */
  readonly points: Float64Array;
  /** The class of each input, by which it is colored. */
  readonly labels: Int32Array;
  /** Whether the classes are the model's own answers. */
  readonly isPredicted: boolean;
  readonly classNames?: readonly string[] | undefined;
  /** PCA: the share of the variance along each side. */
  readonly shares?: readonly [number, number] | undefined;
  /** t-SNE: the Kullback–Leibler divergence between the neighborhoods, in nats. */
  readonly divergence?: number | undefined;
  readonly perplexity?: number | undefined;
}

/** A layer's activations in two dimensions. Shows itself as a scatter plot colored by class. */
export class LayerMap implements Displayable {
  readonly method: LayerMapFields["method"];
  readonly layer: string;
  readonly points: Float64Array;
  readonly labels: Int32Array;
  readonly isPredicted: boolean;
  readonly classNames: readonly string[] | undefined;
  readonly shares: readonly [number, number] | undefined;
  readonly divergence: number | undefined;
  readonly perplexity: number | undefined;

  constructor(fields: LayerMapFields) {
    this.method = fields.method;
    this.layer = fields.layer;
    this.points = fields.points;
    this.labels = fields.labels;
    this.isPredicted = fields.isPredicted;
    this.classNames = fields.classNames;
    this.shares = fields.shares;
    this.divergence = fields.divergence;
    this.perplexity = fields.perplexity;
  }

  /** What is drawn, and what it cannot tell. */
  describe({ locale = language() }: { locale?: Locale } = {}): string {
    const share = (value: number) => percent(Math.max(0, value), locale);
    if (locale === "zh-CN") return spaced(this.#inChinese(share));
    const what = `${tidyNumber(this.labels.length)} inputs as layer ${this.layer} represents them, colored by ${this.isPredicted ? "prediction" : "class"}`;
    if (this.shares) {
      const [first, second] = this.shares;
      return (
        `${what}: the first two principal components hold ${share(first)} and ${share(second)} of the variance. ` +
        `Differences in the other ${share(1 - first - second)} are not visible here.`
      );
    }
    return (
      `${what}, by t-SNE of perplexity ${number(this.perplexity ?? 0, 3)} (KL divergence ${number(this.divergence ?? 0, 3)}). ` +
      "Neighbors here are mostly neighbors in the layer. The distance between two clusters, their sizes and their " +
      "densities say nothing, and clusters can appear where there are none: try another perplexity."
    );
  }

  #inChinese(share: (value: number) => string): string {
    const what = `${tidyNumber(this.labels.length)} 个输入在层 ${this.layer} 中的表示，按${this.isPredicted ? "预测" : "类别"}着色`;
    if (this.shares) {
      const [first, second] = this.shares;
      return `${what}：前两个主成分占方差的 ${share(first)} 和 ${share(second)}，其余 ${share(1 - first - second)} 的差异在图中看不到。`;
    }
    return `${what}，用 t-SNE 投影（困惑度 ${number(this.perplexity ?? 0, 3)}，KL 散度 ${number(this.divergence ?? 0, 3)}）。图中的近邻在该层中大多也是近邻；簇间距离、簇的大小和密度没有意义，也可能出现并不存在的簇：请换一个困惑度再看。`;
  }

  [displayKey](): MimeBundle | Promise<MimeBundle> {
    const { points, labels } = this;
    const classes = [...new Set(labels)].sort((a, b) => a - b);
    const nameOf = (label: number) => escapeText(this.classNames?.[label] ?? String(label));
    const data = classes.map((label) => {
      const rows = [...labels.keys()].filter((row) => labels[row] === label);
      return {
        type: labels.length > manyPoints ? "scattergl" : "scatter",
        mode: "markers",
        name: nameOf(label),
        x: rows.map((row) => rounded(points[2 * row])),
        y: rows.map((row) => rounded(points[2 * row + 1])),
        customdata: rows,
        hovertemplate: `row %{customdata}<br>${nameOf(label)}<extra></extra>`,
        marker: {
          size: 7,
          opacity: 0.85,
          color: colors[label % colors.length],
          symbol: marks[label % marks.length],
        },
      };
    });
    const bare = { automargin: true, zeroline: false };
    const hidden = { ...bare, showticklabels: false, showgrid: false, ticks: "" };
    const caution = axisTitle(
      language() === "zh-CN"
        ? "只看近邻：簇间距离和簇的大小没有意义"
        : "neighbors count; distances between clusters, and their sizes, say nothing",
    );
    const [x, y] = this.shares
      ? this.shares.map((share, i) => ({
          ...bare,
          title: axisTitle(
            language() === "zh-CN"
              ? `主成分 ${i + 1}（占方差 ${percent(share, "zh-CN")}）`
              : `component ${i + 1} (${percent(share)} of the variance)`,
          ),
        }))
      : [{ ...hidden, title: caution }, hidden];
    const layout = {
      title: titleOf(`${this.layer}: ${this.method === "tsne" ? "t-SNE" : "PCA"}`),
      height: 480,
      margin: { l: 20, r: 20, t: 44, b: 50 },
      hovermode: "closest",
      showlegend: classes.length > 1,
      legend: { title: { text: legendTitle(this.isPredicted) }, itemsizing: "constant" },
      xaxis: x,
      // t-SNE's axes mean nothing by themselves, its shape does.
      yaxis: { ...y, scaleanchor: "x" },
    };
    return plot(data, layout, { text: this.describe() })[displayKey]();
  }
}

const legendTitle = (isPredicted: boolean): string => {
  if (language() === "zh-CN") return isPredicted ? "预测" : "类别";
  return isPredicted ? "prediction" : "class";
};

const rounded = (value: number) => Number(value.toPrecision(5));
