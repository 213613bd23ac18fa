import { number, tidyNumber } from "../../../text/number.ts";
import type { Facts, State } from "../facts.ts";
import type { Mixed } from "../mixed.ts";
import { thresholds } from "../thresholds.ts";
import { subjectChinese } from "./names.ts";
import { areasChinese, nounChinese, placesChinese } from "./places.ts";

/** What the map shows, by the role of its values. */
export function mapChinese(facts: Facts): string[] {
  const { state } = facts;
  if (state.kind !== "map") return [withoutMap(facts, state)];
  return [...sentences(facts), ...halfChinese(facts)];
}

function withoutMap(facts: Facts, state: Exclude<State, { kind: "map" }>): string {
  const { role } = facts.meaning;
  switch (state.kind) {
    case "invalid":
      return `${tidyNumber(state.of)} 个值中有 ${tidyNumber(state.count)} 个为 NaN 或无穷：这幅图不能说明任何问题。`;
    case "constant":
      return `所有值均为 ${number(state.value)}：各位置相同，没有高低之分。`;
    case "chance":
      if (role === "contribution" && isOfClass(facts))
        return `所有值都在随机波动范围内，看不出支持或反对 ${subjectChinese(facts)} 的证据。`;
      return "没有任何值超出随机波动。";
    default:
      if (role === "difference") return "两幅图完全相同。";
      if (state.nothingToRemove) return "所有值均为 0：输入与基线相同，没有可移除的内容。请换一个基线。";
      if (role === "contribution" && facts.through !== undefined)
        return "所有值均为 0：按此方法，输入的任何部分都没有经由该神经元起作用。";
      if (role === "contribution") return "所有值均为 0：按此方法，输入的任何部分都没有作用。";
      if (state.isCut) return cutChinese(facts);
      if (role === "sensitivity") return "所有值均为 0：输入的微小变化不会使它改变。";
      return "所有值均为 0。";
  }
}

/** A class activation map of which its ReLU left nothing. */
function cutChinese(facts: Facts): string {
  const layer = facts.layer === undefined ? "该层" : `层 ${facts.layer} `;
  const told = isOfClass(facts) ? `${layer}只含反对 ${subjectChinese(facts)} 的证据` : `${layer}只使输出降低`;
  return `所有值均为 0：${told}，被热力图的 ReLU 截去。用 relu: false 可以看到其位置。`;
}

const isOfClass = ({ answer, neuron }: Facts) =>
  neuron === undefined && (answer.kind === "choice" || answer.kind === "labels" || answer.kind === "pixel");

function sentences(facts: Facts): string[] {
  const { meaning, terms } = facts;
  const both = (up: string, down: string) => sided(facts, up, down);
  const where = terms.kind === "table" ? "列" : terms.division.isExact ? "是" : "位置";
  const it = facts.neuron === undefined ? "输出" : "该神经元的激活";
  switch (meaning.role) {
    case "contribution":
      if (!meaning.signed) return both("贡献最大的（不分正负）：", "");
      if (isOfClass(facts)) {
        const [up, down] = terms.division.isExact
          ? ["支持证据主要来自：", "反对证据主要来自："]
          : ["支持证据主要在", "反对证据主要在"];
        return [balance(facts, subjectChinese(facts)), ...both(up, down)];
      }
      return [weighed(facts, it), ...both(`使${it}升高最多的${where}：`, `使${it}降低最多的${where}：`)];
    case "sensitivity":
      if (!meaning.signed) return both("输出对以下部分最敏感：", "");
      return both(`稍微增大以下部分，${it}升高最多：`, `稍微增大以下部分，${it}降低最多：`);
    case "modifiedGradient":
      return both("回传的正信号最强的位置：", "回传的负信号最强的位置：");
    case "localization":
      return both("热力图最高的位置：", "低于零最多的位置：");
    case "importance":
      return both("最重要的：", "低于零的：");
    case "variance":
      return both("波动最大的位置：", "");
    case "activation":
      return terms.division.areaOf(0).kind === "channel"
        ? both("激活最强的通道：", "负激活最强的通道：")
        : both("激活最强的位置：", "负激活最强的位置：");
    case "attention":
      return both("注意力最集中的位置：", "");
    case "maskedAverage":
      return [
        `在全部掩码上，输出的平均值为 ${number(Number((facts.mean ?? 0).toPrecision(2)))}。`,
        ...both("以下区域可见时，输出更高：", "以下区域可见时，输出更低："),
      ];
    case "difference": {
      const [first, second] = facts.compared ?? ["", ""];
      return both(`${first} 的值更大的位置：`, `${second} 的值更大的位置：`);
    }
    default:
      return both("正值最大的位置：", "负值最大的位置：");
  }
}

