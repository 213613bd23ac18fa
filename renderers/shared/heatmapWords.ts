import type { SumPayload } from "../../kernel/payloads/meaning.ts";

/** Languages that pictures are described in. */
export type Locale = "en" | "zh-CN";

/** What the two sides of a scale are called by: only evidence is for and against. */
export type Sides = "evidence" | "change" | "sign" | "size";

const en = {
  /** What is explained of an output. */
  logit: "logit",
  probability: "probability",
  prediction: "prediction",
  output: "output",
  neuron: "neuron",
  of: (output: string, label: string) => `${output} of ${label}`,
  ofClass: (index: string) => `class ${index}`,
  ofLabel: (index: number) => `label ${index}`,
  ofOutput: (index: number) => `output ${index}`,
  steps: (n: string) => `${n} steps`,
  samples: (n: string) => `${n} samples`,
  baseline: (name: string) => `baseline ${name}`,
  slice: (at: number, of: number) => `slice ${at} (0–${of - 1})`,
  largest: (n: string, of: string) => `the ${n} largest of ${of}`,
  /** What a scale measures. */
  sensitivity: (of: string) => `${of} sensitivity`,
  modifiedGradient: "modified gradient",
  localization: "localization",
  importance: "importance",
  variance: "variance",
  activation: "activation",
  attention: "attention",
  maskedAverage: (of: string) => `average ${of} while visible`,
  difference: "difference",
  unknown: "value",
  magnitude: (name: string) => `${name}, magnitude`,
  bySegment: (name: string) => `${name}, by segment`,
  /** Its two sides. */
  sides: {
    evidence: ["against", "for"],
    change: ["lowers", "raises"],
    sign: ["negative", "positive"],
    size: ["smaller", "larger"],
  } as Record<Sides, [low: string, high: string]>,
  zero: "Every value is 0.",
  constant: (value: string) => `Every value is ${value}: nothing stands out.`,
  invalid: (n: string, of: string) =>
    `▲ ${n} of ${of} values are NaN or infinite: shown in green; their size is not drawn.`,
  sums: {
    "f(x) − f(baseline)": "F(x)\u00a0−\u00a0F(baseline)",
    "f(x) − E f(background)": "F(x)\u00a0−\u00a0mean\u00a0F(background)",
    "f(x)": "F(x)",
  } as Record<SumPayload, string>,
  addsUp: (sum: string, of: string, difference: string) => `Adds up: Σ\u00a0=\u00a0${sum}, ${of} =\u00a0${difference}`,
  addsFairly: (sum: string, of: string, difference: string) =>
    `Nearly adds up: Σ\u00a0=\u00a0${sum}, ${of} =\u00a0${difference}`,
  addsNot: (sum: string, of: string, difference: string) =>
    `▲ Does not add up: Σ\u00a0=\u00a0${sum}, ${of} =\u00a0${difference}; trust the places, not the amounts`,
  goodFit: (r2: string) => `Good fit, R² = ${r2}`,
  fairFit: (r2: string) => `Fair fit, R² = ${r2}: the linear fit misses part of the model's behavior here`,
  weakFit: (r2: string) =>
    `▲ Weak fit, R² = ${r2}: the linear fit explains less than half of the model's behavior here`,
  error: (value: string, twice: string) => `Typical error ±${value}: values below ${twice} may be noise`,
  chaotic: "▲ Chaotic: gradients changed by a millionth can change the map by half.",
  /** What the values are, where they are no evidence. */
  notes: {
    unsigned: "Magnitude only; the map has no sign.",
    sensitivity: "Sensitivity, not evidence: what a small increase of the input would do.",
    modifiedGradient: "Not a derivative: what the modified backward pass let through.",
    localization: "Shows where, not for or against.",
    importance: "Importance has no sign.",
    variance: "Variance has no direction.",
    activation: "The layer's own output; it is about no class.",
    attention: "Attention is not evidence.",
    maskedAverage: "The average output while each place was visible.",
  },
  /** A place: counted from 0. */
  at: (row: number, column: number) => `(${row}, ${column})`,
  step: "step",
  feature: "feature",
  featureAt: (index: number) => `feature ${index}`,
  unitAt: (index: number) => `unit ${index}`,
  inputAt: (index: number) => `value ${index}`,
  stepAt: (step: number | string, feature: string) => `step ${step}, ${feature}`,
  gray: "pixel value",
  color: "color",
  luminance: "luminance",
  input: "input value",
  value: "value",
};

