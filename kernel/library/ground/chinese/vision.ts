import type { Catalog } from "../say.ts";

/** Attention of vision transformers, regions of a segmentation, boxes of a detector. */
export const vision: Catalog = {
  "the model shows no attention weights: no softmax gives [heads, tokens, tokens]. Name the values that hold them in layers, or use another method":
    "找不到模型的注意力权重：没有 softmax 给出 [heads, tokens, tokens]。请在 layers 中指定保存注意力权重的值，或改用其他方法",
  "heads is {0}, but the attention has {1}, counted from 0": "heads 为 {0}，但注意力只有 {1} 个头（从 0 数起）",
  "{0} is [{1}]: expected attention weights [heads, tokens, tokens] over all tokens of a picture":
    "{0} 的形状为 [{1}]：应为图像全部 token 上的注意力权重 [heads, tokens, tokens]",
  '{0} is [{1}] and {2} is [{3}]: name layers of one size, layers: ["{4}"]':
    '{0} 的形状为 [{1}]，而 {2} 为 [{3}]：请在 layers 中指定大小相同的层，例如 layers: ["{4}"]',
  "patches is [{0}]: give their rows and columns, which make at most the {1} tokens":
    "patches 为 [{0}]：应给出图像块的行数和列数，其乘积不超过 {1} 个 token",
  "how the {0} tokens of {1} lie in the picture is unknown: no convolution cuts it into patches. Give patches: [rows, columns]; tokens beyond them are taken for class and register tokens that come first":
    "无法得知 {1} 的 {0} 个 token 在图像中如何排列：没有卷积把图像切成图像块。请给出 patches: [rows, columns]，即行数与列数；多出的 token 视为排在最前面的类别 token 和寄存器 token",
};
