import { plot } from "../drawing/plot.ts";
import { titleOf } from "../drawing/title.ts";
import { precisePercent as percent } from "../explanation/describe/percent.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { DataError, OptionError } from "../ground/errors.ts";
import { language } from "../ground/language.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { wilson } from "../math/wilson.ts";
import type { ClassAnswers } from "../models/evaluation/Evaluation.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { spaced } from "../text/chinese.ts";
import { number, tidyNumber } from "../text/number.ts";
import type { Locale } from "../text/words.ts";

export interface CalibrationOptions {
  /** Bins of equal width between 0 and 1 (default 10). */
  bins?: number;
  /** The class whose probability is judged (default: the answer's own, whichever it is; of labels: all of them). */
  target?: number;
  /** Of the words it is shown with (default: the notebook's language). */
  locale?: Locale;
}

const calibrationNames = { bins: true, target: true, locale: true } as const satisfies Names<CalibrationOptions>;

/** Answers of about the same probability. Empty bins are left out. */
export interface CalibrationBin {
  /** From here, and below `to` (the last bin has 1 too). */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean probability. */
  readonly confidence: number;
  /** How many of them are right, 0 to 1, and its 95 % interval. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Whether probabilities mean what they say. Shows itself as a reliability diagram. */
export class Calibration implements Displayable {
  readonly bins: readonly CalibrationBin[];
  /** Expected calibration error: the mean of |share − confidence| over the examples. */
  readonly ece: number;
  /** Of the `ece`, over the examples (jackknife). It does not tell of the bias: a perfect model has an `ece` above 0 too. */
  readonly standardError: number;
  /** The largest |share − confidence| of a bin. */
  readonly mce: number;
  /** Mean probability less the share that is right: above 0 the model is too sure of itself. */
  readonly overconfidence: number;
  readonly count: number;

  readonly #locale: Locale;

  constructor(probabilities: Float64Array, hits: Uint8Array, bins: number, locale: Locale) {
    this.#locale = locale;
    const count = probabilities.length;
    const sums = new Float64Array(bins);
    const right = new Float64Array(bins);
    const counts = new Float64Array(bins);
    const binOf = (p: number) => Math.min(bins - 1, Math.floor(p * bins));
    for (const [i, p] of probabilities.entries()) {
      counts[binOf(p)]++;
      sums[binOf(p)] += p;
      right[binOf(p)] += hits[i];
    }
    // n/N |right/n − sum/n| is |right − sum| / N: leaving one example out changes one bin.
    const gaps = right.map((hit, bin) => hit - sums[bin]);
    const total = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0);
    this.count = count;
    this.ece = total / count;
    let squares = 0;
    for (const [i, p] of probabilities.entries()) {
      const gap = gaps[binOf(p)];
      squares += ((total - Math.abs(gap) + Math.abs(gap - hits[i] + p)) / (count - 1) - this.ece) ** 2;
    }
    this.standardError = Math.sqrt(((count - 1) / count) * squares);
    this.bins = [...counts.keys()]
      .filter((bin) => counts[bin] > 0)
      .map((bin) => ({
        from: bin / bins,
        to: (bin + 1) / bins,
        count: counts[bin],
        confidence: sums[bin] / counts[bin],
        share: right[bin] / counts[bin],
        ...wilson(right[bin], counts[bin]),
      }));
    this.mce = Math.max(...this.bins.map(({ share, confidence }) => Math.abs(share - confidence)));
    this.overconfidence = -gaps.reduce((sum, gap) => sum + gap, 0) / count;
  }

