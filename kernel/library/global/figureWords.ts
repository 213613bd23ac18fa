import { tidyNumber } from "../../payloads/number.ts";
import { language } from "../ground/language.ts";
import { spaced } from "../text/chinese.ts";

const en = {
  singleRows: (n: number) => `single rows (${tidyNumber(n)})`,
  band: "± 2 standard errors",
  mean: "mean",
  effect: "effect",
  data: "data",
  theRow: "this row",
  row: (index: string) => `row ${index}`,
  effectOn: (output: string) => `effect on ${output}`,
  at: (value: string, place: string) => `${value} at ${place}`,
  both: (first: string, second: string) => `${first} and ${second}`,
  field: (output: string, axes: readonly string[], rows: number, share: string) =>
    `The ${output} over ${axes.join(" and ")}, with ${tidyNumber(rows)} rows${share && `; above a half on ${share} of the field`}.`,
  partialDependence: (feature: string, output: string, lowest: string, highest: string) =>
    `Partial dependence on ${feature} (${output}): lowest ${lowest}, highest ${highest}.`,
  /** What stands over the bars of a way to score features; other names stand as they are. */
  scored: (method: string) => method,
  accuracyDrop: "drop of the accuracy",
  logLossRise: "rise of the log loss",
  squaredErrorRise: "rise of the mean squared error",
  meanChange: (output: string) => `mean change of the ${output}`,
  elementaryEffects: (output: string) => `Morris: elementary effects on the ${output}`,
  sobolIndices: (output: string) => `Sobol indices, shares of the variance of the ${output}`,
  withoutColumns: (unit: string) => `Without each column: ${unit}, with standard errors`,
  feature: "feature",
  first: "first",
  total: "total",
  ablated: "ablated",
  retrained: "retrained",
  accumulated: (feature: string, output: string, lowest: string, highest: string) =>
    `Accumulated local effects of ${feature} (${output}): lowest ${lowest}, highest ${highest}; 0 is the average over the rows.`,
};

const chineseScores: Record<string, string> = {
  permutationImportance: "置换重要性",
  GlobalSensitivity: "全局敏感度",
  "dropColumnImportance, ablated": "移除列的重要性（消融）",
  "dropColumnImportance, retrained": "移除列的重要性（重新训练）",
};

const zh: typeof en = {
  singleRows: (n) => `单个样本（${tidyNumber(n)} 个）`,
  band: "± 2 倍标准误",
  mean: "均值",
  effect: "效应",
  data: "数据",
  theRow: "当前样本",
  row: (index) => `样本 ${index}`,
  effectOn: (output) => spaced(`对${output}的效应`),
  at: (value, place) => `${value}（${place}）`,
  both: (first, second) => `${first}、${second}`,
  field: (output, axes, rows, share) =>
    spaced(
      `${output}随${axes.join("、")}的变化，${tidyNumber(rows)} 个样本${share && `；图中 ${share} 的区域高于一半`}。`,
    ),
  partialDependence: (feature, output, lowest, highest) =>
    spaced(`${feature}的部分依赖（${output}）：最低 ${lowest}，最高 ${highest}。`),
  scored: (method) => chineseScores[method] ?? method,
  accuracyDrop: "准确率的下降",
  logLossRise: "对数损失的上升",
  squaredErrorRise: "均方误差的上升",
  meanChange: (output) => spaced(`${output}的平均变化`),
  elementaryEffects: (output) => spaced(`Morris：对${output}的基本效应`),
  sobolIndices: (output) => spaced(`Sobol 指数：占${output}的方差的份额`),
  withoutColumns: (unit) => spaced(`逐列移除：${unit}及其标准误`),
  feature: "特征",
  first: "一阶",
  total: "总阶",
  ablated: "消融",
  retrained: "重新训练",
  accumulated: (feature, output, lowest, highest) =>
    spaced(`${feature}的累积局部效应（${output}）：最低 ${lowest}，最高 ${highest}；0 为全部样本的平均。`),
};

/** What figures over whole tables say, in the notebook's language. */
export const figureWords = (): typeof en => (language() === "zh-CN" ? zh : en);
