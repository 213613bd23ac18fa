/** What methods are called in Chinese, by the label that they have. */
const names: Readonly<Record<string, string>> = {
  "Integrated Gradients": "积分梯度",
  "Guided Integrated Gradients": "导向积分梯度",
  "Blur Integrated Gradients": "模糊积分梯度",
  "Expected Gradients": "期望梯度",
  Saliency: "显著图",
  "Input × Gradient": "输入 × 梯度",
  "Guided Backprop": "导向反向传播",
  Deconvolution: "反卷积",
  LRP: "逐层相关性传播",
  Occlusion: "遮挡",
  "Feature Ablation": "特征消融",
  "Feature Permutation": "特征置换",
  "Noise Tunnel": "噪声平均",
  "Layer Activation": "层激活",
  "Layer Conductance": "层传导值",
  "Neuron Conductance": "神经元传导值",
  "Internal Influence": "内部影响",
  "Raw Attention": "原始注意力",
  "Attention Rollout": "注意力展开",
  "Shapley Values": "沙普利值",
};

/** A method where it is first named: `Saliency（显著图）`. */
export const methodChinese = (label: string): string =>
  names[label] === undefined ? label : `${label}（${names[label]}）`;
