/** Languages that pictures are described in. */
export type Locale = "en" | "zh-CN";

const names: Record<string, string> = {
  Lime: "LIME",
  LimeTabular: "LIME",
  LimeText: "LIME",
  LinearShap: "Linear SHAP",
  KernelShap: "Kernel SHAP",
  PermutationShap: "Permutation SHAP",
  PartitionShap: "Partition SHAP",
  SamplingShap: "Sampling SHAP",
  Rise: "RISE",
  InputXGradient: "Input × Gradient",
  GradCam: "Grad-CAM",
  GradCamPlusPlus: "Grad-CAM++",
  GuidedGradCam: "Guided Grad-CAM",
  Cam: "CAM",
  LayerCam: "LayerCAM",
  HiResCam: "HiResCAM",
  XGradCam: "XGradCAM",
  LayerGradientXActivation: "Gradient × Activation",
  DeepLift: "DeepLIFT",
  DeepLiftShap: "DeepLIFT SHAP",
  GradientShap: "Gradient SHAP",
  Lrp: "LRP",
};

/** A method's name as its authors write it: `IntegratedGradients` → `Integrated Gradients`. */
export const methodName = (method: string): string =>
  names[method] ?? method.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ");

const en = {
  logit: "logit",
  probability: "probability",
  why: (label: string) => `why ${label}`,
  steps: (n: number) => `${n} steps`,
  samples: (n: number) => `${n} samples`,
  for: "for",
  against: "against",
  strong: "strong",
  zero: "Every value is 0: nothing to see.",
  constant: (value: string) => `Every value is ${value}: nothing stands out.`,
  invalid: (n: number, of: number) =>
    `▲ ${n} of ${of} values are NaN or infinite: drawn in green, no color says how much.`,
  addsUp: (sum: string, difference: string) =>
    `Adds up: Σ = ${sum}, F(x)\u00a0−\u00a0F(baseline)\u00a0=\u00a0${difference}`,
  addsNot: (sum: string, difference: string) =>
    `▲ Does not add up: Σ = ${sum}, F(x)\u00a0−\u00a0F(baseline)\u00a0=\u00a0${difference}; trust its places more than its amounts`,
  goodFit: (r2: string) => `Good fit, R² = ${r2}`,
  fairFit: (r2: string) => `Fair fit, R² = ${r2}: the linear model misses a part`,
  weakFit: (r2: string) => `▲ Weak fit, R² = ${r2}: the linear model misses most of what the network does here`,
  error: (value: string, twice: string) => `± ${value} (median standard error): values under ${twice} may be chance`,
  unsigned: "Strength only: neither for nor against.",
  row: "row",
  column: "column",
  ink: "ink",
  value: "value",
};

const zh: typeof en = {
  logit: "logit",
  probability: "概率",
  why: (label) => `为何是 ${label}`,
  steps: (n) => `${n} 步`,
  samples: (n) => `${n} 个样本`,
  for: "支持",
  against: "反对",
  strong: "强",
  zero: "所有值均为 0：没有可看的内容。",
  constant: (value) => `所有值均为 ${value}：没有突出之处。`,
  invalid: (n, of) => `▲ ${of} 个值中有 ${n} 个为 NaN 或无穷：以绿色标出，颜色不表示大小。`,
  addsUp: (sum, difference) => `总和吻合：Σ = ${sum}，F(x)\u00a0−\u00a0F(x′)\u00a0=\u00a0${difference}`,
  addsNot: (sum, difference) =>
    `▲ 总和不吻合：Σ = ${sum}，F(x)\u00a0−\u00a0F(x′)\u00a0=\u00a0${difference}；位置比数值更可信`,
  goodFit: (r2) => `拟合良好，R² = ${r2}`,
  fairFit: (r2) => `拟合一般，R² = ${r2}：线性模型遗漏了一部分`,
  weakFit: (r2) => `▲ 拟合较差，R² = ${r2}：线性模型遗漏了网络在此处的大部分行为`,
  error: (value, twice) => `± ${value}（标准误差中位数）：小于 ${twice} 的值可能只是偶然`,
  unsigned: "只表示强度：不分支持或反对。",
  row: "行",
  column: "列",
  ink: "墨",
  value: "值",
};

export const wordsIn = (locale: Locale): typeof en => (locale === "zh-CN" ? zh : en);
