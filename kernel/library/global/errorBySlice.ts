import { escapeText } from "../../../renderers/shared/textWidth.ts";
import { plot } from "../drawing/plot.ts";
import { tableBundle } from "../drawing/table.ts";
import { precisePercent as percent } from "../explanation/describe/percent.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { language } from "../ground/language.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { wilson } from "../math/wilson.ts";
import { type ClassAnswers, requireClasses } from "../models/evaluation/Evaluation.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { spaced } from "../text/chinese.ts";
import { tidyNumber } from "../text/number.ts";
import type { Locale } from "../text/words.ts";

export interface SliceOptions {
  /** Names of the classes, by index (default: the index). */
  labels?: readonly string[];
  /** Of the words it is shown with (default: the notebook's language). */
  locale?: Locale;
}

const sliceNames = { labels: true, locale: true } as const satisfies Names<SliceOptions>;

/** What the model gets wrong in one slice of the data. */
export interface SliceError {
  readonly slice: string;
  readonly count: number;
  readonly errors: number;
  /** Errors by count, 0 to 1, and its 95 % interval. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** Whether the interval leaves the overall rate out. */
  readonly differs: boolean;
  /** The most frequent mistake: the true class, the answer, how often. */
  readonly confusion: { readonly label: number; readonly prediction: number; readonly count: number } | undefined;
}

/** Errors by slice, worst first. Shows itself as a table; `chart()` has the intervals. */
export class SliceErrors implements Displayable {
  readonly slices: readonly SliceError[];
  readonly rate: number;
  readonly count: number;
  readonly #labels: readonly string[] | undefined;
  readonly #locale: Locale;

  constructor(
    slices: readonly SliceError[],
    rate: number,
    count: number,
    { labels, locale = language() }: SliceOptions,
  ) {
    this.slices = slices;
    this.rate = rate;
    this.count = count;
    this.#labels = labels;
    this.#locale = locale;
  }

