import type { Catalog } from "../say.ts";

/** What every call of an explainer reads: inputs, targets, baselines. */
export const call: Catalog = {
  "{0} explains a model, but {1} is not one: new {2}(model, …)": "{0} 用于解释模型，而 {1} 不是模型：new {2}(model, …)",
  '{0} needs a layer: give its name, new {1}(model, "conv")': '{0} 需要指定层：请给出层的名称，new {1}(model, "conv")',
  '{0} needs a layer: give its name, new {1}(model, "{2}"); the model has {3}':
    '{0} 需要指定层：请给出层的名称，new {1}(model, "{2}")；模型的层有 {3}',
  "this {0} map was not computed here: explain the image again": "此 {0} 热力图不是在此处计算的：请重新解释该图像",
  "sigma is {0}: give a number of pixels above 0": "sigma 为 {0}：应为大于 0 的像素数",
  "min is {0} and max is {1}: give a min below max": "min 为 {0}，max 为 {1}：min 应小于 max",
  "count is {0}: give a whole number from 1 to {1}, the number of inputs": "count 为 {0}：应为 1 至输入数 {1} 的整数",
  "internalBatchSize is {0}: give a whole number of rows, at least 1":
    "internalBatchSize 为 {0}：应为不小于 1 的行数（整数）",
  "target is \"{0}\", but the model's classes have no names: give the class's number, or the names as classNames":
    "target 为“{0}”，但模型的类别没有名称：请给出类别编号，或用 classNames 给出名称",
  'the classes {0} are all called "{1}": give the number of one': "类别 {0} 都名为“{1}”：请给出其中一个的编号",
  'no class is called "{0}": did you mean {1}?': "没有名为“{0}”的类别：是否想写 {1}？",
  'no class is called "{0}": {1} classes are known, from "{2}" to "{3}"':
    "没有名为“{0}”的类别：已知 {1} 个类别，从“{2}”到“{3}”",
  "the options of {0} are {1}: give an object, such as { name: value }":
    "{0} 的选项为 {1}：应为对象，例如 { name: value }",
  "{0} has no option {1}; it has {2}": "{0} 没有选项 {1}；可用的有 {2}",
  "{0} has no option {1}: did you mean {2}?": "{0} 没有选项 {1}：是否想写 {2}？",
  "{0} needs the option {1}: give {2}{3}": "{0} 需要选项 {1}：请给出 {2}{3}",
  "{0} is {1}: give one of {2}": "{0} 为 {1}：应为 {2} 之一",
  '{0} is {1}: did you mean "{2}"? There are {3}': "{0} 为 {1}：是否想写“{2}”？可用的有 {3}",
  '{0} is {1}: give a whole number, at least {2}, or "{3}"': "{0} 为 {1}：应为不小于 {2} 的整数，或“{3}”",
  "{0} is {1}: give a whole number": "{0} 为 {1}：应为整数",
  "{0} is {1}: give a number above {2}, at most {3}": "{0} 为 {1}：应大于 {2} 且不超过 {3}",
  "{0} is {1}: give a number above {2}": "{0} 为 {1}：应为大于 {2} 的数",
  "{0} is {1}: give a number, at least {2}": "{0} 为 {1}：应为不小于 {2} 的数",
  "{0} is {1}: give a number": "{0} 为 {1}：应为数值",
  "{0} is {1}: give true or false": "{0} 为 {1}：应为 true 或 false",
  "{0} is {1}: give a string": "{0} 为 {1}：应为字符串",
  "{0} is {1}: give a function": "{0} 为 {1}：应为函数",
  "{0} is {1}: give a number, an array with its shape, { values, shape }, or a tensor":
    "{0} 为 {1}：应为一个数、带形状的数组 { values, shape } 或张量",
  "{0} is {1}: give an array with its shape, { values, shape }, or a tensor":
    "{0} 为 {1}：应为带形状的数组 { values, shape } 或张量",
  "{0} is {1}: give a list": "{0} 为 {1}：应为列表",
  "{0} is {1}: give an object": "{0} 为 {1}：应为对象",
  "a list of {0}": "含 {0} 项的列表",
  "an object": "对象",
  "a function": "函数",
  "the method also asks about rows that belong to no example, such as a background's, and fixed differs between examples: give one row for all, or explain one example at a time":
    "还要用到不属于任何样本的行（例如背景数据），而 fixed 因样本而异：请为全部样本给出同一行，或一次只解释一个样本",
  "expected one array of numbers here: a tensor or { values, shape }": "此处应为一个数值数组：张量或 { values, shape }",
  "an array of {0}: expected numbers, float32 as the model takes them": "数组类型为 {0}：应为数值，模型使用 float32",
  "{0} numbers do not fill the shape {1}": "{0} 个数无法填满形状 {1}",
  "got {0} inputs, but expected one array: a tensor or { values, shape }":
    "收到 {0} 个输入，此处应为一个数组：张量或 { values, shape }",
  "inputs of shape {0}: expected a batch, [n, ...] with n at least 1":
    "输入的形状为 {0}：应为批次 [n, ...]，n 至少为 1",
  "row {0} (counted from 0) has no {1}: fill missing values with table.fillMissing(), or remove the row with table.dropMissing()":
    "第 {0} 行（从 0 起）缺少 {1}：请用 table.fillMissing() 填补缺失值，或用 table.dropMissing() 去掉该行",
  "row {0} (counted from 0) has {1} {2}: expected a finite number": "第 {0} 行（从 0 起）的 {1} 为 {2}：应为有限的数",
  'target is "{0}": give the class\'s number, from 0 to {1}': 'target 是 "{0}"：请给出类别编号，从 0 到 {1}',
  "got lists of numbers: give a tensor, such as tf.tensor2d(rows), or { values, shape: [n, …] }":
    "收到的是数的列表：请给出张量，例如 tf.tensor2d(rows)，或 { values, shape: [n, …] }",
  "the input has {0} at position {1} of {2}: clean it first": "形状为 {2} 的输入在位置 {1} 处的值为 {0}：请先清理数据",
  "inputs of shape {0}, but the model takes [{1}]: add the batch axis, x.expandDims(0)":
    "输入的形状为 {0}，而模型的输入为 [{1}]：请加上批次轴，x.expandDims(0)",
  "inputs of shape {0}, but the model takes [{1}]": "输入的形状为 {0}，而模型的输入为 [{1}]",
  "the baseline is {0}: give a finite number": "基线为 {0}：应为有限数",
  "the baseline": "基线",
  "the baseline has NaN or infinity": "基线含有 NaN 或无穷大",
  "a baseline of shape {0} does not broadcast to inputs of shape {1}: give a number, {2} or {3}":
    "形状为 {0} 的基线不能广播到形状为 {1} 的输入：请给出一个数、{2} 或 {3}",
  baselines: "基线",
  "{0} is for one input, but there are several: give them by name or in the order {1}":
    "{0} 只对应一个输入，而模型有多个：请按名称或按顺序 {1} 给出",
  "{0} has {1} entries: give one for each input, in the order {2}": "{0} 有 {1} 项：请按顺序 {2} 为每个输入给出一项",
  "{0} names {1}: the inputs are {2}": "{0} 中有 {1}：输入有 {2}",
  "no inputs: give a tensor, { values, shape: [n, …] }, or rows of a table":
    "没有给出输入：应为张量、{ values, shape: [n, …] } 或表格的行",
  "the input {0}": "输入 {0}",
  "there are several inputs, but a function takes one array: write it as arrayModel(({ inputs }) => …, { inputs: { a: { shape: [2] }, b: { shape: [1] } } })":
    "有多个输入，而函数只接受一个数组：请写成 arrayModel(({ inputs }) => …, { inputs: { a: { shape: [2] }, b: { shape: [1] } } })",
  "all inputs are fixed, so there is none to explain: leave one out of fixed":
    "所有输入都已固定，没有可解释的输入：请从 fixed 中去掉一个",
  "{0} has {1} rows and {2} has {3}: each input needs a row for every example":
    "{0} 有 {1} 行，{2} 有 {3} 行：每个输入都应为每个样本提供一行",
  "got one array of shape {0}, but the model takes {1} inputs: {2}. Give them by name, { {3} }, or as a list in this order":
    "收到一个形状为 {0} 的数组，而模型有 {1} 个输入：{2}。请按名称 { {3} } 给出，或按此顺序写成列表",
  "the input {0} is both given and fixed: leave it out of one": "输入 {0} 既在输入中又在 fixed 中：请去掉其中之一",
  "the input {0} is missing: the model takes {1}": "缺少输入 {0}：模型的输入为 {1}",
  "a list of {0} inputs, but the model takes {1}: {2}": "列表中有 {0} 个输入，而模型的输入为 {1} 个：{2}",
  inputs: "输入",
  "the input {0} is not a tensor or an array with its shape: give tf.tensor(…) or { values, shape }":
    "输入 {0} 不是数组：请给出张量或 { values, shape }",
  "the input {0} has the shape {1}, but the model takes [{2}]": "输入 {0} 的形状为 {1}，而模型的输入为 [{2}]",
  "the input {0} has {1} at position {2} of {3}: clean it first":
    "形状为 {3} 的输入 {0} 在位置 {2} 处的值为 {1}：请先清理数据",
  "fixed {0} has {1} rows for {2} examples: give one row, or one for each":
    "fixed 中的 {0} 有 {1} 行，而样本有 {2} 个：请给出一行，或每个样本一行",
  " Did you mean {0}?": "是否想写 {0}？",
  "the model has no input {0}: it takes {1}.{2}": "模型没有输入 {0}：它的输入为 {1}。{2}",
  "the input {0} has the shape [{1}], but the model takes [{2}]": "输入 {0} 的形状为 [{1}]，而模型的输入为 [{2}]",
  "this method maps the positions of one image, and {0} are images: hold the others still with fixed: { {1} }":
    "此方法只解释一张图像的各个位置，而 {0} 都是图像：请用 fixed: { {1} } 固定其他图像",
  "the model gives NaN for input {0}, so there is no predicted class": "模型对输入 {0} 的输出为 NaN，因此没有预测类别",
  "give either target or targets, not both": "target 与 targets 只能给出一个",
  "{0} names {1} outputs: one is explained at a time": "{0} 指定了 {1} 个输出：一次只能解释一个",
  'targets is {0}: give "all", or a list of classes': 'targets 为 {0}：应为 "all" 或类别列表',
  "targets is empty: name at least one class": "targets 为空：请至少指定一个类别",
  "the input {0} has token {1}, but its vocabulary has {2} (0–{3})":
    "输入 {0} 含有 token {1}，但词表只有 {2} 个（0–{3}）",
  "{0} targets for {1} inputs: give one class, or one for each input":
    "{0} 个目标对应 {1} 个输入：请给出一个类别，或为每个输入给出一个",
  "1 output (0)": "1 个输出（0）",
  "{0} outputs (0–{1})": "{0} 个输出（0–{1}）",
  'target is "{0}": give a class by its number, counted from 0, or one for each input':
    'target 为 "{0}"：请用从 0 起的编号给出类别，或为每个输入给出一个',
  "target {0} is out of range: the model has {1}": "目标 {0} 超出范围：模型有 {1}",
  "target {0} has {1} numbers, but an output of shape [{2}] takes {3}: one for each axis":
    "目标 {0} 有 {1} 个数，而形状为 [{2}] 的输出需要 {3} 个：每个轴一个",
  "target {0} is out of range: axis {1} of the output of shape [{2}] has 0 to {3}":
    "目标 {0} 超出范围：形状为 [{2}] 的输出在轴 {1} 上为 0 至 {3}",
  "use LayerGradientXActivation or LayerConductance at the layer that reads them (the embedding), or ShapleyValues or FeatureAblation":
    "请在读取它们的层（嵌入层）上使用 LayerGradientXActivation 或 LayerConductance，或使用 ShapleyValues 或 FeatureAblation",
  "; or hold it still with fixed: { {0} }": "；或用 fixed: { {0} } 将其固定",
  "the input {0} takes token numbers, which have no gradient: {1}{2}": "输入 {0} 为 token 编号，没有梯度：{1}{2}",
  "{0} takes whole numbers but has {1}": "{0} 应为整数，却含有 {1}",
};
