import { escapeText } from "../../../renderers/shared/textWidth.ts";
import { axisTitle, manyPoints } from "../drawing/labels.ts";
import { plot } from "../drawing/plot.ts";
import { titleOf } from "../drawing/title.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { number, percent } from "../text/number.ts";

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
  describe(): string {
    const what = `${this.labels.length} inputs as the layer ${this.layer} sees them, colored by ${this.isPredicted ? "the model's answer" : "class"}`;
    if (this.shares) {
      const [first, second] = this.shares;
      return (
        `${what}: the two first principal components hold ${percent(first)} and ${percent(second)} of the variance. ` +
        `What differs along the other ${percent(1 - first - second)} lies on top of each other here.`
      );
    }
    return (
      `${what}, by t-SNE of perplexity ${number(this.perplexity ?? 0, 3)} (KL divergence ${number(this.divergence ?? 0, 3)}). ` +
      "Neighbors here are mostly neighbors in the layer. The distance between two clusters, their sizes and their " +
      "densities say nothing, and clusters can appear where there are none: try another perplexity."
    );
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
    const caution = axisTitle("neighbors count; distances between clusters, and their sizes, say nothing");
    const [x, y] = this.shares
      ? this.shares.map((share, i) => ({
          ...bare,
          title: axisTitle(`component ${i + 1} (${percent(share)} of the variance)`),
        }))
      : [{ ...hidden, title: caution }, hidden];
    const layout = {
      title: titleOf(`${this.layer}: ${this.method === "tsne" ? "t-SNE" : "PCA"}`),
      height: 480,
      margin: { l: 20, r: 20, t: 44, b: 50 },
      hovermode: "closest",
      showlegend: classes.length > 1,
      legend: { title: { text: this.isPredicted ? "answer" : "class" }, itemsizing: "constant" },
      xaxis: x,
      // t-SNE's axes mean nothing by themselves, its shape does.
      yaxis: { ...y, scaleanchor: "x" },
    };
    return plot(data, layout, { text: this.describe() })[displayKey]();
  }
}

const rounded = (value: number) => Number(value.toPrecision(5));
