import { cellText } from "../../signature/columns.ts";
import { number, percent } from "../../text/number.ts";
import type { Change, Counterfactual, CounterfactualsFields } from "./Counterfactuals.ts";

/** Changes that are named one by one; of more only the number. */
const mostNamed = 8;

const told = ({ columns }: CounterfactualsFields, { feature, from, to, name }: Change, arrow: string) =>
  `${name} ${cellText(columns[feature], from)} ${arrow} ${cellText(columns[feature], to)}`;

const isTable = ({ shape }: CounterfactualsFields) => shape.length === 2;

export function inEnglish(fields: CounterfactualsFields): string {
  const { predicted, target, before, wished, found, closest, nearestUnlikeNeighbor, className } = fields;
  const own = `The model says ${className(predicted)}; P(${className(target)}) is ${percent(before)}.`;
  const changes = ({ changes }: Counterfactual) =>
    isTable(fields) && changes.length <= mostNamed
      ? changes.map((change) => told(fields, change, "→")).join(", ")
      : `${changes.length} of ${fields.input.length} numbers`;
  const plausible = ({ plausibility }: Counterfactual) =>
    plausibility === undefined
      ? ""
      : plausibility === 0
        ? "; farther from the data than any of its rows"
        : `; ${percent(plausibility)} of the data's rows are lonelier`;
  const list = found.map((one, i) => {
    const start = found.length > 1 ? `${i + 1}. ` : "";
    return `${start}For ${className(target)} (P ${percent(one.probability)}) change ${changes(one)} (distance ${number(one.distance, 3)}${plausible(one)}).`;
  });
  const none =
    found.length > 0 || !closest
      ? []
      : [
          `No row with P(${className(target)}) of at least ${percent(wished)} was found. The nearest try reached ${percent(closest.probability)}, with ${changes(closest)}.`,
        ];
  const neighbor = nearestUnlikeNeighbor
    ? [
        `The nearest real row that is ${className(target)} differs in ${nearestUnlikeNeighbor.changes.length} (distance ${number(nearestUnlikeNeighbor.distance, 3)}).`,
      ]
    : [];
  return [own, ...list, ...none, ...neighbor].join("\n");
}

export function inChinese(fields: CounterfactualsFields): string {
  const { predicted, target, before, wished, found, closest, nearestUnlikeNeighbor, className } = fields;
  const own = `模型的回答是 ${className(predicted)}；P(${className(target)}) 为 ${percent(before)}。`;
  const changes = ({ changes }: Counterfactual) =>
    isTable(fields) && changes.length <= mostNamed
      ? changes.map((change) => told(fields, change, "→")).join("，")
      : `${fields.input.length} 个数中的 ${changes.length} 个`;
  const plausible = ({ plausibility }: Counterfactual) =>
    plausibility === undefined
      ? ""
      : plausibility === 0
        ? "；比数据中任何一行都更远离数据"
        : `；数据中有 ${percent(plausibility)} 的行比它更孤立`;
  const list = found.map((one, i) => {
    const start = found.length > 1 ? `${i + 1}. ` : "";
    return `${start}要得到 ${className(target)}（P ${percent(one.probability)}），需改变：${changes(one)}（距离 ${number(one.distance, 3)}${plausible(one)}）。`;
  });
  const none =
    found.length > 0 || !closest
      ? []
      : [
          `没有找到 P(${className(target)}) 不低于 ${percent(wished)} 的行。最接近的一次达到 ${percent(closest.probability)}，改变了：${changes(closest)}。`,
        ];
  const neighbor = nearestUnlikeNeighbor
    ? [
        `数据中最近的、回答为 ${className(target)} 的真实行有 ${nearestUnlikeNeighbor.changes.length} 处不同（距离 ${number(nearestUnlikeNeighbor.distance, 3)}）。`,
      ]
    : [];
  return [own, ...list, ...none, ...neighbor].join("\n");
}