  /** How far probabilities are off, in which direction, and in how many bins that is more than chance. */
  describe({ locale = this.#locale }: { locale?: Locale } = {}): string {
    const off = this.bins.filter(({ low, high, confidence }) => confidence < low || confidence > high).length;
    const share = (value: number) => percent(value, locale);
    const error = `${share(this.ece)} ± ${share(this.standardError)}`;
    const size = (100 * Math.abs(this.overconfidence)).toFixed(1);
    if (locale === "zh-CN") {
      const way = this.overconfidence > 0 ? "过度自信，平均高" : "信心不足，平均低";
      const outside =
        off === 0
          ? `${this.bins.length} 个分箱的预测概率都在`
          : `${this.bins.length} 个分箱中，有 ${off} 个的预测概率不在`;
      return spaced(
        `${tidyNumber(this.count)} 个样本上的期望校准误差（ECE）为 ${error}，误差最大的分箱为 ${share(this.mce)}；模型总体上${way} ${size} 个百分点。${outside}实际准确率的 95% 置信区间之内。`,
      );
    }
    const way = this.overconfidence > 0 ? "overconfident" : "underconfident";
    return (
      `Over ${tidyNumber(this.count)} examples, the expected calibration error (ECE) is ${error}; the worst bin is off by ${share(this.mce)}. ` +
      `Overall the model is ${way} by ${size} percentage points. In ${off} of ${this.bins.length} bins the probability lies ` +
      "outside the 95% interval of the accuracy."
    );
  }

  [displayKey](): MimeBundle | Promise<MimeBundle> {
    const words = chartWords[this.#locale];
    const rounded = (value: number) => Number(value.toFixed(4));
    const x = this.bins.map(({ confidence }) => rounded(confidence));
    const axes = { xaxis: "x2", yaxis: "y2" };
    return plot(
      [
        {
          type: "scatter",
          mode: "lines",
          x: [0, 1],
          y: [0, 1],
          line: { color: "#888", dash: "dot", width: 1 },
          hoverinfo: "skip",
        },
        {
          type: "scatter",
          mode: "lines+markers",
          x,
          y: this.bins.map(({ share }) => rounded(share)),
          error_y: {
            type: "data",
            symmetric: false,
            array: this.bins.map(({ share, high }) => rounded(high - share)),
            arrayminus: this.bins.map(({ share, low }) => rounded(share - low)),
          },
          line: { color: "#e66101", width: 2 },
          marker: { size: 9 },
          customdata: this.bins.map(({ count }) => count),
          hovertemplate: `${words.confidence} %{x:.1%}<br>${words.share} %{y:.1%}<br>n = %{customdata}<extra></extra>`,
        },
        {
          type: "bar",
          ...axes,
          x: this.bins.map(({ from, to }) => (from + to) / 2),
          width: this.bins.map(({ from, to }) => 0.9 * (to - from)),
          y: this.bins.map(({ count }) => count),
          marker: { color: "#4a7bd0" },
          hovertemplate: "n = %{y}<extra></extra>",
        },
      ],
      {
        title: titleOf(`${words.title} ${number(this.ece, 3)}`),
        height: 460,
        showlegend: false,
        margin: { l: 64, r: 20, t: 48, b: 48 },
        xaxis: { range: [0, 1], tickformat: ".0%", anchor: "y", showticklabels: false },
        yaxis: { range: [0, 1.02], tickformat: ".0%", domain: [0.3, 1], title: { text: words.share } },
        xaxis2: { range: [0, 1], tickformat: ".0%", anchor: "y2", title: { text: words.confidence } },
        yaxis2: { domain: [0, 0.24], title: { text: "n" }, nticks: 3 },
      },
      { text: this.describe() },
    )[displayKey]();
  }
}

const chartWords = {
  en: { title: "Reliability: calibration error", confidence: "probability", share: "accuracy" },
  "zh-CN": { title: "可靠性：校准误差", confidence: "预测概率", share: "实际准确率" },
} as const;

/**
 * Whether a model's probabilities mean what they say: of the answers given with 80 %, are 80 % right? No model pass.
 *
 * The error of a bin is judged by its interval: few examples prove little. ECE depends on the number of bins.
 *
 * Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2; bins as scikit-learn's `calibration_curve`
 * (`strategy="uniform"`).
 *
 * @param evaluation of `evaluate(model, data)` in `glassbook/models`.
 * @throws OptionError for bins or a class that there are not; DataError where there are fewer than 2 examples.
 * @example
 * display(calibration(await evaluate(model, test), { bins: 15 }));
 */
export function calibration(evaluation: ClassAnswers, options: CalibrationOptions = {}): Calibration {
  checkNames("calibration()", calibrationNames, options);
  const { bins = 10, target, locale = language() } = options;
  const { labels, predictions, probabilities, classes } = evaluation;
  if (!Number.isInteger(bins) || bins < 1) throw new OptionError(say`bins is ${bins}: give a whole number, at least 1`);
  if (target !== undefined && !(Number.isInteger(target) && target >= 0 && target < classes)) {
    throw new OptionError(say`target is ${target}: the model has classes 0 to ${classes - 1}`);
  }
  if (labels.length < 2)
    throw new DataError(say`calibration got ${labels.length} examples: give at least 2, preferably hundreds`);
  const judged = (i: number) => target ?? predictions[i];
  const [given, hits] =
    evaluation.kind === "labels"
      ? ofLabels(evaluation, target)
      : [
          Float64Array.from(labels, (_, i) => probabilities[i * classes + judged(i)]),
          Uint8Array.from(labels, (label, i) => (label === judged(i) ? 1 : 0)),
        ];
  return new Calibration(
    given.map((p) => Math.min(1, Math.max(0, p))),
    hits,
    bins,
    locale,
  );
}

/** The probability of each label, or of one, and whether it is there. */
function ofLabels(
  { labels, probabilities, classes }: ClassAnswers,
  target: number | undefined,
): [Float64Array, Uint8Array] {
  const isAsked = (_: number, at: number) => target === undefined || at % classes === target;
  return [Float64Array.from(probabilities.filter(isAsked)), Uint8Array.from(labels.filter(isAsked))];
}
