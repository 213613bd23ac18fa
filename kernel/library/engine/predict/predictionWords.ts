import { tellsClasses } from "../../signature/classes.ts";
import { number, percent } from "../../text/number.ts";
import type { Locale } from "../../text/words.ts";
import type { Predictions } from "./Predictions.ts";
import { type PredictedOutput, rowOf, topOf } from "./predictedOutput.ts";

/** Examples that are told one by one; of more only how many. */
const mostTold = 10;
/** Numbers of a vector that are told each. */
const mostNumbers = 8;

/** A line for each example. */
export function answersInWords(predictions: Predictions, locale: Locale): string {
  const isChinese = locale === "zh-CN";
  const { count, outputs } = predictions;
  const lines = Array.from({ length: Math.min(count, mostTold) }, (_, row) => {
    const said = outputs.map((output) => {
      const words = inWords(output, row, predictions, isChinese);
      return outputs.length === 1 ? words : isChinese ? `${output.name}：${words}` : `${output.name}: ${words}`;
    });
    const all = said.join(isChinese ? "；" : "; ");
    if (count === 1) return isChinese ? `${all}。` : `${all}.`;
    return isChinese ? `[${row}] ${all}。` : `[${row}] ${all}.`;
  });
  const rest = count - lines.length;
  if (rest > 0) lines.push(isChinese ? `另有 ${rest} 个输入。` : `${rest} more ${rest === 1 ? "input" : "inputs"}.`);
  return lines.join("\n");
}

function inWords(output: PredictedOutput, row: number, { count, topK }: Predictions, isChinese: boolean): string {
  const { spec } = output;
  const comma = isChinese ? "，" : ", ";
  // Of an input that lacks a value most models make NaN: no class is the likeliest then.
  if (tellsClasses(spec) && rowOf(output, row, count).some(Number.isNaN))
    return isChinese ? "没有预测，输出为 NaN" : "no prediction, the output is NaN";
  switch (spec.kind) {
    case "classes":
    case "binary":
      return topOf(output, row, count, topK)
        .map(({ name, value }) => (isChinese ? `${name}（${percent(value)}）` : `${name} (${percent(value)})`))
        .join(comma);
    case "labels": {
      const ranked = topOf(output, row, count, rowOf(output, row, count).length);
      const there = ranked.filter(({ value }) => value >= 0.5);
      const listed = (there.length > 0 ? there : ranked.slice(0, 1))
        .map(({ name, value }) => (isChinese ? `${name}（${percent(value)}）` : `${name} (${percent(value)})`))
        .join(comma);
      if (there.length > 0) return listed;
      return isChinese ? `没有标签达到 50%，最高的是 ${listed}` : `no label reaches 50%; the highest is ${listed}`;
    }
    case "number":
    case "numbers":
      return numbersOf(output, row, count)
        .map(({ name, text }) => (name === undefined ? text : `${name} ${text}`))
        .join(comma);
    default:
      return valuesInWords(output, row, count, isChinese);
  }
}

function valuesInWords(output: PredictedOutput, row: number, count: number, isChinese: boolean): string {
  const own = rowOf(output, row, count);
  if (output.shape.length > 2) {
    const [low, high] = [own.reduce((a, b) => Math.min(a, b)), own.reduce((a, b) => Math.max(a, b))];
    const shape = `[${output.shape.slice(1).join(", ")}]`;
    return isChinese
      ? `形状为 ${shape} 的值，从 ${number(low)} 到 ${number(high)}`
      : `values of shape ${shape}, from ${number(low)} to ${number(high)}`;
  }
  if (own.length === 1) return number(own[0] ?? Number.NaN);
  const missing = own.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0);
  if (missing > 0)
    return isChinese ? `${own.length} 个输出中 ${missing} 个为 NaN` : `NaN in ${missing} of ${own.length} outputs`;
  const [first] = topOf(output, row, count, 1);
  const value = number(first?.value ?? Number.NaN);
  return isChinese
    ? `${first?.name}（${value}），${own.length} 个输出中最大`
    : `${first?.name} (${value}), the largest of ${own.length}`;
}

function numbersOf({ spec, classNames, ...output }: PredictedOutput, row: number, count: number) {
  return Array.from(rowOf({ spec, ...output }, row, count), (value, i) => {
    const unit = spec.kind === "number" ? spec.unit : spec.kind === "numbers" ? spec.units?.[i] : undefined;
    const name = classNames?.[i];
    return { name, value, text: unit === undefined ? number(value) : `${number(value)} ${unit}` };
  });
}

/** An example as a row of a table. */
export function tableRow(predictions: Predictions, row: number, locale: Locale): Record<string, unknown> {
  const isChinese = locale === "zh-CN";
  const { count, outputs, topK } = predictions;
  const cells: Record<string, unknown> = { [isChinese ? "行" : "row"]: row };
  for (const output of outputs) {
    const head = outputs.length === 1 ? "" : isChinese ? `${output.name}：` : `${output.name}: `;
    if (tellsClasses(output.spec) && output.spec.kind !== "labels") {
      const [first, ...others] = topOf(output, row, count, topK);
      cells[`${head}${isChinese ? "预测" : "answer"}`] = first?.name;
      cells[`${head}${isChinese ? "概率" : "probability"}`] = percent(first?.value ?? Number.NaN);
      if (others.length === 0) continue;
      const next = others
        .map(({ name, value }) => (isChinese ? `${name}（${percent(value)}）` : `${name} ${percent(value)}`))
        .join(isChinese ? "、" : ", ");
      cells[`${head}${isChinese ? "其次" : "next"}`] = next;
    } else if (output.shape.length <= 2 && rowOf(output, row, count).length <= mostNumbers) {
      const isLabels = output.spec.kind === "labels";
      for (const [i, value] of rowOf(output, row, count).entries()) {
        const { name } = topOf(output, row, count, mostNumbers).find(({ index }) => index === i) ?? { name: String(i) };
        cells[`${head}${withUnit(output, i, name)}`] = isLabels ? percent(value) : value;
      }
    } else cells[`${head}${isChinese ? "输出" : "answer"}`] = inWords(output, row, predictions, isChinese);
  }
  return cells;
}

function withUnit({ spec }: PredictedOutput, index: number, name: string): string {
  const unit = spec.kind === "number" ? spec.unit : spec.kind === "numbers" ? spec.units?.[index] : undefined;
  return unit === undefined ? name : `${name} (${unit})`;
}
