import { number, signedNumber } from "../../text/number.ts";
import { methodName } from "../../text/words.ts";
import type { Area } from "./areas.ts";
import type { Facts, Side } from "./facts.ts";
import { percent } from "./percent.ts";
import { backgroundChinese, cellsChinese, numberChinese } from "./tableChinese.ts";

/** What is known of a map, in Simplified Chinese sentences. */
export function chinese(facts: Facts, name: (target: number) => string): string {
  const first = facts.isNumber ? numberChinese(facts, name(facts.target)) : answer(facts, name);
  return spaced([first, ...mapSentences(facts, name), ...trust(facts)].join(""));
}

/** A space between Chinese characters and Latin letters or digits, as is usual in print. */
const spaced = (text: string) =>
  text.replaceAll(/(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])/g, " ");

function answer(facts: Facts, name: (target: number) => string): string {
  const { method, output, target, probability, isProbability, predicted, predictedProbability, next } = facts;
  const amount = (value: number) => (isProbability ? percent(value) : `得分 ${number(value)}`);
  const at = facts.layer === undefined ? "" : `（在层 ${facts.layer} 处）`;
  const ofAnswer = `${methodName(method)} 解释的是${name(target)}的${output === "logit" ? " logit" : "概率"}${at}`;
  const asked = {
    activation: `${methodName(method)} 显示层 ${facts.layer} 的输出`,
    neuron: `${methodName(method)} 解释的是层 ${facts.layer} 的神经元 ${facts.neuron}`,
    attention: `${methodName(method)} 显示模型的注意力所在，与其回答无关`,
    evidence: ofAnswer,
    sensitivity: ofAnswer,
    visibility: ofAnswer,
    slope: ofAnswer,
    difference: `对${name(target)}的${output === "logit" ? " logit" : "概率"}${at}，${methodName(facts.compared?.[0] ?? "")} 与 ${methodName(facts.compared?.[1] ?? "")} 之差`,
  }[facts.role];
  if (Number.isNaN(probability)) return `${asked}。模型的回答是 NaN。`;
  const runnerUp = next ? `，其次是${name(next.target)}（${amount(next.probability)}）` : "";
  if (predicted === target || !isOfAnswer(facts)) {
    const sure = isProbability && predictedProbability < 0.6 ? "，并不确定" : "";
    return `${asked}。模型的回答是${name(predicted)}，${isProbability ? "概率 " : ""}${amount(predictedProbability)}${sure}${runnerUp}。`;
  }
  return `${asked}，但这不是模型的回答：模型认为是${name(predicted)}（${amount(predictedProbability)}），${name(target)}只有 ${amount(probability)}。`;
}

/** Whether the map is of a class's answer at all. */
const isOfAnswer = ({ role }: Facts) => role !== "activation" && role !== "neuron" && role !== "attention";

function mapSentences(facts: Facts, name: (target: number) => string): string[] {
  const { state, role, half } = facts;
  switch (state.kind) {
    case "zero":
      if (role === "difference") return ["两幅图完全相同。"];
      return ["所有值均为 0：按此方法，输入中没有任何部分起作用，因此没有可看的内容。"];
    case "constant":
      return [`所有值均为 ${number(state.value)}：没有突出之处。`];
    case "invalid":
      return [`${state.of} 个值中有 ${state.count} 个为 NaN 或无穷：这幅图不能说明任何问题。`];
    default:
  }
  const label = name(facts.target);
  const sentences: string[] = [];
  if (role === "activation") {
    if (facts.for) sentences.push(`最活跃之处：${places(facts.for, facts)}。`);
    if (facts.against) sentences.push(`低于零最多之处：${places(facts.against, facts)}。`);
  } else if (role === "neuron") {
    if (facts.for) sentences.push(`最能提高该神经元的是${places(facts.for, facts)}。`);
    if (facts.against) sentences.push(`最能降低它的是${places(facts.against, facts)}。`);
  } else if (role === "attention") {
    if (facts.for) sentences.push(`注意力最集中之处：${places(facts.for, facts)}。`);
  } else if (!facts.for && !facts.against && (role === "evidence" || role === "slope")) {
    return [`没有任何值能与偶然区分开，既不支持也不反对${label}。`];
  } else if (role !== "visibility" && (facts.for?.cells ?? facts.against?.cells)) {
    sentences.push(...cellsChinese(facts, label));
  } else if (role === "sensitivity") {
    if (facts.for) sentences.push(`回答最敏感之处：${places(facts.for, facts)}。`);
  } else if (role === "visibility") {
    sentences.push(`在所显示的内容上，回答的平均值为 ${number(Number((facts.mean ?? 0).toPrecision(2)))}。`);
    if (!facts.for && !facts.against) return [...sentences, "没有任何一处能与偶然区分开。"];
    if (facts.for) sentences.push(`看得见以下内容时回答更高：${places(facts.for, facts)}。`);
    if (facts.against) sentences.push(`看得见以下内容时回答更低：${places(facts.against, facts)}。`);
  } else if (role === "difference") {
    const [first, second] = (facts.compared ?? ["", ""]).map(methodName);
    if (facts.for) sentences.push(`${first} 给出更多之处：${places(facts.for, facts)}。`);
    if (facts.against) sentences.push(`${second} 给出更多之处：${places(facts.against, facts)}。`);
  } else {
    sentences.push(balance(facts.for?.sum ?? 0, facts.against?.sum ?? 0, label));
    if (facts.for) sentences.push(`最支持它的是${places(facts.for, facts)}。`);
    if (facts.against) sentences.push(`最反对它的是${places(facts.against, facts)}。`);
  }
  const kind = { pixel: "个像素", segment: "个区块", feature: "个特征", unit: "个单元" }[half.kind];
  sentences.push(
    `一半的${{ evidence: "证据", slope: "影响", sensitivity: "敏感度", activation: "激活", neuron: "影响", attention: "注意力", visibility: "差异", difference: "差异" }[role]}集中在 ${half.of} ${kind}中的 ${half.places} 个。`,
  );
  return sentences;
}

