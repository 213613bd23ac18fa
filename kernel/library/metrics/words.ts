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
    asks: "Does the map foretell how the answer changes under small noise? 0 is perfect.",
    cannotTell:
      "It knows only the noise it was asked with. It takes values for slopes: maps of contributions, with the input multiplied in, look worse than they are.",
  },
  sensitivityMax: {
    name: "max-sensitivity",
    asks: "How far does the map move when the input hardly does? 0 is stillest.",
    cannotTell: "A map that never changes is the stillest, and says nothing; a model that jumps makes a true map jump.",
  },
  deletion: {
    name: "deletion AUC",
    asks: "How fast does the answer fall when the strongest places are taken away first? Low is good.",
    cannotTell: "What is left is no natural input: the fall may be surprise at the holes rather than loss of evidence.",
  },
  insertion: {
    name: "insertion AUC",
    asks: "How fast does the answer rise when the strongest places are shown first? High is good.",
    cannotTell: "It rewards maps that draw the object's outline, whether or not the model used it.",
  },
  pixelFlipping: {
    name: "pixel flipping",
    asks: "How fast does the answer fall when the strongest places are taken away first? Low is good.",
    cannotTell: "Its area has the answer's own scale: only maps of the same inputs can be compared.",
  },
  faithfulnessCorrelation: {
    name: "faithfulness correlation",
    asks: "Do the places' values add up to what the answer loses without them? 1 is perfect, 0 chance.",
    cannotTell: "It sees proportions, not amounts; and with large random sets, mostly the sum over much of the map.",
  },
  sparseness: {
    name: "sparseness (Gini)",
    asks: "Is the map few strong places (1) or all alike (0)?",
    cannotTell: "Whether they are the right places: one wrong pixel is as sparse as can be.",
  },
  complexity: {
    name: "complexity (entropy)",
    asks: "Over how many places is the map spread? 0 is a single one.",
    cannotTell: "Whether the model is that simple: a short map of a model that uses everything is wrong.",
  },
  effectiveComplexity: {
    name: "effective complexity",
    asks: "How many places are not negligible?",
    cannotTell: "Whether the negligible ones are: the threshold is a choice.",
  },
  parameterRandomization: {
    name: "left with random weights",
    asks: "How alike is the map to that of the same network with random weights? 0 is none of it.",
    cannotTell: "It can only convict: a map that changes with the weights may still be wrong.",
  },
  consistency: {
    name: "consistency",
    asks: "Are maps alike that should be the same but for chance? 1 is the same order of places.",
    cannotTell: "A method may be wrong in the same way each time.",
  },
};

const zh: Record<MeasureName, MeasureWords> = {
  infidelity: {
    name: "不忠实度",
    asks: "图能否预告答案在小噪声下的变化？0 为完美。",
    cannotTell: "它只知道所用的那种噪声。它把值当作斜率：乘过输入的贡献图看起来比实际差。",
  },
  sensitivityMax: {
    name: "最大敏感度",
    asks: "输入几乎不动时，图会动多少？0 为最稳。",
    cannotTell: "永远不变的图最稳，却什么也没说；而模型自己跳变时，正确的图也会跳变。",
  },
  deletion: {
    name: "删除曲线面积",
    asks: "先拿走最强之处，答案下降多快？低为好。",
    cannotTell: "剩下的不再是自然的输入：下降可能是因为空洞令模型意外，而不是证据没了。",
  },
  insertion: {
    name: "插入曲线面积",
    asks: "先显示最强之处，答案上升多快？高为好。",
    cannotTell: "它偏爱勾出物体轮廓的图，不管模型是否用到轮廓。",
  },
  pixelFlipping: {
    name: "像素翻转",
    asks: "先拿走最强之处，答案下降多快？低为好。",
    cannotTell: "面积带着答案自身的尺度：只能比较同一批输入的图。",
  },
  faithfulnessCorrelation: {
    name: "忠实度相关",
    asks: "各处的值之和，是否等于没有它们时答案的损失？1 为完美，0 为偶然。",
    cannotTell: "它看比例而不看数量；随机集合很大时，看到的主要是大半幅图的总和。",
  },
  sparseness: {
    name: "稀疏度（基尼）",
    asks: "图是少数强处（1），还是处处一样（0）？",
    cannotTell: "不知道这些地方对不对：单单一个错的像素最稀疏。",
  },
  complexity: {
    name: "复杂度（熵）",
    asks: "图散布在多少处？0 为仅一处。",
    cannotTell: "不知道模型是否真的这么简单：模型用到一切时，短小的图是错的。",
  },
  effectiveComplexity: {
    name: "有效复杂度",
    asks: "有多少处不可忽略？",
    cannotTell: "不知道可忽略的是否真可忽略：阈值是人选的。",
  },
  parameterRandomization: {
    name: "随机权重后的残留",
    asks: "与同一网络换成随机权重后的图有多像？0 为毫无残留。",
    cannotTell: "它只能定罪：随权重而变的图仍可能是错的。",
  },
  consistency: {
    name: "一致性",
    asks: "除偶然外本应相同的图，彼此像吗？1 为各处次序相同。",
    cannotTell: "方法可能每次都以同样的方式出错。",
  },
};

export const measureWords = (measure: MeasureName, locale: Locale = "en"): MeasureWords =>
  (locale === "zh-CN" ? zh : en)[measure];

const arrows = { lower: " ↓", higher: " ↑", neither: "" } as const;

/** The measure's name, with an arrow to its good end. */
export const measureTitle = (measure: MeasureName, locale: Locale): string =>
  `${measureWords(measure, locale).name}${arrows[better[measure]]}`;
