import { number, signedNumber } from "../../text/number.ts";
import { methodName } from "../../text/words.ts";
import type { Cell, Facts } from "./facts.ts";
import { percent } from "./percent.ts";

/** Of a model that predicts a number. */
export function numberChinese({ method, probability }: Facts, name: string): string {
  if (Number.isNaN(probability)) return `${methodName(method)} 解释的是${name}。模型的回答是 NaN。`;
  return `${methodName(method)} 解释的是${name}，模型的预测值为 ${number(probability)}。`;
}

/** Which columns of a row speak for and against a class, or raise and lower a number. */
export function cellsChinese(facts: Facts, label: string): string[] {
  const { role, isNumber } = facts;
  const [up, down] = [facts.for?.cells, facts.against?.cells].map((cells) => cells && list(cells, role === "slope"));
  if (role === "sensitivity") return up ? [`回答对以下各列最敏感：${up}。`] : [];
  const [more, less] =
    role === "slope"
      ? ["随之上升最多：", "随之下降最多："]
      : isNumber
        ? ["最能提高它的是：", "最能降低它的是："]
        : ["最支持它的是：", "最反对它的是："];
  const told = role === "slope" ? [] : [weighed(facts, label)];
  return [...told, ...(up ? [`${more}${up}。`] : []), ...(down ? [`${less}${down}。`] : [])];
}

function weighed({ for: supporting, against: opposing, isNumber }: Facts, label: string): string {
  const [up, down] = [supporting?.sum ?? 0, opposing?.sum ?? 0];
  if (down === 0) return isNumber ? "没有任何一列降低它。" : `全部证据都支持${label}。`;
  if (up === 0) return isNumber ? "没有任何一列提高它。" : `全部证据都反对${label}。`;
  const ratio = Math.max(up, down) / Math.min(up, down);
  if (ratio < 1.1) return isNumber ? "提高与降低它的各列大致相当。" : `支持与反对${label}的证据大致相当。`;
  const told = number(Number(ratio.toPrecision(2)));
  if (isNumber) return `${up > down ? "提高" : "降低"}它的各列占优，约为 ${told} 比 1。`;
  return `${up > down ? "支持" : "反对"}${label}的证据占优，约为 ${told} 比 1。`;
}

const list = (cells: readonly Cell[], slope: boolean): string =>
  cells
    .map(({ text, value, share }) => {
      const amount = `${slope ? "每标准差 " : ""}${signedNumber(Number(value.toPrecision(3)))}`;
      return `${text}（${amount}，${percent(share)}）`;
    })
    .join("、");

/** What stood in for absent columns. */
export const backgroundChinese = (rows: number): string =>
  `缺席的列取自 ${rows} 行背景数据，包括没有任何一行具有的组合：换一批背景，数值也会不同。`;