function balance(supporting: number, opposing: number, label: string): string {
  if (opposing === 0) return `全部证据都支持${label}。`;
  if (supporting === 0) return `全部证据都反对${label}。`;
  const ratio = Math.max(supporting, opposing) / Math.min(supporting, opposing);
  if (ratio < 1.1) return `支持与反对${label}的证据大致相当。`;
  const told = number(Number(ratio.toPrecision(2)));
  return `${supporting > opposing ? "支持" : "反对"}${label}的证据占优，约为 ${told} 比 1。`;
}

function places({ areas, onInk, strongest }: Side, facts: Facts): string {
  const text = areas.map(({ area, share }) => `${areaName(area, facts.form)}（${percent(share)}）`).join("、");
  const ink =
    onInk === undefined ? "" : `，其中 ${percent(onInk)} 落在笔迹上${onInk < 0.5 ? "，其余落在空白背景上" : ""}`;
  const what = strongest.segment === undefined ? "" : `区块 ${strongest.segment}，约在`;
  const [row, column] = strongest.position;
  const where =
    facts.form === "vector"
      ? `特征 ${row}`
      : facts.form === "layer"
        ? `[${strongest.position.join(", ")}]`
        : `第 ${row} 行第 ${column} 列`;
  return `${text}${ink}；最强处：${what}${where}（${["evidence", "visibility", "difference"].includes(facts.role) ? signedNumber(strongest.value) : number(strongest.value)}）`;
}

const verticals = { upper: "上", middle: "中", lower: "下" };
const horizontals = { left: "左", center: "中", right: "右" };

function areaName(area: Area, form: Facts["form"]): string {
  switch (area.kind) {
    case "margin":
      return "笔迹之外的空白";
    case "feature":
      return `特征 ${area.index}`;
    case "channel":
      return `通道 ${area.index}`;
    case "unit":
      return `单元 ${area.index}`;
    default: {
      const of = form === "drawing" ? "字形" : "图像";
      if (area.vertical === "middle" && area.horizontal === "center") return `${of}中央`;
      if (area.vertical === "middle") return `${of}${horizontals[area.horizontal]}侧`;
      if (area.horizontal === "center") return `${of}${verticals[area.vertical]}部`;
      return `${of}${horizontals[area.horizontal]}${verticals[area.vertical]}方`;
    }
  }
}

function trust(facts: Facts): string[] {
  const { evidence, state, method, role, replacedBy, background } = facts;
  if (state.kind === "invalid" || role === "activation" || role === "difference") return [];
  if (role === "attention") return ["被注视之处未必就是支持该回答之处。"];
  const { completeness, fit, sampling, floor } = evidence;
  const sentences: string[] = [];
  if (completeness && !completeness.exact) {
    const { sum, difference, error } = completeness;
    const told = `各值之和为 ${number(sum)}，回答相对基线变化了 ${number(difference)}，相差 ${percent(error)}`;
    if (error <= 0.01) sentences.push(`${told}，因此数值可信。`);
    else if (error <= 0.05) sentences.push(`${told}，足以比较各处。`);
    else sentences.push(`${told}，因此位置比数值更可信，应增加步数。`);
  }
  if (fit !== undefined) {
    const told = `线性模型重现了回答变化的 ${percent(Math.max(0, fit))}（R² = ${fit.toFixed(2)}）`;
    if (fit >= 0.8) sentences.push(`${told}，较好地反映了模型在此输入附近的行为。`);
    else if (fit >= 0.5) sentences.push(`${told}，遗漏了模型行为的一部分。`);
    else sentences.push(`${told}，遗漏了模型的大部分行为，只能作为线索。`);
  }
  if (sampling?.exact) sentences.push("所有组合都已询问：没有抽样误差，总和精确。");
  else if (sampling && Number.isFinite(sampling.median)) {
    const median = number(Number(sampling.median.toPrecision(2)));
    sentences.push(
      `${sampling.of} 个值中有 ${sampling.clear} 个超过其标准误差的两倍（中位数 ${median}），其余可能只是偶然，上文未计入。`,
    );
  } else if (sampling) sentences.push("抽取的样本太少，无法区分数值与偶然：应增加样本。");
  if (evidence.auto) {
    const { tolerance, met, passes } = evidence.auto;
    sentences.push(
      met
        ? `共用 ${passes} 次前向计算，使每个标准误差都低于 ${number(tolerance)}。`
        : `${passes} 次前向计算仍未使每个标准误差低于 ${number(tolerance)}：请允许更多样本。`,
    );
  }
  if (floor !== undefined) {
    sentences.push(
      `遮与不遮都一样的区块也得到了最多 ${number(Number(floor.toPrecision(2)))} 的值，因此这么大的值只是偶然。`,
    );
  }
  if (replacedBy) {
    const kind = facts.half.kind === "feature" ? "各列" : "各处";
    sentences.push(`${kind}是逐一替换的：几处共同起的作用在此看不到。`);
    if (replacedBy === "others") sentences.push("替换的内容取自其他输入：换一批输入，数值也会不同。");
  }
  if (background !== undefined) sentences.push(backgroundChinese(background));
  if (!completeness && fit === undefined && !sampling) {
    sentences.push(
      role === "sensitivity"
        ? "它只说明微小变化的作用有多强，不说明方向，也不给出自身误差的度量。"
        : `${methodName(method)} 不给出自身误差的度量：请与其他方法对照。`,
    );
  }
  return sentences;
}