function sided(facts: Facts, up: string, down: string): string[] {
  const { positive, negative, mixed } = facts;
  if (mixed) return [mixedChinese(mixed, facts)];
  return [
    ...(positive ? [`${up}${placesChinese(positive, facts)}。`] : []),
    ...(negative ? [`${down || up}${placesChinese(negative, facts)}。`] : []),
  ];
}

/** Both sides at once, where they lie among each other; and what would show regions. */
function mixedChinese({ areas, isGathered }: Mixed, facts: Facts): string {
  const most = isGathered ? `，两者大多在${areasChinese(areas, facts)}` : "";
  const advice = facts.meaning.role === "contribution" ? "；要看出区域，请按区块解释，或使用类激活图" : "";
  return `${bothChinese(facts)}处处交错${most}：没有哪个区域只属于一方${advice}。`;
}

function bothChinese(facts: Facts): string {
  const { meaning, terms, compared } = facts;
  const noun = nounChinese[terms.noun].replace(/^个 ?/, "");
  switch (meaning.role) {
    case "contribution":
      return isOfClass(facts) ? `支持与反对的${noun}` : `使输出升高与降低的${noun}`;
    case "sensitivity":
      return `增大后使输出升高与降低的${noun}`;
    case "difference": {
      const [first, second] = compared ?? ["", ""];
      return `${first} 的值更大的${noun}与 ${second} 的值更大的${noun}`;
    }
    default:
      return `正值与负值的${noun}`;
  }
}

/** How much one side outweighs the other; far beyond any use of a number only that it does. */
function times(larger: number, smaller: number): string {
  const ratio = larger / smaller;
  if (ratio > thresholds.lopsided) return `超过后者的 ${tidyNumber(thresholds.lopsided)} 倍`;
  return `约为后者的 ${number(Number(ratio.toPrecision(2)))} 倍`;
}

function balance({ positive, negative, leftOut }: Facts, label: string): string {
  const all = leftOut ? "超出随机波动的证据全部" : "全部证据都";
  if (!negative) return `${all}支持 ${label}。`;
  if (!positive) return `${all}反对 ${label}。`;
  const [up, down] = [positive.sum, negative.sum];
  if (Math.max(up, down) < thresholds.even * Math.min(up, down)) return `支持与反对 ${label} 的证据大致相当。`;
  const [more, less] = up > down ? ["支持", "反对"] : ["反对", "支持"];
  return `${more} ${label} 的证据${times(Math.max(up, down), Math.min(up, down)).replace("后者", `${less}证据`)}。`;
}

function weighed({ positive, negative, leftOut }: Facts, it: string): string {
  const none = leftOut ? "没有超出随机波动、" : "没有";
  if (!negative) return `${none}使${it}降低的部分。`;
  if (!positive) return `${none}使${it}升高的部分。`;
  const [up, down] = [positive.sum, negative.sum];
  if (Math.max(up, down) < thresholds.even * Math.min(up, down)) return `使${it}升高与降低的作用大致相当。`;
  const [more, less] = up > down ? ["升高", "降低"] : ["降低", "升高"];
  return `使${it}${more}的作用${times(Math.max(up, down), Math.min(up, down)).replace("后者", `${less}作用`)}。`;
}

const amount = {
  contribution: "全部证据",
  sensitivity: "总敏感度",
  modifiedGradient: "全部信号",
  localization: "总和",
  importance: "全部重要性",
  variance: "总方差",
  activation: "全部激活",
  attention: "全部注意力",
  maskedAverage: "全部差异",
  difference: "全部差异",
  unknown: "总和",
} as const;

/** Of a single place there is no half. */
function halfChinese(facts: Facts): string[] {
  const { meaning, terms, half } = facts;
  if (terms.count < 2) return [];
  const what = meaning.role === "contribution" && !isOfClass(facts) ? "全部影响" : amount[meaning.role];
  const unit = nounChinese[terms.noun];
  const own = unit.startsWith("个") ? "个" : unit;
  return [`${tidyNumber(terms.count)} ${unit}中，${tidyNumber(half)} ${own}就占了${what}的一半。`];
}
