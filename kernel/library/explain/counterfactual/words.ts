import { precisePercent as percent } from "../../explanation/describe/percent.ts";
import { cellText } from "../../signature/columns.ts";
import { spaced } from "../../text/chinese.ts";
import { number } from "../../text/number.ts";
import type { Locale } from "../../text/words.ts";
import type { Change, Counterfactual, CounterfactualsFields } from "./Counterfactuals.ts";

/** Changes that are named one by one; of more only the number. */
const mostNamed = 8;

const isTable = ({ shape }: CounterfactualsFields) => shape.length === 2;

/** Every change by its column's name, or undefined where there are too many, or no columns. */
const named = (fields: CounterfactualsFields, changes: readonly Change[], locale: Locale) =>
  isTable(fields) && changes.length <= mostNamed
    ? changes
        .map(({ feature, from, to, name }) => {
          const own = fields.columns[feature];
          const change = `${cellText(own, from)} → ${cellText(own, to)}`;
          return locale === "zh-CN" ? `${name}（${change}）` : `${name} ${change}`;
        })
        .join(locale === "zh-CN" ? "、" : ", ")
    : undefined;

/** `P(yes) = 15%`, `P(yes) is under 0.1%`. */
export function probabilityText(name: string, value: number, locale: Locale): string {
  const told = percent(value, locale);
  if (/^\d/.test(told)) return `P(${name}) = ${told}`;
  return locale === "zh-CN" ? `P(${name}) ${told}` : `P(${name}) is ${told}`;
}

export function inEnglish(fields: CounterfactualsFields): string {
  const { predicted, target, before, wished, found, closest, nearestUnlikeNeighbor, className } = fields;
  const p = (value: number) => probabilityText(className(target), value, "en");
  const changes = ({ changes }: Counterfactual) =>
    named(fields, changes, "en") ?? `${changes.length} of ${fields.input.length} values`;
  const plausible = ({ plausibility }: Counterfactual) => {
    if (plausibility === undefined) return "";
    if (plausibility === 0) return "; farther from the data than any real row";
    return `; ${percent(plausibility)} of real rows are farther from their neighbors`;
  };
  const list = found.map((one, i) => {
    const start = found.length > 1 ? `${i + 1}. ` : "";
    return `${start}To get ${className(target)}, change ${changes(one)}: ${p(one.probability)} (distance ${number(one.distance, 3)}${plausible(one)}).`;
  });
  const none =
    found.length > 0 || !closest
      ? []
      : [
          `Nothing was found with P(${className(target)}) of at least ${percent(wished)}. The closest attempt changes ${changes(closest)}: ${p(closest.probability)}.`,
        ];
  // Of labels several may be there: the likeliest alone is no prediction.
  const own = fields.ofLabels ? `${p(before)}.` : `The model predicts ${className(predicted)}; ${p(before)}.`;
  return [own, ...list, ...none, ...neighborEnglish(fields, nearestUnlikeNeighbor)].join("\n");
}

function neighborEnglish({ className, target }: CounterfactualsFields, neighbor: Counterfactual | undefined) {
  if (!neighbor) return [];
  const count = neighbor.changes.length;
  return [
    `The nearest real row predicted as ${className(target)} differs in ${count} ${count === 1 ? "value" : "values"} (distance ${number(neighbor.distance, 3)}).`,
  ];
}

export function inChinese(fields: CounterfactualsFields): string {
  const { predicted, target, before, wished, found, closest, nearestUnlikeNeighbor, className } = fields;
  const p = (value: number) => probabilityText(className(target), value, "zh-CN");
  const unit = isTable(fields) ? "个数" : "个值";
  const changes = ({ changes }: Counterfactual) =>
    named(fields, changes, "zh-CN") ?? `${fields.input.length} ${unit}中的 ${changes.length} 个`;
  const plausible = ({ plausibility }: Counterfactual) => {
    if (plausibility === undefined) return "";
    if (plausibility === 0) return "；比任何真实样本都更偏离数据分布";
    const share = percent(plausibility, "zh-CN");
    return `；合理性 ${share}：数据中有 ${share} 的行离其近邻更远`;
  };
  const list = found.map((one, i) => {
    const start = found.length > 1 ? `${i + 1}. ` : "";
    return `${start}变为 ${className(target)} 需改变：${changes(one)}，此时 ${p(one.probability)}（距离 ${number(one.distance, 3)}${plausible(one)}）。`;
  });
  const none =
    found.length > 0 || !closest
      ? []
      : [
          `没有找到 P(${className(target)}) 不低于 ${percent(wished, "zh-CN")} 的改动。最接近的一次改变了：${changes(closest)}，此时 ${p(closest.probability)}。`,
        ];
  const neighbor = nearestUnlikeNeighbor
    ? [
        `最近的 ${className(target)} 类真实样本与它有 ${nearestUnlikeNeighbor.changes.length} ${isTable(fields) ? "列" : "个值"}不同（距离 ${number(nearestUnlikeNeighbor.distance, 3)}）。`,
      ]
    : [];
  const own = fields.ofLabels ? `${p(before)}。` : `模型预测为 ${className(predicted)}，${p(before)}。`;
  return [own, ...list, ...none, ...neighbor].map(spaced).join("\n");
}

/** The words of the table. */
export const tableWords = {
  en: {
    counterfactual: (i: number) => `counterfactual ${i}`,
    nearest: "closest attempt",
    neighbor: "nearest unlike neighbor",
    feature: "feature",
    now: "now",
    distance: "distance",
    plausibility: "plausibility",
    caption: (name: string) => `What would have to change for ${name}`,
  },
  "zh-CN": {
    counterfactual: (i: number) => `反事实 ${i}`,
    nearest: "最接近的尝试",
    neighbor: "最近的异类样本",
    feature: "特征",
    now: "当前",
    distance: "距离",
    plausibility: "合理性",
    caption: (name: string) => spaced(`变为 ${name} 所需的改动`),
  },
} as const;
