import { escapeText } from "../../../../renderers/shared/textWidth.ts";
import type { Trace } from "../../../payloads/figure.ts";
import { axisTitle } from "../../drawing/labels.ts";
import { plot } from "../../drawing/plot.ts";
import { titleOf } from "../../drawing/title.ts";
import { tones } from "../../drawing/tones.ts";
import { OptionError } from "../../ground/errors.ts";
import { language } from "../../ground/language.ts";
import type { Displayable } from "../../ground/mimeBundle.ts";
import { namesInWords, say } from "../../ground/say.ts";
import { areaUnderRoc, averagePrecision, precisionRecallPoints, rocPoints } from "../../math/scores/rankCurves.ts";
import type { Evaluation } from "../../models/evaluation/Evaluation.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { number } from "../../text/number.ts";

export interface ScoreCurveOptions {
  /** Which classes or labels are drawn, by index or name. Default: class 1 of two, else all, 10 at most. */
  classes?: readonly (number | string)[];
  title?: string;
}

const scoreCurveNames = { classes: true, title: true } as const satisfies Names<ScoreCurveOptions>;

/**
 * How many of a class are found, against how many of the others are taken for it, at every threshold of its probability; a
 * line for each class. The diagonal is chance. No model pass.
 *
 * scikit-learn's `roc_curve`.
 *
 * @param evaluation of `evaluate(model, data)`, of classes or labels.
 * @throws OptionError for a class that there is not, or an evaluation of numbers.
 * @example
 * display(rocCurve(await evaluate(model, test)));
 */
export function rocCurve(evaluation: Evaluation, options: ScoreCurveOptions = {}): Displayable {
  checkNames("rocCurve()", scoreCurveNames, options);
  const words = texts[language()].roc;
  const lines = chosen(evaluation, options.classes).map(({ name, isIt, scores }) => {
    const { falsePositiveRate, truePositiveRate, thresholds } = rocPoints(isIt, scores);
    return { name, score: areaUnderRoc(isIt, scores), x: falsePositiveRate, y: truePositiveRate, thresholds };
  });
  const chance = { type: "scatter", mode: "lines", x: [0, 1], y: [0, 1], ...faint };
  return chart(lines, [chance], words, options.title);
}

/**
 * How many of the answers for a class are right (precision) against how many of it are found (recall), at every threshold of
 * its probability; a line for each class. For rare classes it says more than the ROC curve. No model pass.
 *
 * scikit-learn's `precision_recall_curve`; the number beside a name is its average precision.
 *
 * @param evaluation of `evaluate(model, data)`, of classes or labels.
 * @throws OptionError for a class that there is not, or an evaluation of numbers.
 * @example
 * display(precisionRecallCurve(await evaluate(model, test), { classes: ["malignant"] }));
 */
export function precisionRecallCurve(evaluation: Evaluation, options: ScoreCurveOptions = {}): Displayable {
  checkNames("precisionRecallCurve()", scoreCurveNames, options);
  const words = texts[language()].precisionRecall;
  const lines = chosen(evaluation, options.classes).map(({ name, isIt, scores }) => {
    const { precision, recall, thresholds } = precisionRecallPoints(isIt, scores);
    return { name, score: averagePrecision(isIt, scores), x: recall, y: precision, thresholds };
  });
  return chart(lines, [], words, options.title);
}

const texts = {
  en: {
    roc: {
      title: "ROC curve",
      score: "AUC",
      x: "false positive rate",
      y: "true positive rate",
      threshold: "threshold",
      separator: ": ",
      scored: (name: string, score: string) => `${name} (${score})`,
    },
    precisionRecall: {
      title: "Precision and recall",
      score: "average precision",
      x: "recall",
      y: "precision",
      threshold: "threshold",
      separator: ": ",
      scored: (name: string, score: string) => `${name} (${score})`,
    },
  },
  "zh-CN": {
    roc: {
      title: "ROC 曲线",
      score: "AUC",
      x: "假正例率",
      y: "真正例率",
      threshold: "阈值",
      separator: "：",
      scored: (name: string, score: string) => `${name}（${score}）`,
    },
    precisionRecall: {
      title: "精确率与召回率",
      score: "平均精确率",
      x: "召回率",
      y: "精确率",
      threshold: "阈值",
      separator: "：",
      scored: (name: string, score: string) => `${name}（${score}）`,
    },
  },
} as const;

