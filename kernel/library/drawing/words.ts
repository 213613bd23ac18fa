import { tidyNumber } from "../../payloads/number.ts";
import { language } from "../ground/language.ts";
import { spaced } from "../text/chinese.ts";

const count = tidyNumber;

const en = {
  largestOf: (n: number, of: number) => `(the ${count(n)} largest of ${count(of)})`,
  true: "true",
  predicted: "predicted",
  recall: "recall",
  precision: "precision",
  pairIs: (expected: string, predicted: string) => `true ${expected}, predicted ${predicted}`,
  shareOf: (n: number, of: number, share: string) => `${count(n)} of ${count(of)} (${share})`,
  correct: (share: string, of: number) => `${share} of ${count(of)} correct.`,
  mistakes: (list: readonly string[]) => `Most frequent mistakes: ${list.join(", ")}.`,
  mistake: (expected: string, predicted: string, n: number) => `${expected} predicted as ${predicted} (${count(n)})`,
  filter: (index: number) => `filter ${index}`,
  strongest: (caption: string, value: string) => `${caption}, strongest value ${value}`,
  image: (n: number, label: string) => `Image ${n}${label && `: ${label}`}`,
  chart: (title: string, traces: number, kinds: readonly string[]) =>
    `${title && `${title}: `}chart of ${traces} ${traces === 1 ? "trace" : "traces"} (${kinds.join(", ")})`,
  against: (y: string, x: string, points: number) =>
    `${y} against ${x}, ${count(points)} ${points === 1 ? "point" : "points"}`,
  rank: (value: string) => `, rank correlation ${value}`,
  titled: (title: string, text: string) => `${title}: ${text}`,
  moreRows: (n: number) => `… and ${count(n)} more ${n === 1 ? "row" : "rows"}`,
};

const zh: typeof en = {
  largestOf: (n, of) => `（${count(of)} 个中最大的 ${count(n)} 个）`,
  true: "真实类别",
  predicted: "预测类别",
  recall: "召回率",
  precision: "精确率",
  pairIs: (expected, predicted) => `真实 ${expected}，预测 ${predicted}`,
  shareOf: (n, of, share) => `${count(of)} 个中的 ${count(n)} 个（${share}）`,
  correct: (share, of) => `${count(of)} 个样本，预测正确率 ${share}。`,
  mistakes: (list) => `最常见的错误：${list.join("、")}。`,
  mistake: (expected, predicted, n) => spaced(`${expected} 误判为 ${predicted}（${count(n)} 个）`),
  filter: (index) => `滤波器 ${index}`,
  strongest: (caption, value) => `${caption}，峰值 ${value}`,
  image: (n, label) => `图像 ${n}${label && `：${label}`}`,
  chart: (title, traces, kinds) => `${title && `${title}：`}图表，${traces} 组数据（${kinds.join("、")}）`,
  against: (y, x, points) => spaced(`${y} 对 ${x}，${count(points)} 个点`),
  rank: (value) => `，秩相关 ${value}`,
  titled: (title, text) => `${title}：${text}`,
  moreRows: (n) => `…… 另有 ${count(n)} 行`,
};

/** What drawings say, in the notebook's language. */
export const drawingWords = (): typeof en => (language() === "zh-CN" ? zh : en);
