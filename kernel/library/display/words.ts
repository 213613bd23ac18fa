import { tidyNumber } from "../../payloads/number.ts";
import type { Output } from "../engine/runner.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { language } from "../ground/language.ts";
import { spaced } from "../text/chinese.ts";

const count = tidyNumber;

const en = {
  output: { logit: "logit", probability: "probability" } as Record<Output, string>,
  prediction: "prediction",
  value: "output",
  feature: (index: number) => `feature ${index}`,
  segment: (index: number) => `segment ${index}`,
  others: (n: number) => `${count(n)} other ${n === 1 ? "feature" : "features"}`,
  row: (index: number | string) => `row ${index}`,
  base: "base value",
  /** An axis of contributions. */
  contributionTo: (output: string) => `contribution to the ${output}`,
  contributionOf: (feature: string) => `contribution of ${feature}`,
  contributes: "contributes",
  meanSize: (output: string) => `mean |value|, ${output}`,
  featureValue: "feature value",
  low: "low",
  high: "high",
  oneRowIn: (step: number, rows: number) => `(drawn: one row in ${count(step)} of the ${count(rows)})`,
  meanIs: (feature: string, size: string) => `${feature}: mean |value| ${size}`,
  goesWith: (correlation: string) => `; rank correlation with the feature's value ${correlation}`,
  importantFirst: (names: readonly string[]) => `Most important first: ${names.join(", ")}.`,
  fromTo: (row: number, base: string, answer: string) => `row ${row}: from ${base} to ${answer}`,
  moreRows: (n: number) => `… and ${count(n)} more ${n === 1 ? "row" : "rows"}`,
  inRows: (feature: string, output: string, rows: number, correlation: string) =>
    `Contribution of ${feature} to the ${output} in ${count(rows)} rows${correlation && `: rank correlation with its value ${correlation}`}.`,
  coloredBy: (feature: string) => `Colored by ${feature}.`,
  predictionAt: (value: string) => `prediction ${value}`,
  baseAt: (value: string) => `base ${value}`,
  way: (base: string, answer: string) => `From the base value ${base} to the prediction ${answer}:`,
  meets: (base: string, answer: string) => `The prediction is ${answer}; the base value is ${base}.`,
  raisedBy: (list: readonly string[]) => `Raised by: ${list.join(", ")}`,
  loweredBy: (list: readonly string[]) => `Lowered by: ${list.join(", ")}`,
  push: (feature: string, value: string) => `${feature} (${value})`,
  entry: (feature: string, value: string) => `${feature}: ${value}`,
  // A training.
  training: "training",
  validation: "validation",
  perBatch: "per batch",
  loss: "loss",
  accuracy: "accuracy",
  mae: "mean absolute error",
  epoch: "epoch",
  of: (set: string, measure: string) => `${set} ${measure}`,
  resumed: (epoch: number) => `Resumed after epoch ${epoch}`,
  inEpoch: (epoch: number, of: number) => `Training: epoch ${epoch} of ${of}.`,
  ended: {
    running: (epoch: number, of: number) => `Training after epoch ${epoch} of ${of}`,
    done: (epoch: number, of: number) => `Training after epoch ${epoch} of ${of}`,
    stopped: (epoch: number, of: number) => `Training stopped after epoch ${epoch} of ${of}`,
    failed: (epoch: number, of: number) => `Training failed after epoch ${epoch} of ${of}`,
  },
  endedIn: {
    done: (epoch: number, of: number) => `Training in epoch ${epoch} of ${of}.`,
    stopped: (epoch: number, of: number) => `Training stopped in epoch ${epoch} of ${of}.`,
    failed: (epoch: number, of: number) => `Training failed in epoch ${epoch} of ${of}.`,
  },
  results: (ended: string, results: readonly string[]) => `${ended}: ${results.join(", ")}.`,
  measured: (name: string, value: string) => `${name} ${value}`,
  epochLine: (epoch: number, results: readonly string[]) => `Epoch ${epoch}, ${results.join(", ")}`,
  epochResult: (set: string, measure: string, value: string) =>
    `${set === "training" ? "train" : set} ${measure}: ${value}`,
  // The flow of gradients.
  gradientNorm: "norm of the gradient",
  noGradient: "No gradient has been computed yet.",
  afterEpochs: (epochs: string) => `after ${epochs} ${epochs === "1" ? "epoch" : "epochs"}`,
  normIs: (when: string, norm: string) => `Norm of the gradient ${when}: ${norm}.`,
  exploded: (layer: string, when: string) => `The gradient of ${layer} is not a finite number ${when}: it exploded.`,
  normsAre: (when: string, first: string, firstLayer: string, last: string, lastLayer: string) =>
    `Norms of the gradients ${when}: ${first} at ${firstLayer}, ${last} at ${lastLayer}`,
  flow: {
    none: ": no gradient reaches the first layer.",
    vanish: ": they vanish on the way to the first layer.",
    explode: ": they explode on the way to the first layer.",
    fine: ".",
  },
  // Segments.
  segments: (n: number, pixels: string) => `${count(n)} ${n === 1 ? "segment" : "segments"}, ${pixels}`,
  pixelsEach: (n: number) => `${count(n)} ${n === 1 ? "pixel" : "pixels"} each`,
  pixelsBetween: (least: number, most: number) => `${count(least)} to ${count(most)} pixels`,
  rmse: "root mean squared error",
  labeled: (label: string, text: string) => `${label}: ${text}`,
  // A model.
  layer: "layer",
  kind: "type",
  shape: "output",
  parameters: "parameters",
  model: (name: string, parameters: number) => `${name}: ${count(parameters)} parameters`,
};

