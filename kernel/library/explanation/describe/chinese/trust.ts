import type { BaselineName } from "../../../signature/Inputs.ts";
import { number, tidyNumber } from "../../../text/number.ts";
import type { Completeness } from "../completeness.ts";
import type { Evidence, Sampling } from "../evidenceFacts.ts";
import type { Facts } from "../facts.ts";
import { percent } from "../percent.ts";
import { nounChinese } from "./places.ts";

const share = (value: number) => percent(value, "zh-CN");

/** How far the map can be trusted, and why. */
export function trustChinese(facts: Facts): string[] {
  const { evidence, state, meaning } = facts;
  const { role } = meaning;
  if (state.kind === "zero" && state.nothingToRemove) return [];
  if (state.kind === "invalid" || role === "activation" || role === "difference") return [];
  if (role === "attention") return ["注意力不等于证据：模型关注的位置未必影响预测。"];
  const { completeness, fit, sampling, floor, auto } = evidence;
  const isMeasured = (completeness && completeness.verdict !== "byMethod") || fit || sampling;
  return [
    ...(completeness ? completenessChinese(completeness, facts) : []),
    ...(fit ? [fitChinese(fit)] : []),
    ...(sampling && !(state.kind === "zero" && sampling.kind === "measured") ? [samplingChinese(sampling)] : []),
    ...(auto ? [autoChinese(auto)] : []),
    ...(floor === undefined
      ? []
      : [floorChinese(nounChinese[facts.terms.noun].replace(/^个 ?/, ""), number(Number(floor.toPrecision(2))))]),
    ...removalChinese(facts),
    ...(meaning.isChaotic && state.kind !== "zero"
      ? ["该方法是混沌的：梯度只改变百万分之一，归因图就可能变化一半；请换几个步数，只看各图一致之处。"]
      : []),
    ...(state.kind === "zero"
      ? []
      : meaningChinese(facts, !isMeasured && !facts.rescaled && completeness === undefined)),
  ];
}

const floorChinese = (noun: string, most: string) =>
  `与基线相同的${noun}（移除前后不变）也分到最多 ${most}，这一大小以内的值应视为噪声。`;

function completenessChinese(
  { sumsTo, ofAll, sum, difference, error, apart, verdict }: Completeness,
  facts: Facts,
): string[] {
  if (verdict === "byMethod") return [];
  const quantity = { logit: "logit", probability: "概率", output: "输出" }[facts.quantity];
  const moved = {
    "f(x) − f(baseline)": `${quantity} 相对基线的变化 ${number(difference)}`,
    "f(x) − E f(background)": `${quantity} 相对背景数据平均值的变化 ${number(difference)}`,
    "f(x)": `${quantity} ${number(difference)}`,
  }[sumsTo];
  const told = `${ofAll ? "全部输入的" : ""}各值之和 ${number(sum)}，${moved}`;
  const gap = apart <= 2 * error ? `相差${share(apart)}` : ofAllValues(share(error));
  switch (verdict) {
    case "exact":
      return [`满足完备性：${told}，在舍入误差内相等。`];
    case "close":
      return [`满足完备性：${told}，${gap}。`];
    case "fair":
      return [`${told}，${gap}：比较各位置的相对大小没有问题，绝对数值有误差。`];
    default: {
      const advice = { steps: "；请增大步数", samples: "；请增加样本数", none: "" }[facts.refinedBy ?? "none"];
      return [`不满足完备性：${told}。位置可信，数值不可信${advice}。`];
    }
  }
}

/** A share near 0 is told as a bound: `相差不到 Σ|值| 的 0.1%`. */
const ofAllValues = (told: string) =>
  told.includes("不到") ? `相差不到 Σ|值| 的${told.replace(/ *不到 */, "")}` : `相差为 Σ|值| 的${told}`;