const zh: typeof en = {
  logit: "logit",
  probability: "概率",
  prediction: "预测值",
  output: "输出",
  neuron: "神经元",
  of: (output, label) => spaced(`${label}的${output}`),
  ofClass: (index) => `类别 ${index}`,
  ofLabel: (index) => `标签 ${index}`,
  ofOutput: (index) => `输出 ${index}`,
  steps: (n) => `${n} 步`,
  samples: (n) => `${n} 个样本`,
  baseline: (name) => {
    const names: Readonly<Record<string, string>> = {
      black: "黑",
      white: "白",
      gray: "灰",
      blurred: "模糊",
      mean: "平均",
    };
    return `基线：${names[name] ?? name}`;
  },
  slice: (at, of) => `切片 ${at}（0–${of - 1}）`,
  largest: (n, of) => `${of} 个中最大的 ${n} 个`,
  sensitivity: (of) => spaced(`${of}的敏感度`),
  modifiedGradient: "修正梯度",
  localization: "定位",
  importance: "重要性",
  variance: "方差",
  activation: "激活值",
  attention: "注意力",
  maskedAverage: (of) => spaced(`可见时的平均${of}`),
  difference: "差值",
  unknown: "值",
  magnitude: (name) => spaced(`${name}（绝对值）`),
  bySegment: (name) => `${name}（按区块）`,
  sides: {
    evidence: ["反对", "支持"],
    change: ["降低", "提高"],
    sign: ["负", "正"],
    size: ["较小", "较大"],
  },
  zero: "所有值均为 0。",
  constant: (value) => `所有值均为 ${value}：各位置相同，没有高低之分。`,
  invalid: (n, of) => `▲ ${of} 个值中有 ${n} 个为 NaN 或无穷：以绿色标出，深浅不代表数值大小。`,
  sums: {
    "f(x) − f(baseline)": "F(x)\u00a0−\u00a0F(x′)",
    "f(x) − E f(background)": "F(x)\u00a0−\u00a0背景均值",
    "f(x)": "F(x)",
  },
  addsUp: (sum, of, difference) => `满足完备性：Σ\u00a0=\u00a0${sum}，${of} =\u00a0${difference}`,
  addsFairly: (sum, of, difference) => `基本满足完备性：Σ\u00a0=\u00a0${sum}，${of} =\u00a0${difference}`,
  addsNot: (sum, of, difference) =>
    `▲ 不满足完备性：Σ\u00a0=\u00a0${sum}，${of} =\u00a0${difference}；位置可信，数值不可信`,
  goodFit: (r2) => `拟合良好，R² = ${r2}`,
  fairFit: (r2) => `拟合一般，R² = ${r2}：线性模型只解释了部分局部行为`,
  weakFit: (r2) => `▲ 拟合较差，R² = ${r2}：线性模型只解释了不到一半的局部行为`,
  error: (value, twice) => `标准误中位数 ±${value}：小于 ${twice} 的值可能是噪声`,
  chaotic: "▲ 混沌：梯度只改变百万分之一，归因图就可能变化一半。",
  notes: {
    unsigned: "只有大小，没有正负：不区分支持与反对。",
    sensitivity: "这是敏感度，不是证据：表示输入略微增大时输出的变化。",
    modifiedGradient: "不是导数：显示修改后的反向传播所保留的信号。",
    localization: "只指出位置，不区分支持与反对。",
    importance: "重要性没有正负。",
    variance: "方差没有方向。",
    activation: "这是该层自身的输出，不针对任何类别。",
    attention: "注意力不等于证据。",
    maskedAverage: "各位置可见时的平均输出。",
  },
  at: (row, column) => `(${row}, ${column})`,
  step: "时间步",
  feature: "特征",
  featureAt: (index) => `特征 ${index}`,
  unitAt: (index) => `单元 ${index}`,
  inputAt: (index) => `值 ${index}`,
  stepAt: (step, feature) => `时间步 ${step}，${feature}`,
  gray: "灰度",
  color: "颜色",
  luminance: "亮度",
  input: "输入值",
  value: "值",
};

/** One space between Chinese and Latin letters or digits. */
export const spaced = (text: string): string =>
  text.replaceAll(/(?<=[\w%)])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[\w(])/g, " ");

export type Words = typeof en;

export const wordsIn = (locale: Locale): Words => (locale === "zh-CN" ? zh : en);
