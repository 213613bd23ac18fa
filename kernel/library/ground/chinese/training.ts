import type { Catalog } from "../say.ts";

/** Data, losses and options of `train`. */
export const training: Catalog = {
  "The {0} data have the class {1}, but the model distinguishes {2}: load data of these classes, or rename the model's classes with describeModel.":
    "{0}数据有类别“{1}”，而模型区分的是 {2}：请加载含这些类别的数据，或用 describeModel 重新命名模型的类别。",
  'earlyStopping.monitor is "{0}": this training measures {1}.':
    "earlyStopping.monitor 为“{0}”：此次训练的指标有 {1}。",
  "earlyStopping.patience is {0}: expected a whole number of epochs, at least 0.":
    "earlyStopping.patience 为 {0}：应为不小于 0 的轮数（整数）。",
  "earlyStopping.minDelta is {0}: expected a number of at least 0.":
    "earlyStopping.minDelta 为 {0}：应为不小于 0 的数。",
  "Example {0} of the {1} set has the label {2}: expected 0 or 1.": "{1}集的样本 {0} 的标签为 {2}：应为 0 或 1。",
  "Example {0} of the {1} set has the label {2}: the model has {3} outputs (0–{4}).":
    "{1}集的样本 {0} 的标签为 {2}：模型有 {3} 个输出（0–{4}）。",
  "sampleWeight has {0} numbers: expected one for each of the {1} examples.":
    "sampleWeight 有 {0} 个数：应为 {1} 个样本各给出一个。",
  "classWeight needs one output that distinguishes classes, and one class for each example: use sampleWeight.":
    "classWeight 需要一个区分类别的输出，且每个样本只有一个类别：请使用 sampleWeight。",
  "Example {0} of the training set has the label {1}: classWeight needs whole classes.":
    "训练集的样本 {0} 的标签为 {1}：classWeight 需要整数类别。",
  "classWeight names the class {0}: there are {1}.": "classWeight 中有类别“{0}”：类别有 {1}。",
  "{0} has {1} at {2}: expected a number of at least 0.": "{0} 在 {2} 处的值为 {1}：应为不小于 0 的数。",
  "Got {0} boundaries and {1} values: expected one more value than boundaries.":
    "收到 {0} 个 boundaries 和 {1} 个 values：values 应比 boundaries 多一个。",
  "boundaries are {0}: expected increasing numbers.": "boundaries 为 {0}：应依次递增。",
  "{0} is {1}: expected a number above 0.": "{0} 为 {1}：应为大于 0 的数。",
  "optimizer is {0}{1}: expected one of {2}.": "optimizer 为 {0}{1}：应为 {2} 之一。",
  "{0} was written by a training on other data of the same size: use the same data, or another checkpoint folder.":
    "{0} 来自另一份大小相同的数据上的训练：请使用相同的数据，或换一个检查点文件夹。",
  "{0} was written by a training that began with other weights: make the model with the same seed, use another checkpoint folder, or go on in spite of it with checkpoint: { anyWeights: true }.":
    "{0} 来自以另一组权重开始的训练：请用相同的种子创建模型，或换一个检查点文件夹；若仍要继续，请设置 checkpoint: { anyWeights: true }。",
  'There is no loss "{0}": there are {1}, or a function.': "没有损失“{0}”：可用的有 {1}，或给出函数。",
  "The loss {0} takes one class index for each example: the {1} set has [{2}]. Use categoricalCrossentropy.":
    "损失 {0} 需要每个样本一个类别编号：{1}集为 [{2}]。请使用 categoricalCrossentropy。",
  "The {0} {1} have shape [{2}], but the model's output {3} is [{4}]: expected {5}.":
    "{0}集的{1}形状为 [{2}]，模型的输出 {3} 为 [{4}]：应为{5}。",
  labels: "标签",
  targets: "目标",
  "one class index for each example, or a share of each of the {0} classes":
    "每个样本一个类别编号，或 {0} 个类别各占的比例",
  "one number for each example, 0 or 1": "每个样本一个数，0 或 1",
  "a 0 or 1 for each of the {0} labels": "{0} 个标签各一个 0 或 1",
  "one number for each example": "每个样本一个数",
  "{0} numbers for each example": "每个样本 {0} 个数",
  "a class index for each place, or a share of each class there": "每个位置一个类别编号，或各类别在该位置所占的比例",
  "one class index for each example": "每个样本一个类别编号",
  "Got a list of {0} numbers as {1}: give one tensor, such as tf.tensor(list).":
    "{1}是由 {0} 个数组成的列表：请给出一个张量，例如 tf.tensor(list)。",
  "Got {0} tensors of {1}: the model has {2} ({3}), in this order.":
    "收到 {0} 个{1}张量，而模型有 {2} 个{1}（{3}）：请按此顺序各给出一个。",
  "The model has no {0} {1}: it has {2}.": "模型没有{0} {1}：它有 {2}。",
  "The {0} {1} is missing: the model has {2}.": "缺少{0} {1}：模型有 {2}。",
  "Got a tensor of {0}s: expected numbers.": "收到由 {0} 组成的张量：应为数值。",
  "{0} numbers do not fill the shape [{1}].": "{0} 个数无法填满形状 [{1}]。",
  "learningRate is {0}: expected a number above 0, such as 0.001.":
    "learningRate 为 {0}：应为大于 0 的数，例如 0.001。",
  training: "训练",
  "batchSize is {0}: the training set has only {1} examples.": "batchSize 为 {0}：训练集只有 {1} 个样本。",
  validation: "验证",
  "{0} is {1}: expected a whole number of at least {2}.": "{0} 为 {1}：应为不小于 {2} 的整数。",
  "The {0} data has targets for {1} outputs: the model has {2} ({3}).":
    "{0}数据有 {1} 个输出的目标：模型有 {2} 个输出（{3}）。",
  "{0} lists {1}: the model has {2} outputs ({3}).": "{0} 列出了 {1} 项：模型有 {2} 个输出（{3}）。",
  "{0} names the output {1}: the model has {2}.": "{0} 中有输出 {1}：模型有 {2}。",
  "The {0} data has {1} inputs: the model takes {2} ({3}), as a list or by name.":
    "{0}数据有 {1} 个输入：模型有 {2} 个（{3}），请按列表或名称给出。",
  "The {0} examples are {1}: the model expects {2}.": "{0}样本为 {1}：模型的输入应为 {2}。",
  "The {0} set is empty: expected at least one example.": "{0}集为空：至少需要一个样本。",
  input: "输入",
  output: "输出",
  "Row {0} (counted from 0) of the {1} table has no {2}: fill missing values with table.fillMissing(), or remove such rows with table.dropMissing().":
    "{1}表格的第 {0} 行（从 0 起）没有 {2}：请用 table.fillMissing() 填补缺失值，或用 table.dropMissing() 去掉这样的行。",
  'The {0} table has no target: name its column, tabular.load(file, { target: "…" }).':
    '{0}表格没有目标：请指明目标列，tabular.load(file, { target: "…" })。',
  "Row {0} (counted from 0) of the {1} table has no {2}: remove it with table.dropMissing().":
    "{1}表格的第 {0} 行（从 0 起）没有 {2}：请用 table.dropMissing() 去掉该行。",
  numbers: "数值",
  "The {0} {1} have shape [{2}]: expected one row for each of the {3} examples.":
    "{0}集的{1}形状为 [{2}]：{3} 个样本应各有一行。",
  "The {0} {1} {2} have shape [{3}]: expected one row for each of the {4} examples.":
    "{0}集的{1} {2} 形状为 [{3}]：{4} 个样本应各有一行。",
  "Example {0} of the {1} set has {2}: expected finite numbers.": "{1}集的样本 {0} 含有 {2}：应为有限数。",
  "Example {0} of the {1} set has {2} ({3}): expected finite numbers.": "{1}集的样本 {0} 含有 {2}（{3}）：应为有限数。",
  'There is no metric "{0}": there are {1}.': "没有指标“{0}”：可用的有 {1}。",
  "metrics are measured on validation data: give validationData.": "指标在验证数据上计算：请给出 validationData。",
};
