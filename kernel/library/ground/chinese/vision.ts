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
  "the region has no place: give a mask with a number other than 0": "region 中一个位置也没有：请给出含有非 0 数的掩码",
  "the region from row {0}, column {1}, {2} high and {3} wide, does not lie in the {4} × {5} places of the output":
    "从第 {0} 行、第 {1} 列起，高 {2}、宽 {3} 的区域超出了输出的 {4} × {5} 个位置",
  "the mask is [{0}], but the output has {1} × {2} places: give a number for each":
    "掩码的形状为 [{0}]，但输出有 {1} × {2} 个位置：请为每个位置给出一个数",
  'region is {0}: give "predicted", { top, left, height, width }, or a mask with a number for each place':
    'region 为 {0}：应为 "predicted"、{ top, left, height, width }，或为每个位置给出一个数的掩码',
  'reduce is {0}: expected "sum" or "mean"': 'reduce 为 {0}：应为 "sum" 或 "mean"',
  "class {0} is predicted at no place of input {1}, so it has no region: give region, { top, left, height, width } or a mask":
    "输入 {1} 没有一处被预测为类别 {0}，因此没有区域：请给出 region，即 { top, left, height, width } 或掩码",
  'a target with a class and a region is for an output with classes of each place, but "{0}" is {1}: if it is a segmentation, say so with describeModel(model, { outputs: { kind: "pixels", layout: "channelsFirst" } })':
    '带 class 和 region 的 target 用于给出每个位置类别的输出，但 "{0}" 是 {1}：如果它是分割，请用 describeModel(model, { outputs: { kind: "pixels", layout: "channelsFirst" } }) 说明',
  'the output "{0}" has the shape [{1}], which is no grid of places': '输出 "{0}" 的形状为 [{1}]，不是由位置组成的网格',
  "{0} classes for {1} inputs: give one class, or one for each input":
    "{1} 个输入却给了 {0} 个类别：请只给一个类别，或为每个输入各给一个",
  "class {0} is out of range: the output has {1} classes (0–{2})": "类别 {0} 超出范围：输出有 {1} 个类别（0–{2}）",
  "{0} regions for {1} inputs: give one, or a list with one for each":
    "{1} 个输入却给了 {0} 个区域：请只给一个，或给出每个输入一个的列表",
  "target.output is {0}: give the name of an output": "target.output 为 {0}：应为输出的名称",
  "give either at or class and region, not both": "at 与 class、region 只能给出其一",
  "{0} is the place of the largest value (ArgMax), which has no gradient: {1}, the values before it, can be explained in its stead":
    "{0} 是最大值的位置（ArgMax），没有梯度：可改为解释它之前的值 {1}",
  "one box of each picture is explained at a time: give target": "每幅图像一次只解释一个框：请给出 target",
  "the model finds no box in input {0}, so there is none to explain": "模型在输入 {0} 中没有找到框，因此没有可解释的框",
  "box {0} is not there: the model finds {1} in input {2} (0–{3})":
    "没有框 {0}：模型在输入 {2} 中找到 {1} 个框（0–{3}）",
  "the model finds boxes, as many as there are in each picture: ask model.detect(pictures)":
    "模型给出框，每幅图像的个数不一：请用 model.detect(pictures)",
  "the model's boxes come out of NonMaxSuppression, which has no gradient: use a perturbation method instead (Rise, KernelShap, Lime, Occlusion), which matches boxes as D-RISE does":
    "模型的框来自 NonMaxSuppression，没有梯度：请改用扰动方法（Rise、KernelShap、Lime、Occlusion），它们像 D-RISE 那样匹配框",
  "the model finds no boxes: NonMaxSuppression is not in it": "模型不给出框：其中没有 NonMaxSuppression",
  "something else": "别的东西",
  "detect takes pictures [{0}], but got {1}": "detect 接受图像 [{0}]，却得到 {1}",
  "{0} takes one example without a batch axis: examples go through the model one by one":
    "{0} 一次只接受一个样本，没有批次轴：样本逐个通过模型",
};
