import type { Catalog } from "../say.ts";

/** A whole model. */
export const global: Catalog = {
  "nSamples is {0}: give at least 1": "nSamples 为 {0}：至少应为 1",
  "column {0} is constant, so its step is 0: give sigma, one for each column":
    "列 {0} 的所有值都相同，步长为 0：请为每列给出 sigma",
  "{0} is categorical, and categories have no order: use partialDependence":
    "{0} 是分类列，类别没有顺序：请使用 partialDependence",
  "{0} is {1} in every row, so its effect cannot be seen": "{0} 的所有值都是 {1}：看不出影响",
  "edges: give two or more finite numbers in increasing order": "edges 无效：应为两个以上的有限数，依次递增",
  "bounds are empty: give [low, high] for each feature": "bounds 为空：请为每个特征给出 [low, high]",
  "bounds of feature {0} are [{1}]: give two numbers, the smaller one first":
    "特征 {0} 的 bounds 为 [{1}]：应为两个数，较小的在前",
  "{0} names for {1} features: give one for each": "{0} 个名称对应 {1} 个特征：请为每个特征给出一个",
  "bins is {0}: give a whole number, at least 1": "bins 为 {0}：应为不小于 1 的整数",
  "target is {0}: the model has classes 0 to {1}": "target 为 {0}：模型的类别为 0 至 {1}",
  "calibration got {0} examples: give at least 2, preferably hundreds":
    "校准只有 {0} 个样本：至少需要 2 个，最好有数百个",
  'the model gives one number, not classes. If it is the probability of a class, say so with describeModel(model, { outputs: "binary" })':
    '模型给出一个数，而不是类别。如果它是某个类别的概率，请用 describeModel(model, { outputs: "binary" }) 说明',
  "resolution is {0}: give at least 2": "resolution 为 {0}：至少应为 2",
  "a boundary in two dimensions needs two columns, but there is one": "二维决策边界需要两列，而这里只有一列",
  'give two different columns, or "pca"': '请给出两个不同的列，或 "pca"',
  "dropping the only column leaves nothing to train on: give at least two":
    "去掉唯一的列后没有可训练的数据：请给出两列以上",
  "no examples, so errors cannot be counted": "没有样本：无法统计错误",
  "{0} slices for {1} examples: give one for each": "{0} 个切片对应 {1} 个样本：请为每个样本给出切片",
  "the model has {0} outputs: choose one with target": "模型有 {0} 个输出：请用 target 指定其中一个",
  "target {0} is out of range: the model has outputs 0 to {1}": "目标 {0} 超出范围：模型的输出为 0 至 {1}",
  "nTrajectories is {0}: give at least 2": "nTrajectories 为 {0}：至少应为 2",
  "numLevels is {0}: give an even number, at least 2": "numLevels 为 {0}：应为不小于 2 的偶数",
  "{0} outputs and {1} positions do not form trajectories of {2} features":
    "{0} 个输出和 {1} 个位置不构成 {2} 个特征的轨迹",
  "the two features are the same": "两个特征相同",
  "gridResolution is {0}: give at least 2": "gridResolution 为 {0}：至少应为 2",
  "percentiles are {0} and {1}: give two fractions from 0 to 1, the smaller one first":
    "percentiles 为 {0} 和 {1}：应为 0 至 1 之间的两个比例，较小的在前",
  "nRepeats is {0}: give at least 1": "nRepeats 为 {0}：至少应为 1",
  "{0} positions do not fill [{1}, repeats, {2}]": "{0} 个位置无法填满 [{1}, repeats, {2}]",
  "{0} sigma for {1} columns: give one for each": "{0} 个 sigma 对应 {1} 列：请为每列给出一个",
  "sigma of column {0} is {1}: give a finite number, at least 0": "列 {0} 的 sigma 为 {1}：应为不小于 0 的有限数",
  "the layer {0} gives the same for all {1} inputs: there is nothing to draw":
    "层 {0} 对全部 {1} 个输入的输出都相同：没有可绘制的内容",
  'method is {0}: give "tsne" or "pca"': 'method 为 {0}：应为 "tsne" 或 "pca"',
  "a map of {0} inputs: give at least 3, preferably hundreds": "只有 {0} 个输入：至少需要 3 个，最好有数百个",
  't-SNE compares every pair of {0} inputs: use a subset of at most {1}, or method: "pca"':
    't-SNE 要比较 {0} 个输入中的每一对：请只取一部分，最多 {1} 个，或使用 method: "pca"',
  "perplexity is {0}: give more than 0 and less than {1}, the number of inputs":
    "perplexity 为 {0}：应大于 0 且小于输入数 {1}",
  "maxIterations is {0}: give a whole number, at least 250": "maxIterations 为 {0}：应为不小于 250 的整数",
  'init is {0}: give "pca" or "random"': 'init 为 {0}：应为 "pca" 或 "random"',
  "precision is {0}: give one between 0 and 1": "precision 为 {0}：应在 0 与 1 之间",
  "anchor takes one row; got {0}: rows.slice(0, 1)": "anchor 只接受一行，收到 {0} 行：rows.slice(0, 1)",
  "the data has {0} columns, and the row has {1}": "数据有 {0} 列，而该行有 {1} 列",
  "{0} rows of data are too few to sample from: give at least 20": "{0} 行数据太少，无法采样：至少需要 20 行",
  'maxDepth is {0}: give "auto" or a whole number, at least 1': 'maxDepth 为 {0}：应为 "auto" 或不小于 1 的整数',
  "minSamplesLeaf is {0}: give a whole number, at least 1": "minSamplesLeaf 为 {0}：应为不小于 1 的整数",
  "{0} rows are too few to fit a surrogate: give at least 10": "{0} 行太少，无法拟合代理模型：至少需要 10 行",
  "the model predicts {0} for every row: there is nothing to approximate": "模型对每一行都预测为 {0}：没有可近似的内容",
  "the table has class {0}, but the model has {1} outputs": "表格中有类别 {0}，而模型有 {1} 个输出",
  'scoring is {0}: give "accuracy", "logLoss" or "squaredError"':
    'scoring 为 {0}：应为 "accuracy"、"logLoss" 或 "squaredError"',
  'logLoss needs class probabilities, and it is unknown what the model gives: if it gives them, say so with describeModel(model, { outputs: "classes" })':
    'logLoss 需要类别的概率，而不知道模型给出的是什么：如果是概率，请用 describeModel(model, { outputs: "classes" }) 说明',
  'squaredError is for one output, but the model has {0}: use "accuracy"':
    'squaredError 只适用于一个输出，而模型有 {0} 个：请使用 "accuracy"',
  "nSamples is {0}: give at least 2": "nSamples 为 {0}：至少应为 2",
  "{0} outputs do not fill blocks of {1} for {2} features, at least two":
    "{0} 个输出无法填满每块 {1} 个的区组（{2} 个特征，至少两块）",
  "the output is constant within these bounds: there is no variance to decompose":
    "在这些边界内输出处处相同：没有可分解的方差",
};