function fitChinese({ r2, verdict }: NonNullable<Evidence["fit"]>): string {
  const told = `线性模型解释了${share(Math.max(0, r2))}的输出变化（R² = ${r2.toFixed(2).replace("-", "−")}）`;
  return {
    good: `${told}，较好地反映了模型在此输入附近的行为。`,
    fair: `${told}，遗漏了模型的一部分行为。`,
    weak: `${told}，不到一半：只可作参考。`,
  }[verdict];
}

function samplingChinese(sampling: Sampling): string {
  switch (sampling.kind) {
    case "enumerated":
      return "已遍历全部特征子集：没有抽样误差，各值之和精确。";
    case "unknown":
      return "样本太少，无法区分信号与噪声：请增加样本数。";
    default: {
      const { clear, of, median } = sampling;
      const error = median > 0 ? `（中位数 ${number(Number(median.toPrecision(2)))}）` : "";
      if (clear === of)
        return of === 1 ? `该值超过两倍标准误${error}。` : `${tidyNumber(of)} 个值全部超过两倍标准误${error}。`;
      if (clear === 0) return `${tidyNumber(of)} 个值都不超过两倍标准误${error}。`;
      return `${tidyNumber(of)} 个值中${clear < of / 2 ? "只" : ""}有 ${tidyNumber(clear)} 个超过两倍标准误${error}；其余与噪声无法区分，上文未计入。`;
    }
  }
}

function autoChinese({ tolerance, met, evaluations }: NonNullable<Evidence["auto"]>): string {
  const bound = number(tolerance);
  return met
    ? `调用模型 ${tidyNumber(evaluations)} 次后，所有标准误均低于 ${bound}。`
    : `调用模型 ${tidyNumber(evaluations)} 次后，仍有标准误不低于 ${bound}：请允许更多样本。`;
}

const baselinesChinese: Readonly<Record<BaselineName, string>> = {
  black: "黑色",
  white: "白色",
  gray: "介于黑白之间的灰色",
  blurred: "模糊后的输入本身",
  mean: "输入自身的平均值",
};

/** What stood in for what was removed, and what that leaves unseen. */
function removalChinese({ meaning, terms, background, baseline, byWindow }: Facts): string[] {
  const { removal, family, role } = meaning;
  const sentences: string[] = [];
  if (family === "perturbation" && role !== "maskedAverage" && removal !== undefined) {
    const each = byWindow ? "窗口" : nounChinese[terms.noun].replace(/^个 ?/, "");
    sentences.push(`各${each}是逐个替换的，看不出它们之间的交互作用。`);
  }
  if (removal === "others") sentences.push("替换值取自其他样本：更换样本，数值也会变化。");
  if (baseline !== undefined) sentences.push(`基线为${baselinesChinese[baseline]}。`);
  if (background === undefined) return sentences;
  const noun = terms.noun === "column" ? "列" : "部分";
  const mixed = removal === "conditional" || background === 1 ? "" : "，其中会出现真实数据里没有的组合";
  return [
    ...sentences,
    `被移除的${noun}用 ${tidyNumber(background)} 行背景数据的值替代${mixed}；更换背景数据，数值也会变化。`,
  ];
}

/** What values of this role say and do not say; and that there is no measure of their error, where there is none. */
function meaningChinese({ meaning }: Facts, isUnmeasured: boolean): string[] {
  const { role, signed, label } = meaning;
  const and = (told: string) => [`${told}${isUnmeasured ? "，也没有误差估计" : ""}。`];
  switch (role) {
    case "sensitivity":
      return signed ? and("它反映微小扰动会怎样改变输出，并不是证据") : and("它只反映微小扰动的影响有多大，没有方向");
    case "modifiedGradient":
      return and("它显示修改后的反向传播让哪些信号通过，并非导数");
    case "variance":
      return and("它只反映热力图的波动有多大，没有方向");
    case "unknown":
      return ["其数值的含义未知。"];
    default:
      return isUnmeasured ? [`${label} 没有误差估计，请与其他方法对照。`] : [];
  }
}
