import { number, percent, tidyNumber } from "../../text/number.ts";
import type { Locale } from "../../text/words.ts";
import type { Suspicion } from "./suspicion.ts";

export interface ClassFacts {
  readonly kind: "classes" | "binary" | "labels";
  readonly count: number;
  readonly hits: number;
  readonly accuracy: number;
  readonly f1: number;
  /** NaN where it is not defined. */
  readonly auc: number;
  /** NaN where it is not known. */
  readonly loss: number;
  /** Empty where the classes have no names. */
  readonly names: readonly string[];
  readonly suspicion?: Suspicion | undefined;
}

/** How classes, or labels, are told apart, in sentences: one on a line. */
export const classWords = (facts: ClassFacts, locale: Locale): string =>
  (locale === "zh-CN" ? chinese(facts) : english(facts)).join("\n");

function english({ kind, count, hits, accuracy, f1, auc, loss, names, suspicion }: ClassFacts): string[] {
  const isOne = hits === 1;
  const right = kind === "labels" ? `${isOne ? "has" : "have"} every label right` : isOne ? "is right" : "are right";
  const of = kind === "binary" ? ` of ${nameOf(names, 1, "class ")}` : ` (mean over the ${kind})`;
  const scores = [`F1${of}: ${number(f1, 3)}`];
  if (!Number.isNaN(auc)) scores.push(`AUC: ${number(auc, 3)}`);
  if (!Number.isNaN(loss))
    scores.push(`${kind === "classes" ? "cross-entropy" : "binary cross-entropy"}: ${number(loss, 3)}`);
  return [
    `Accuracy ${percent(accuracy)}: ${tidyNumber(hits)} of ${tidyNumber(count)} ${count === 1 ? "example" : "examples"} ${right}.`,
    `${scores.join("; ")}.`,
    ...(suspicion
      ? [
          `This is far below chance (${percent(suspicion.chance)}): the class names are probably in another order than the model's outputs. ` +
            `Accuracy would be ${percent(suspicion.accuracy)} if ${pairs(suspicion, names, "class ", " meant ", ", ")}. ` +
            "Check the order of the names, and correct it with describeModel(model, …).",
        ]
      : []),
  ];
}

function chinese({ kind, count, hits, accuracy, f1, auc, loss, names, suspicion }: ClassFacts): string[] {
  const right = kind === "labels" ? "所有标签都正确" : "预测正确";
  const of = { binary: `（${nameOf(names, 1, "类别 ")}）`, labels: "（各标签平均）", classes: "（各类别平均）" }[kind];
  const scores = [`F1${of}：${number(f1, 3)}`];
  if (!Number.isNaN(auc)) scores.push(`AUC：${number(auc, 3)}`);
  if (!Number.isNaN(loss)) scores.push(`${kind === "classes" ? "交叉熵" : "二元交叉熵"}：${number(loss, 3)}`);
  return [
    `准确率 ${percent(accuracy)}：${tidyNumber(count)} 个样本中有 ${tidyNumber(hits)} 个${right}。`,
    `${scores.join("；")}。`,
    ...(suspicion
      ? [
          `准确率远低于随机水平（${percent(suspicion.chance)}）：类别名称的顺序很可能与模型输出的顺序不一致。` +
            `若 ${pairs(suspicion, names, "类别 ", " 实为 ", "，")}，准确率应为 ${percent(suspicion.accuracy)}。` +
            "请检查名称的顺序，并用 describeModel(model, …) 更正。",
        ]
      : []),
  ];
}

/** Numbers as names are told for classes. */
function nameOf(names: readonly (string | undefined)[], at: number, word: string): string {
  const name = names[at] ?? String(at);
  return /^\d+$/.test(name) ? word + name : name;
}

/** The answers that stand for another class. */
const pairs = (
  { order }: Suspicion,
  names: ClassFacts["names"],
  word: string,
  means: string,
  between: string,
): string =>
  order
    .flatMap((own, answered) =>
      own === answered ? [] : [`${nameOf(names, answered, word)}${means}${nameOf(names, own, word)}`],
    )
    .join(between);