  /** The overall rate, the slices that differ from it, and how many would by chance. */
  describe({ locale = this.#locale }: { locale?: Locale } = {}): string {
    const apart = this.slices.filter(({ differs }) => differs);
    const by = Math.round(this.slices.length * 0.05);
    const share = (value: number) => percent(value, locale);
    if (locale === "zh-CN") {
      const list = apart.map(({ slice, rate }) => `${slice}（${share(rate)}）`).join("、") || "没有";
      return spaced(
        `${tidyNumber(this.count)} 个样本的错误率为 ${share(this.rate)}。与此不同的切片：${list}。${this.slices.length} 个切片中，预计约 ${by} 个只是随机波动所致。`,
      );
    }
    const list = apart.map(({ slice, rate }) => `${slice} (${share(rate)})`).join(", ") || "none";
    return `The error rate over ${tidyNumber(this.count)} examples is ${share(this.rate)}. Slices that differ: ${list}. Of ${this.slices.length} slices, about ${by} would differ by chance alone.`;
  }

  /** Each slice's rate with its interval, beside the overall rate. */
  chart(): Displayable {
    const y = this.slices.map((_, i) => i);
    const rounded = (value: number) => Number(value.toFixed(4));
    return plot(
      [
        {
          type: "scatter",
          mode: "markers",
          x: this.slices.map(({ rate }) => rounded(rate)),
          y,
          error_x: {
            type: "data",
            symmetric: false,
            // In the middle of the scale of brightness, for light and dark pages.
            color: "#888",
            array: this.slices.map(({ rate, high }) => rounded(high - rate)),
            arrayminus: this.slices.map(({ rate, low }) => rounded(rate - low)),
          },
          marker: { size: 9, color: this.slices.map(({ differs }) => (differs ? "#e66101" : "#4a7bd0")) },
          customdata: this.slices.map(({ errors, count }) => `${errors} / ${count}`),
          hovertemplate: "%{x:.1%} (%{customdata})<extra></extra>",
        },
      ],
      {
        height: 80 + 26 * this.slices.length,
        margin: { l: 20, r: 20, t: 12, b: 48 },
        xaxis: { tickformat: ".0%", rangemode: "tozero", title: { text: chartWords[this.#locale].rate } },
        yaxis: {
          automargin: true,
          zeroline: false,
          tickvals: y,
          ticktext: this.slices.map(({ slice }) => escapeText(slice)),
          range: [this.slices.length - 0.5, -0.5],
        },
        shapes: [
          {
            type: "line",
            x0: this.rate,
            x1: this.rate,
            y0: -0.5,
            y1: this.slices.length - 0.5,
            line: { color: "#888", width: 1, dash: "dot" },
          },
        ],
      },
      { text: this.describe() },
    );
  }

  [displayKey](): MimeBundle {
    const words = chartWords[this.#locale];
    const name = (index: number) => this.#labels?.[index] ?? String(index);
    const rows = this.slices.map(({ slice, count, rate, low, high, confusion }) => ({
      [words.slice]: slice,
      [words.count]: count,
      [words.rate]: percent(rate),
      [words.interval]: `${percent(low)} – ${percent(high)}`,
      [words.mistake]: confusion
        ? `${name(confusion.label)} → ${name(confusion.prediction)} (${confusion.count})`
        : "–",
    }));
    return tableBundle(rows, {}, { notes: [this.describe()] });
  }
}

const chartWords = {
  en: { slice: "slice", count: "examples", rate: "error", interval: "95% interval", mistake: "most frequent mistake" },
  "zh-CN": { slice: "切片", count: "样本数", rate: "错误率", interval: "95% 置信区间", mistake: "最常见的错误" },
} as const;

/**
 * Where a model is worse than elsewhere: the share of wrong answers in each slice of the data, with Wilson's 95 %
 * interval, worst first. No model pass.
 *
 * @param evaluation of `evaluate(model, data)` in `glassbook/models`.
 * @param slices the slice of each example, by name or number: a column of a table, the true class, a bin of a size.
 * @throws ShapeError where there is not one for each example; OptionError without examples.
 * @example
 * const found = errorBySlice(result, Array.from(result.labels, (label) => `digit ${label}`));
 * display(found.chart());
 */
export function errorBySlice(
  evaluation: Pick<ClassAnswers, "labels" | "predictions" | "kind">,
  slices: ArrayLike<string | number>,
  options: SliceOptions = {},
): SliceErrors {
  checkNames("errorBySlice()", sliceNames, options);
  requireClasses(evaluation, "errorBySlice");
  const { labels, predictions } = evaluation;
  if (labels.length === 0) throw new OptionError(say`no examples, so errors cannot be counted`);
  if (slices.length !== labels.length) {
    throw new ShapeError(say`${slices.length} slices for ${labels.length} examples: give one for each`);
  }
  const members = new Map<string, number[]>();
  for (let i = 0; i < slices.length; i++) {
    const key = String(slices[i]);
    const own = members.get(key) ?? [];
    own.push(i);
    members.set(key, own);
  }
  const wrong = (i: number) => labels[i] !== predictions[i];
  const total = labels.reduce((sum, _, i) => sum + (wrong(i) ? 1 : 0), 0);
  const rate = total / labels.length;
  const found = [...members].map(([slice, own]): SliceError => {
    const errors = own.filter(wrong);
    const interval = wilson(errors.length, own.length);
    return {
      slice,
      count: own.length,
      errors: errors.length,
      rate: errors.length / own.length,
      ...interval,
      differs: rate < interval.low || rate > interval.high,
      confusion: mostFrequent(errors, labels, predictions),
    };
  });
  found.sort((a, b) => b.rate - a.rate || b.count - a.count);
  return new SliceErrors(found, rate, labels.length, options);
}

function mostFrequent(errors: readonly number[], labels: Int32Array, predictions: Int32Array): SliceError["confusion"] {
  const counts = new Map<string, { label: number; prediction: number; count: number }>();
  for (const i of errors) {
    const key = `${labels[i]} ${predictions[i]}`;
    const known = counts.get(key) ?? { label: labels[i], prediction: predictions[i], count: 0 };
    counts.set(key, { ...known, count: known.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0];
}