type Words = (typeof texts)["en" | "zh-CN"]["roc" | "precisionRecall"];

interface Line {
  readonly name: string;
  readonly score: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly thresholds: Float64Array;
}

const faint = {
  line: { color: tones.neutral, dash: "dot", width: 1 },
  hoverinfo: "skip",
  showlegend: false,
} as const;

/** Most classes that are drawn unasked. */
const mostLines = 10;
/** Most points of a line: more are not seen. */
const mostPoints = 500;

interface Scored {
  readonly name: string;
  readonly isIt: Uint8Array;
  readonly scores: Float32Array;
}

function chosen(evaluation: Evaluation, given: ScoreCurveOptions["classes"]): Scored[] {
  const { kind, classes, labels, probabilities, classNames } = evaluation;
  const unasked =
    classes === 2 && kind !== "labels" ? [1] : Array.from({ length: Math.min(classes, mostLines) }, (_, c) => c);
  return (given ?? unasked).map((each) => {
    const c = typeof each === "number" ? each : (classNames?.indexOf(each) ?? -1);
    if (!Number.isInteger(c) || c < 0 || c >= classes) {
      throw new OptionError(
        say`There is no class ${each}: there are ${classNames ? namesInWords(classNames) : `0–${classes - 1}`}.`,
      );
    }
    const rows = labels.length / (kind === "labels" ? classes : 1);
    const isLabel = (row: number) => (kind === "labels" ? labels[row * classes + c] === 1 : labels[row] === c);
    return {
      name: classNames?.[c] ?? String(c),
      isIt: Uint8Array.from({ length: rows }, (_, row) => (isLabel(row) ? 1 : 0)),
      scores: Float32Array.from({ length: rows }, (_, row) => probabilities[row * classes + c]),
    };
  });
}

function chart(lines: readonly Line[], before: readonly Trace[], words: Words, title: string | undefined): Displayable {
  const told = ({ name, score }: Line) => words.scored(name, `${words.score} ${number(score, 3)}`);
  const data = lines.map((line, i) => {
    const kept = thinned(line.x.length);
    const at = (values: Float64Array) => kept.map((place) => Number((values[place] ?? 0).toFixed(4)));
    return {
      type: "scatter",
      mode: "lines",
      name: escapeText(told(line)),
      x: at(line.x),
      y: at(line.y),
      customdata: kept.map((place) => (Number.isFinite(line.thresholds[place]) ? number(line.thresholds[place]) : "∞")),
      hovertemplate: `${escapeText(line.name)}<br>${words.x} %{x:.1%}<br>${words.y} %{y:.1%}<br>${words.threshold} %{customdata}<extra></extra>`,
      line: { width: 2, ...(lines.length === 1 ? { color: tones.positive } : { dash: dashes[i % dashes.length] }) },
    };
  });
  const axis = { range: [-0.01, 1.02], tickformat: ".0%", zeroline: false };
  const layout = {
    title: titleOf(title ?? words.title),
    height: 420,
    width: 560,
    margin: { l: 64, r: 20, t: 48, b: 52 },
    legend: { x: 1, xanchor: "right", y: 0.02, yanchor: "bottom" },
    showlegend: true,
    xaxis: { ...axis, title: axisTitle(words.x) },
    yaxis: { ...axis, title: axisTitle(words.y) },
  };
  const text = `${title ?? words.title}${words.separator}${lines.map(told).join(", ")}`;
  return plot([...before, ...data], layout, { text });
}

/** Lines are told apart without their color too. */
const dashes = ["solid", "dash", "dot", "dashdot"];

function thinned(count: number): number[] {
  const step = Math.max(1, (count - 1) / (mostPoints - 1));
  return Array.from({ length: Math.min(count, mostPoints) }, (_, i) => Math.round(i * step));
}
