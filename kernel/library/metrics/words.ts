import { language } from "../ground/language.ts";
import type { Locale } from "../text/words.ts";

/** What a measure is about, in words. */
export interface MeasureWords {
  readonly name: string;
  /** What it asks, and which end of it is the good one. */
  readonly asks: string;
  /** What it cannot tell. */
  readonly cannotTell: string;
}

/** Which end of a measure is the good one; `neither` where both say something. */
export const better = {
  infidelity: "lower",
  sensitivityMax: "lower",
  deletion: "lower",
  insertion: "higher",
  pixelFlipping: "lower",
  faithfulnessCorrelation: "higher",
  sparseness: "neither",
  complexity: "neither",
  effectiveComplexity: "neither",
  parameterRandomization: "lower",
  consistency: "higher",
} as const;

export type MeasureName = keyof typeof better;

const en: Record<MeasureName, MeasureWords> = {
  infidelity: {
    name: "infidelity",
    asks: "Does the map predict how the output changes under small noise? 0 is best.",
    cannotTell:
      "It tests only the noise that it was given. It reads values as slopes, so maps of contributions (with the input multiplied in) look worse than they are.",
  },
  sensitivityMax: {
    name: "max-sensitivity",
    asks: "How much does the map change when the input hardly does? 0 is most stable.",
    cannotTell:
      "A map that never changes is most stable and says nothing; where the model itself jumps, a correct map must jump too.",
  },
  deletion: {
    name: "deletion AUC",
    asks: "How fast does the output fall when the highest-ranked places are removed first? Lower is better.",
    cannotTell:
      "What is left is unlike the training data: the output may fall because of the holes rather than because evidence is lost.",
  },
  insertion: {
    name: "insertion AUC",
    asks: "How fast does the output rise when the highest-ranked places are shown first? Higher is better.",
    cannotTell: "It rewards maps that trace the object's outline, whether or not the model uses it.",
  },
  pixelFlipping: {
    name: "pixel flipping",
    asks: "How fast does the output fall when the highest-ranked places are removed first? Lower is better.",
    cannotTell: "The area is in units of the output: compare only maps of the same inputs.",
  },
  faithfulnessCorrelation: {
    name: "faithfulness correlation",
    asks: "Do the values of places add up to what the output loses without them? 1 is best, 0 is chance.",
    cannotTell: "It judges proportions, not amounts; with large random sets, mostly the sum over much of the map.",
  },
  sparseness: {
    name: "sparseness (Gini)",
    asks: "Is the map concentrated in a few places (1) or spread evenly (0)?",
    cannotTell: "It does not say whether they are the right places: a single wrong pixel is as sparse as a map can be.",
  },
  complexity: {
    name: "complexity (entropy)",
    asks: "Over how many places is the map spread? 0 is a single place.",
    cannotTell:
      "It does not say whether the model is that simple: where it uses the whole input, a simple map is wrong.",
  },
  effectiveComplexity: {
    name: "effective complexity",
    asks: "How many places are not negligible?",
    cannotTell: "It does not say whether the rest really is negligible: the threshold is a choice.",
  },
  parameterRandomization: {
    name: "similarity under random weights",
    asks: "How similar is the map to the one with random weights? 0 is not at all.",
    cannotTell:
      "It can only refute, and only beyond what the plain gradient keeps: a map that changes with the weights may still be wrong.",
  },
  consistency: {
    name: "consistency",
    asks: "Do maps agree that should differ only by chance? 1 is the same ranking of places.",
    cannotTell: "It does not say whether they are right: a method may be wrong in the same way every time.",
  },
};

const zh: Record<MeasureName, MeasureWords> = {
  infidelity: {
    name: "不忠实度",
    asks: "热力图能否预测小扰动下输出的变化？0 最好。",
    cannotTell: "它只检验所用的那种噪声。它把归因值当作斜率，因此乘过输入的贡献图看起来比实际差。",
  },
  sensitivityMax: {
    name: "最大敏感度",
    asks: "输入几乎不变时，热力图变化多少？0 最稳定。",
    cannotTell: "恒定不变的热力图最稳定，却毫无信息；模型本身突变时，正确的热力图也应随之突变。",
  },
  deletion: {
    name: "删除曲线下面积（AUC）",
    asks: "按归因值从高到低移除，输出下降有多快？越低越好。",
    cannotTell: "下降可能是因为残缺输入偏离训练分布，而不是证据被移除。",
  },
  insertion: {
    name: "插入曲线下面积（AUC）",
    asks: "按归因值从高到低恢复，输出上升有多快？越高越好。",
    cannotTell: "它偏向勾勒物体轮廓的热力图，无论模型是否用到轮廓。",
  },
  pixelFlipping: {
    name: "像素翻转",
    asks: "按归因值从高到低移除，输出下降有多快？越低越好。",
    cannotTell: "面积以输出的单位计：只能比较同一批输入的热力图。",
  },
  faithfulnessCorrelation: {
    name: "忠实度相关",
    asks: "各位置的归因值之和，是否等于移除它们后输出的下降？1 最好，0 为随机水平。",
    cannotTell: "它只看比例，不看数值大小；随机集合很大时，主要反映大半幅热力图的总和。",
  },
  sparseness: {
    name: "稀疏度（基尼系数）",
    asks: "归因集中在少数位置（1），还是均匀分布（0）？",
    cannotTell: "不能说明位置是否正确：只标出一个错误像素，稀疏度反而最高。",
  },
  complexity: {
    name: "复杂度（熵）",
    asks: "归因分布在多少个位置？0 为仅一个。",
    cannotTell: "不能说明模型是否真的这么简单：模型若用到了全部输入，过于简单的热力图反而是错的。",
  },
  effectiveComplexity: {
    name: "有效复杂度",
    asks: "有多少个位置不可忽略？",
    cannotTell: "不能说明其余位置是否真可忽略：阈值是人为选定的。",
  },
  parameterRandomization: {
    name: "参数随机化相似度",
    asks: "与权重随机化后的热力图有多相似？0 为完全不同。",
    cannotTell: "它只能证伪，而且只有超出普通梯度的部分才算数：随权重变化的热力图也可能是错的。",
  },
  consistency: {
    name: "一致性",
    asks: "本应只有随机差异的热力图是否一致？1 为各位置的排序相同。",
    cannotTell: "不能说明是否正确：方法可能每次都以同样的方式出错。",
  },
};

export const measureWords = (measure: MeasureName, locale: Locale = language()): MeasureWords =>
  (locale === "zh-CN" ? zh : en)[measure];

const arrows = { lower: " ↓", higher: " ↑", neither: "" } as const;

/** The measure's name, with an arrow to its good end. */
export const measureTitle = (measure: MeasureName, locale: Locale): string =>
  `${measureWords(measure, locale).name}${arrows[better[measure]]}`;