const zh: typeof en = {
  output: { logit: "logit", probability: "概率" },
  prediction: "预测值",
  value: "输出",
  feature: (index) => `特征 ${index}`,
  segment: (index) => `区块 ${index}`,
  others: (n) => `其他 ${count(n)} 个特征`,
  row: (index) => `样本 ${index}`,
  base: "基准值",
  contributionTo: (output) => spaced(`对${output}的贡献`),
  contributionOf: (feature) => spaced(`${feature}的贡献`),
  contributes: "贡献",
  meanSize: (output) => `|值| 的均值，${output}`,
  featureValue: "特征值",
  low: "低",
  high: "高",
  oneRowIn: (step, rows) => `（${count(rows)} 个样本，每 ${count(step)} 个画一个）`,
  meanIs: (feature, size) => `${feature}：|值| 的均值 ${size}`,
  goesWith: (correlation) => `；与特征值的秩相关 ${correlation}`,
  importantFirst: (names) => `按重要性排序：${names.join("、")}。`,
  fromTo: (row, base, answer) => `样本 ${row}：从 ${base} 到 ${answer}`,
  moreRows: (n) => `…… 另有 ${count(n)} 个样本`,
  inRows: (feature, output, rows, correlation) =>
    spaced(`${count(rows)} 个样本中${feature}对${output}的贡献${correlation && `：与其值的秩相关 ${correlation}`}。`),
  coloredBy: (feature) => spaced(`颜色表示${feature}。`),
  predictionAt: (value) => `预测值 ${value}`,
  baseAt: (value) => `基准值 ${value}`,
  way: (base, answer) => `从基准值 ${base} 到预测值 ${answer}：`,
  meets: (base, answer) => `预测值为 ${answer}，基准值为 ${base}。`,
  raisedBy: (list) => `提高预测值：${list.join("、")}`,
  loweredBy: (list) => `降低预测值：${list.join("、")}`,
  push: (feature, value) => `${feature}（${value}）`,
  entry: (feature, value) => `${feature}：${value}`,
  training: "训练集",
  validation: "验证集",
  perBatch: "每批次",
  loss: "损失",
  accuracy: "准确率",
  mae: "平均绝对误差",
  epoch: "轮",
  of: (set, measure) => `${set}${measure}`,
  resumed: (epoch) => `从第 ${epoch} 轮之后继续`,
  inEpoch: (epoch, of) => `训练：第 ${epoch} 轮，共 ${of} 轮。`,
  ended: {
    running: (epoch, of) => `训练到第 ${epoch} 轮，共 ${of} 轮`,
    done: (epoch, of) => `训练到第 ${epoch} 轮，共 ${of} 轮`,
    stopped: (epoch, of) => `训练在第 ${epoch} 轮后停止，共 ${of} 轮`,
    failed: (epoch, of) => `训练在第 ${epoch} 轮后失败，共 ${of} 轮`,
  },
  endedIn: {
    done: (epoch, of) => `训练到第 ${epoch} 轮，共 ${of} 轮。`,
    stopped: (epoch, of) => `训练在第 ${epoch} 轮中停止，共 ${of} 轮。`,
    failed: (epoch, of) => `训练在第 ${epoch} 轮中失败，共 ${of} 轮。`,
  },
  results: (ended, results) => `${ended}：${results.join("，")}。`,
  measured: (name, value) => `${name} ${value}`,
  epochLine: (epoch, results) => `第 ${epoch} 轮，${results.join("，")}`,
  epochResult: (set, measure, value) => `${set}${measure}：${value}`,
  gradientNorm: "梯度范数",
  noGradient: "尚未计算梯度。",
  afterEpochs: (epochs) => `${epochs} 轮后`,
  normIs: (when, norm) => spaced(`${when}的梯度范数：${norm}。`),
  exploded: (layer, when) => spaced(`${when}，${layer}的梯度不是有限数：梯度爆炸。`),
  normsAre: (when, first, firstLayer, last, lastLayer) =>
    spaced(`${when}的梯度范数：${firstLayer} 为 ${first}，${lastLayer} 为 ${last}`),
  flow: {
    none: "：没有梯度传到第一层。",
    vanish: "：传向第一层时梯度消失。",
    explode: "：传向第一层时梯度爆炸。",
    fine: "。",
  },
  segments: (n, pixels) => `${count(n)} 个区块，${pixels}`,
  pixelsEach: (n) => `每个 ${count(n)} 像素`,
  pixelsBetween: (least, most) => `每个 ${count(least)}–${count(most)} 像素`,
  rmse: "均方根误差",
  labeled: (label, text) => `${label}：${text}`,
  layer: "层",
  kind: "类型",
  shape: "输出",
  parameters: "参数量",
  model: (name, parameters) => `${name}：${count(parameters)} 个参数`,
};

/** What is explained, as an axis is titled: of a regression what is predicted. */
export function outputWord({ output, outputSpec, targetName }: Explanation): string {
  const words = displayWords();
  if (outputSpec === undefined) return targetName ?? words.output[output];
  switch (outputSpec.kind) {
    case "number":
      return [outputSpec.targetName ?? targetName ?? words.prediction, outputSpec.unit && `(${outputSpec.unit})`]
        .filter(Boolean)
        .join(" ");
    case "numbers":
      return words.prediction;
    case "values":
    case "boxes":
      return words.value;
    default:
      return words.output[output];
  }
}

/** What charts and trainings say, in the notebook's language. */
export const displayWords = (): typeof en => (language() === "zh-CN" ? zh : en);
