import { plot } from "../drawing/plot.ts";
import { titleOf } from "../drawing/title.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { displayKey } from "../ground/mimeBundle.ts";
import { mean, standardDeviation } from "../math/statistics.ts";
import { methodName } from "../text/words.ts";
import { Scores } from "./Scores.ts";

/** One layer of the test: how alike each map stayed, for each drawing of random weights. */
export interface RandomizationStep {
  /** The layer that was made random last. */
  readonly layer: string;
  /** Spearman's correlation with the trained model's map, −1 to 1: one array for each draw, one number for each map. */
  readonly ranks: readonly Float64Array[];
  /** The same of the |values|. */
  readonly magnitudes: readonly Float64Array[];
  /** The maps of the first draw: for a look. */
  readonly explanation: Explanation;
}

/** What is left of a method's maps when a model's weights are random. Shows itself as a chart over the layers. */
export class ParameterRandomization extends Scores {
  readonly order: "cascading" | "independent";
  /** The maps of the trained model. */
  readonly trained: Explanation;
  readonly steps: readonly RandomizationStep[];

  constructor(fields: {
    order: "cascading" | "independent";
    trained: Explanation;
    steps: readonly RandomizationStep[];
    modelPasses: number;
  }) {
    const { trained, steps, order, modelPasses } = fields;
    const draws = steps[0].ranks.length;
    const maps = steps[0].ranks[0].length;
    const ofMap = (map: number) =>
      Float64Array.from({ length: draws }, (_, draw) => mean(steps.map(({ ranks }) => Math.abs(ranks[draw][map]))));
    const each = Array.from({ length: maps }, (_, map) => ofMap(map));
    super({
      measure: "parameterRandomization",
      method: trained.method,
      scores: Float64Array.from(each, (own) => mean(own)),
      ...(draws > 1
        ? { standardError: Float64Array.from(each, (own) => standardDeviation(own) / Math.sqrt(draws)) }
        : {}),
      modelPasses,
    });
    this.order = order;
    this.trained = trained;
    this.steps = steps;
  }

  override [displayKey](): MimeBundle | Promise<MimeBundle> {
    const x = this.steps.map(({ layer }) => layer);
    const line = (name: string, of: (step: RandomizationStep) => readonly Float64Array[], color: string) => ({
      type: "scatter",
      mode: "lines+markers",
      name,
      x,
      y: this.steps.map((step) => Number(mean(of(step).map((draw) => mean(draw))).toFixed(3))),
      line: { color, width: 2 },
      marker: { size: 8 },
    });
    return plot(
      [
        line("values", ({ ranks }) => ranks, "#e66101"),
        line("strengths |value|", ({ magnitudes }) => magnitudes, "#4a7bd0"),
      ],
      {
        title: titleOf(`${methodName(this.method)}: how alike the map stays`),
        height: 300,
        margin: { l: 56, r: 20, t: 44, b: 56 },
        xaxis: {
          type: "category",
          title: { text: this.order === "cascading" ? "random from the output down to" : "random in" },
        },
        yaxis: { title: { text: "rank correlation" }, range: [-0.5, 1.05], zeroline: true },
        legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 1, xanchor: "right" },
      },
      { text: this.describe() },
    )[displayKey]();
  }
}
