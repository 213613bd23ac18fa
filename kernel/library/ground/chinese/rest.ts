import type { Catalog } from "../say.ts";

/** What has no room of its own. */
export const rest: Catalog = {
  "TensorFlow.js runs on its {0} backend; no Glassbook session was started in this process.":
    "TensorFlow.js 使用 {0} 后端；此进程没有启动 Glassbook 会话。",
  "nSteps is {0}: give a whole number, at least {1}": "nSteps 为 {0}：应为不小于 {1} 的整数",
  'method cannot be "{0}": expected gausslegendre, riemann_left, riemann_right, riemann_middle or riemann_trapezoid':
    "method 不能是“{0}”：应为 gausslegendre、riemann_left、riemann_right、riemann_middle 或 riemann_trapezoid",
  "no methods: expected some of {0}": "没有给出方法：可用的有 {0}",
  "there is no method {0}: expected one of {1}": "没有方法 {0}：可用的有 {1}",
  "there is an option for {0}, but methods are {1}: name it there too":
    "有 {0} 的选项，但 methods 为 {1}：请也在其中列出它",
  "there is no method {0}: did you mean {1}?": "没有方法 {0}：是否想写 {1}？",
  'the layer {0} has maps of {1} axes, and which axes of the input [{2}] these are is not known: give its kind, inputs: { kind: "image", layout: … }':
    '层 {0} 的图有 {1} 个轴，而输入 [{2}] 中与之对应的轴未知：请用 inputs: { kind: "image", layout: … } 说明输入的种类',
  "the map of layer {0} has shape [{1}], and no operator of the model says which of these axes are channels: name a convolution or a layer next to one":
    "层 {0} 的图形状为 [{1}]，而模型中没有算子说明其中哪个轴是通道：请指定卷积层或与之相邻的层",
  "the layer {0} outputs [{1}], and no operator of the model says which of these axes are channels: name a convolution or a layer next to one":
    "层 {0} 的输出为 [{1}]，而模型中没有算子说明其中哪个轴是通道：请指定卷积层或与之相邻的层",
  'the map of {0} has places [{1}], but the input [{2}]: bring it to the input\'s size, with upsample: "bilinear" or resize([height, width])':
    '{0} 的图的位置为 [{1}]，而输入的位置为 [{2}]：请用 upsample: "bilinear" 或 resize([height, width]) 使其与输入大小一致',
  "the map of {0} has shape [{1}], but the input [{2}]: only maps with a value for each number or each place of the input can be checked":
    "{0} 的图形状为 [{1}]，而输入为 [{2}]：只有对输入的每个数或每个位置都有值的图才能检验",
  '{0} looks at one layer, and no layer of the model is known to give feature maps: name one, layers: { {1}: "…" }':
    '{0} 针对某一层，而模型中没有已知输出特征图的层：请用 layers: { {1}: "…" } 指定一层',
  "{0}: unknown kind {1}{2}: expected one of {3}": "{0}：未知的 kind {1}{2}：应为 {3} 之一",
  "{0}: {1} has no field {2}{3}: expected some of {4}": "{0}：{1} 没有字段 {2}{3}：可用的有 {4}",
  "{0}: {1} is {2}{3}: expected one of {4}": "{0}：{1} 为 {2}{3}：应为 {4} 之一",
  " (did you mean {0}?)": "（是否想写 {0}？）",
  "{0}: {1} must be a list of strings": "{0}：{1} 应为字符串列表",
  "{0}: {1} has {2} names, expected {3}": "{0}：{1} 有 {2} 个名称，应为 {3} 个",
  'the input "{0}"': "输入“{0}”",
  "{0}: the shape [{1}] does not fit the model's [{2}]": "{0}：形状 [{1}] 与模型的 [{2}] 不符",
  "{0}: a table needs its columns": "{0}：表格需要 columns",
  '{0}: the order of the axes [{1}] is unknown: give layout, "channelsLast" or "channelsFirst"':
    '{0}：不知道轴 [{1}] 的顺序：请给出 layout，"channelsLast" 或 "channelsFirst"',
  "{0}: {1} has {2} axes after the batch, but the model takes [{3}]":
    "{0}：{1} 在批次轴之后有 {2} 个轴，而模型的输入为 [{3}]",
  "{0}: give the number of {1}, which the model leaves open": "{0}：模型没有固定 {1} 的数目，请给出",
  "{0}: {1} is {2}, but the model has {3}": "{0}：{1} 为 {2}，而模型为 {3}",
  outputs: "输出",
  "{0}: got {1}, but the model has {2}: {3}": "{0}：收到 {1} 个，而模型有 {2} 个：{3}",
  "{0}: the model has no {1}{2}: it has {3}": "{0}：模型没有 {1}{2}：它有 {3}",
  "{0}: the model has {1}: {2}. Give a list in this order, or an object with one for each by name":
    "{0}：模型有 {1} 个：{2}。请按此顺序给出列表，或给出按名称对应的对象",
  "classNames has {0} names, but the model gives {1}: give one for each class, or two for one unit":
    "classNames 有 {0} 个名称，而模型给出 {1}：请为每个类别给出一个；只有一个单元时给出两个",
  'classNames could belong to {0}: give them with their output, outputs: { name: { kind: "classes", classNames } }':
    'classNames 可能属于 {0}：请与相应的输出一起给出，outputs: { name: { kind: "classes", classNames } }',
  'the output "{0}"': "输出“{0}”",
  "three axes": "三个轴",
  "{0}: give the number of classes": "{0}：请给出类别数",
  "a vector of at least {0}": "长度至少为 {0} 的向量",
  "{0}: give count, the number of {1}": "{0}：请给出 count，即 {1} 的数目",
  "{0}: {1} {2} are named, but the model gives {3} numbers": "{0}：命名了 {1} 个 {2}，而模型给出 {3} 个数",
  "{0}: {1} needs {2}, but the model gives [{3}]": "{0}：{1} 需要{2}，而模型给出 [{3}]",
  "{0} in the model's metadata is not a signature: expected { inputs: [...], outputs: [...] }":
    "模型元数据中的 {0} 不是签名：应为 { inputs: [...], outputs: [...] }",
};
