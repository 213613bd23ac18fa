import { number, tidyNumber } from "../../../text/number.ts";
import type { Answer, Choice } from "../answerFacts.ts";
import { bare, withUnit } from "../english/names.ts";
import type { Facts } from "../facts.ts";
import { percent } from "../percent.ts";
import { methodChinese } from "./methodNames.ts";
import { classChinese, labelChinese, subjectChinese, valueChinese } from "./names.ts";

const named = 3;
const share = (value: number) => percent(value, "zh-CN");

/** What is explained, and what the model answered. */
export function answerChinese(facts: Facts): string[] {
  const { meaning, answer, neuron, through, layer } = facts;
  const { label, role } = meaning;
  const method = methodChinese(label);
  if (role === "activation") return [`${method}：${layer === undefined ? "某层" : `层 ${layer} `}的输出。`];
  if (role === "attention") return [`${method} 显示注意力的分布，不针对任何类别。`];
  if (neuron !== undefined) return [`${method}：${subjectChinese(facts)}。`];
  const what = `${asked(facts)}${layer === undefined ? "" : through === undefined ? `（在层 ${layer} 处）` : `（经由层 ${layer} 的神经元 ${through}）`}`;
  if (facts.compared) {
    const [first, second] = facts.compared;
    return [`${first} 与 ${second} 之差：${what}。`, ...given(answer)];
  }
  if (Number.isNaN(valueIn(answer))) return [`${method}：${what}。模型的输出是 NaN。`];
  if (answer.kind === "choice" && !answer.isPredicted) {
    const { predicted, target } = answer;
    return [
      `${method}：${what}。但模型并未预测 ${bare(target)}：它预测的是 ${chosen(predicted)}，${bare(target)} 只有 ${share(target.probability)}。`,
    ];
  }
  if ((answer.kind === "pixel" || answer.kind === "region") && !answer.isPredicted) {
    const { predicted, target } = answer;
    const amount = (choice: Choice) => amountOf(answer, choice);
    if (answer.kind === "region") {
      return [
        `${method}：${what}。在该区域内，模型平均给 ${classChinese(target)} ${amount(target)}，而给 ${classChinese(predicted)} 最多（${amount(predicted)}）。`,
      ];
    }
    return [
      `${method}：${what}。但模型在此处并未预测 ${bare(target)}：它预测的是 ${bare(predicted)}（${amount(predicted)}），${bare(target)} 只有 ${amount(target)}。`,
    ];
  }
  return [`${method}：${what}${besides(answer)}。`, ...given(answer)];
}

const chosen = (choice: Choice) => `${bare(choice)}（${share(choice.probability)}）`;

const amountOf = ({ isProbability }: { isProbability: boolean }, { probability }: Choice) =>
  isProbability ? share(probability) : `得分 ${number(probability)}`;

const valueIn = (answer: Answer) => ("value" in answer.target ? answer.target.value : answer.target.probability);

function asked(facts: Facts): string {
  const { answer, output } = facts;
  const unit = output === "logit" ? " logit" : "概率";
  switch (answer.kind) {
    case "choice":
      return `${classChinese(answer.target)}的${unit}`;
    case "labels":
      return `${labelChinese(answer.target)}的${unit}`;
    case "pixel":
      return `(${answer.position.join(", ")}) 处${classChinese(answer.target)}的${unit}`;
    case "box":
      return boxChinese(answer);
    case "region":
      return `${classChinese(answer.target)}的${unit}${overPlaces(answer)}`;
    case "number":
      if (answer.of > 1) {
        return `模型预测的 ${tidyNumber(answer.of)} 个数中的 ${answer.target.name ?? `第 ${answer.target.index} 个（从 0 起）`}`;
      }
      return answer.target.name ?? "模型的预测值";
    default:
      if (answer.of === 1 && answer.target.name === undefined) return "模型的输出";
      if (facts.quantity === "logit") return `${valueChinese(answer.target)} 的 logit`;
      return answer.ofBoxes ? `检测框的${valueChinese(answer.target)}` : valueChinese(answer.target);
  }
}

