import type { Choice, OneValue } from "../answerFacts.ts";
import { bare } from "../english/names.ts";
import type { Facts } from "../facts.ts";

/** A class in a sentence: a name that is only a number does not say that it is one. */
export const classChinese = ({ name, index }: Choice): string =>
  name === undefined || /^\d+$/.test(name) ? `类别 ${name ?? index}` : name;

export const labelChinese = ({ name, index }: Choice): string => name ?? `标签 ${index}`;

/** One number of several, by its name or its place. */
export const valueChinese = ({ name, index, position }: OneValue): string =>
  name ?? `输出 ${position ? `(${position.join(", ")})` : index}`;

/** What is explained, short enough to stand in the middle of a sentence. */
export function subjectChinese({ answer, neuron, layer }: Facts): string {
  if (neuron !== undefined) return `${layer === undefined ? "" : `层 ${layer} 的`}神经元 ${neuron}`;
  switch (answer.kind) {
    case "choice":
      return bare(answer.target);
    case "labels":
      return labelChinese(answer.target);
    case "pixel":
      return `(${answer.position.join(", ")}) 处的${classChinese(answer.target)}`;
    case "region":
      return classChinese(answer.target);
    case "box":
      return `第 ${answer.box} 个框（从 0 起）`;
    case "number":
      return answer.target.name ?? "预测值";
    default:
      return answer.of === 1 && answer.target.name === undefined ? "输出" : valueChinese(answer.target);
  }
}