/** `在模型预测为该类别的 412 个像素（占图像的 4.5%）上求和`. */
function overPlaces({ reduce, places, isOwn, share: part, rectangle }: Extract<Answer, { kind: "region" }>): string {
  const how = reduce === "sum" ? "求和" : "取平均";
  const count = `${tidyNumber(places)} 个像素`;
  if (isOwn) return `，在模型预测为该类别的 ${count}（占图像的 ${share(part)}）上${how}`;
  if (!rectangle) return `，在 ${count}的区域（占图像的 ${share(part)}）上${how}`;
  const [top, bottom, left, right] = rectangle;
  return `，在 (${top}, ${left}) 至 (${bottom}, ${right}) 的 ${count}上${how}`;
}

/** `第 3 个框（从 0 起）：dog，得分 0.87，位于 (10, 12) 至 (40, 52)`. */
function boxChinese({ box, target, hasClass, rectangle }: Extract<Answer, { kind: "box" }>): string {
  const label = hasClass ? `${classChinese(target)}，` : "";
  const [top, bottom, left, right] = rectangle ?? [];
  const where = rectangle ? `，位于 (${top}, ${left}) 至 (${bottom}, ${right})` : "";
  return `第 ${box} 个框（从 0 起），${label}得分 ${number(target.probability, 3)}${where}`;
}

/** What follows the answer's name, where its value stands beside it. */
function besides(answer: Answer): string {
  if (answer.kind === "number" && answer.target.name === undefined) {
    return `，为 ${withUnit(answer.target.value, answer.unit)}`;
  }
  if (answer.kind !== "value") return "";
  const { target, largest, standing, of, ofBoxes } = answer;
  if (of === 1 || ofBoxes) return `，为 ${number(target.value)}`;
  if (standing !== "smaller") {
    return `，是 ${tidyNumber(of)} 个输出中最大的${standing === "tied" ? "之一" : ""}（${number(target.value)}）`;
  }
  return `（${number(target.value)}）；${tidyNumber(of)} 个输出中最大的是${valueChinese(largest)}（${number(largest.value)}）`;
}

/** What the model answered, as a sentence of its own. */
function given(answer: Answer): string[] {
  switch (answer.kind) {
    case "choice": {
      const { predicted, next, rivals, isPair, isSure } = answer;
      if (isSure && isPair && next) {
        return [`模型预测为 ${bare(predicted)}（概率${share(predicted.probability)}），而不是 ${chosen(next)}。`];
      }
      const runnerUp = next ? `，其次是 ${chosen(next)}` : "";
      if (isSure) return [`模型预测为 ${bare(predicted)}（概率${share(predicted.probability)}）${runnerUp}。`];
      if (!isPair && rivals.length > 0) {
        return [`模型认为最可能是 ${chosen(predicted)}，其次是 ${rivals.map(chosen).join("、")}。`];
      }
      return [`模型不太确定：最可能是 ${chosen(predicted)}${runnerUp}。`];
    }
    case "labels": {
      const { target, assigned, isAssigned, of } = answer;
      const names = assigned.slice(0, named).map((label) => `${labelChinese(label)}（${share(label.probability)}）`);
      const more = assigned.length > named ? `等 ${assigned.length} 个` : "";
      const own =
        isAssigned && assigned.indexOf(target) < named
          ? ""
          : `；${labelChinese(target)}的概率为 ${share(target.probability)}`;
      const told = names.length > 0 ? `模型判为存在的有 ${names.join("、")}${more}` : "模型判为存在的一个也没有";
      return [`在 ${tidyNumber(of)} 个标签中，${told}${own}。`];
    }
    case "box":
      return ["衡量的是改动后的图像中有没有与它匹配的框：重叠 × 类别相似度 × 得分（D-RISE）。"];
    case "region":
      return [`在该区域内，模型平均给 ${classChinese(answer.target)} ${amountOf(answer, answer.target)}。`];
    case "pixel":
      return [`模型在此处预测为 ${bare(answer.predicted)}（${amountOf(answer, answer.predicted)}）。`];
    case "number":
      if (answer.target.name === undefined) return [];
      return [`模型预测 ${answer.target.name} 为 ${withUnit(answer.target.value, answer.unit)}。`];
    default:
      return [];
  }
}
