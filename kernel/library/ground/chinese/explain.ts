import type { Catalog } from "../say.ts";

/** Explainers, each with its options. */
export const explain: Catalog = {
  "ScoreCam masks pictures with feature maps, [height, width, channels], but the layer {0} gives [{1}]":
    "ScoreCam 用特征图 [height, width, channels] 遮盖图像，而层 {0} 的输出是 [{1}]",
  "segments of shape {0} do not fit pictures of {1} × {2}: give {3}, a list of such, or masks, {4}":
    "形状为 {0} 的 segments 与 {1} × {2} 的图像不符：请给出 {3}、由其组成的列表，或掩码 {4}",
  "segments is an empty list: give at least one": "segments 是空列表：请至少给出一个",
  "an attribution of shape {0} does not fit inputs of shape {1}: give {2} or {3}":
    "形状为 {0} 的 attribution 与形状为 {1} 的输入不符：请给出 {2} 或 {3}",
  "{0} explains pictures, [n, height, width, channels] or [n, channels, height, width], but the model takes {1}: use IntegratedGradients or KernelShap":
    "{0} 只解释图像，[n, height, width, channels] 或 [n, channels, height, width]，而模型的输入是 {1}：请用 IntegratedGradients 或 KernelShap",
  "there is no global average pooling after the layer {0}, so there is no class activation map: use GradCam":
    "层 {0} 之后没有全局平均池化，因此没有类激活图：请使用 GradCam",
  "probability is {0}: give one between 0 and 1": "probability 为 {0}：应在 0 与 1 之间",
  "total is {0}: give a whole number, at least 1": "total 为 {0}：应为不小于 1 的整数",
  "counterfactual takes one row; got {0}: rows.slice(0, 1)": "counterfactual 只接受一行，收到 {0} 行：rows.slice(0, 1)",
  'the model gives numbers, not class probabilities: there is no desired class to aim for. If they are probabilities, say so with describeModel(model, { outputs: "classes" }), or "binary" for one unit':
    '模型给出的是数值，不是类别的概率：没有可期望的类别。如果它们是概率，请用 describeModel(model, { outputs: "classes" }) 说明；只有一个单元时用 "binary"',
  "the model already predicts {0} (P {1}): choose another class": "模型已经预测为 {0}（P {1}）：请指定其他类别",
  "rows of the data have {0} numbers, and the input has {1}": "数据每行有 {0} 个数，而输入有 {1} 个",
  "target {0} is out of range: the model has {1} classes (0–{2})": "目标 {0} 超出范围：模型有 {1} 个类别（0–{2}）",
  "every column is fixed: leave at least one free to change": "所有列都已固定：请至少留一列可变",
  "scale: give a number above 0, or {0} of them": "scale 无效：应为一个大于 0 的数，或 {0} 个这样的数",
  "no column {0}: there are {1}": "没有列“{0}”：可用的有 {1}",
  "the range {0} to {1} is empty: give the smaller number first": "区间 {0} 至 {1} 无效：较小的数应在前",
  "draws has {0} alphas and {1} baselines: expected [n, nSamples] of each, n = {2}":
    "draws 有 {0} 个 alphas 和 {1} 个 baselines：两者都应为 [n, nSamples]，n = {2}",
  "draws uses baseline {0}: there are {1}": "draws 用到基线 {0}：共有 {1} 个",
  "nodes has {0} alphas and {1} weights: expected as many of each": "nodes 有 {0} 个 alphas 和 {1} 个 weights",
  "baselines is an empty list: give at least one": "baselines 是空列表：请至少给出一个基线",
  'Lrp propagates the logit: a softmax has no relevance rule. Leave out output: "probability"':
    'Lrp 传播的是 logit：softmax 没有相关性规则。请去掉 output: "probability"',
  "epsilon is {0}: give a number above 0": "epsilon 为 {0}：应为大于 0 的数",
  "gamma is {0}: give a number, at least 0": "gamma 为 {0}：应为不小于 0 的数",
  "alpha is {0} and beta is {1}: α − β must be 1 and β at least 0, or relevance is lost":
    "alpha 为 {0}，beta 为 {1}：应满足 α − β = 1 且 β ≥ 0，否则相关性不守恒",
  "the LRP rule cannot be {0}: expected epsilon, gamma, alphaBeta or zPlus":
    "LRP 规则不能是 {0}：应为 epsilon、gamma、alphaBeta 或 zPlus",
  "NoiseTunnel wraps a method: new NoiseTunnel(new Saliency(model))":
    "NoiseTunnel 作用于另一种方法：new NoiseTunnel(new Saliency(model))",
  "noise of shape [{0}] for inputs of shape [{1}]: give [{2}, nSamples, {3}]":
    "噪声的形状为 [{0}]，输入的形状为 [{1}]：噪声应为 [{2}, nSamples, {3}]",
  "baselines of shape [{0}] for inputs of shape [{1}]: give a sample of them, [m, {2}]":
    "基线的形状为 [{0}]，输入的形状为 [{1}]：请给出一组基线样本 [m, {2}]",
  "the baselines have NaN or infinity": "基线含有 NaN 或无穷大",
  "the background has no rows of {0}: give some of each input": "背景数据中没有 {0} 的行：请为每个输入都给出一些",
  "the background has {0} rows of {1} and {2} of {3}: give as many of each":
    "背景数据有 {0} 行 {1} 和 {2} 行 {3}：行数应相同",
  "{0} baselines to compare: give at least two, by name": "只有 {0} 个基线可比较：请按名称至少给出两个",
  "nSteps is {0}: give at least 1": "nSteps 为 {0}：至少应为 1",
  "the layer {0} takes no part in the model's output": "层 {0} 不参与计算模型的输出",
  "channel {0} is out of range: there are {1} (0–{2})": "通道 {0} 超出范围：共有 {1} 个（0–{2}）",
  "the engine that runs this model gives no class activation map of {0}": "运行此模型的引擎得不到 {0} 的类激活图",
  "neuron {0} is out of range: the layer {1} has {2} ({3})": "神经元 {0} 超出范围：层 {1} 有 {2} 个（{3}）",
  "neuron [{0}] is not in the layer {1}, whose neurons are {2}": "神经元 [{0}] 不在层 {1} 中，该层的神经元为 {2}",
  'splitExpression gave "{0}", which is not in the text there': "splitExpression 给出了“{0}”，而文本在该处没有它",
  "{0} samples cannot determine {1} segments: raise nSamples, or give alpha above 0":
    "{0} 个样本不足以确定 {1} 个区块：请增大 nSamples，或令 alpha 大于 0",
  "samples of shape [{0}]: expected [n, {1}], one column for each segment":
    "样本的形状为 [{0}]：应为 [n, {1}]，每个区块一列",
  "explainInstance takes one image, not {0}: use attribute for a batch":
    "explainInstance 只接受一张图像，收到 {0} 张：批次请用 attribute",
  "label {0} was not explained: the labels are {1}": "没有解释标签 {0}：已解释的标签有 {1}",
  "explainInstance takes one row, not {0}: use table.slice(i, i + 1), or attribute":
    "explainInstance 只接受一行，收到 {0} 行：请用 table.slice(i, i + 1) 或 attribute",
  "{0} belongs to the constructor: new LimeTabular(model, { {1}: … })":
    "{0} 是构造函数的选项：new LimeTabular(model, { {1}: … })",
  "LimeTabular explains rows of one table, not several inputs": "LimeTabular 解释一张表格的行，不支持多个输入",
  "inputs of shape [{0}]: the training data has {1} columns": "输入的形状为 [{0}]：训练数据有 {1} 列",
  "samples belong to one row, but there are {0}: explain them one by one":
    "samples 只属于一行，而这里有 {0} 行：请逐行解释",
  "samples has {0} numbers: give rows of {1} columns, at least 2":
    "samples 有 {0} 个数：应由每行 {1} 列的行组成，至少 2 行",
  "LimeText takes a model first, a function of texts: new LimeText(model, { classNames }) with (texts) => probabilities of each":
    "LimeText 的第一个参数是以文本为输入的模型函数：new LimeText(model, { classNames })，其中 (texts) => 每段文本的概率",
  "the text {0} has no words to remove": "文本 {0} 中没有可移除的词",
  "label {0} is out of range: the model has {1} classes": "标签 {0} 超出范围：模型有 {1} 个类别",
  "samples has {0} entries: give rows of {1}, one for each word, the first all 1":
    "samples 有 {0} 项：应由每行 {1} 项的行组成，每个词一项，第一行全为 1",
  "numFeatures is {0}: give a whole number of columns, at least 1": "numFeatures 为 {0}：应为不小于 1 的列数（整数）",
  "the model gives {0} for sample {1}: fix the model, or use only inputs that it can handle":
    "模型对样本 {1} 的输出为 {0}：请修正模型，或只使用模型能处理的输入",
  'featureSelection is {0}: give "auto", "none", "forward_selection", "highest_weights" or "lasso_path"':
    'featureSelection 为 {0}：应为 "auto"、"none"、"forward_selection"、"highest_weights" 或 "lasso_path"',
  "the training data lacks {0}: fill it with table.fillMissing(), or leave rows out":
    "训练数据缺少 {0}：请用 table.fillMissing() 填补，或去掉相应的行",
  "the weights of the samples are not finite": "样本的权重不是有限数",
  "{0} labels for {1} inputs: give one for each": "{0} 个标签对应 {1} 个输入：请为每个输入给出一个",
  "only the weights of a tf.LayersModel are known by layer and name: give one":
    "只有 tf.LayersModel 的权重可以按层和名称访问：请给出这种模型",
  "FeaturePermutation shuffles segments between inputs, but there is only one: give a batch of at least 2":
    "FeaturePermutation 在输入之间打乱区块，而这里只有一个输入：请给出不少于 2 个的批次",
  "FeaturePermutation shuffles segments between inputs: give one featureMask for all of them":
    "FeaturePermutation 在输入之间打乱区块：请给出所有输入共用的 featureMask",
  "permutations of shape [{0}]: expected [{1}, {2}], an input for each segment of each input, or [repeats, {3}, {4}]":
    "permutations 的形状为 [{0}]：应为 [{1}, {2}]（每个输入的每个区块对应一个输入），或 [repeats, {3}, {4}]",
  "permutations uses input {0}: there are 0 to {1}": "permutations 用到输入 {0}：应为 0 至 {1}",
  "slidingWindowShapes has no size for {0}, [{1}]: give one": "slidingWindowShapes 没有 {0}（[{1}]）的大小：请给出",
  "a window of {0} on axis {1} of length {2}: give 1 to {3}": "轴 {1} 的长度为 {2}，窗口为 {0}：应为 1 至 {3}",
  "a stride of {0} on axis {1} with a window of {2}: give 1 to {3}, so that the windows leave no gap":
    "轴 {1} 上的步幅为 {0}，窗口为 {2}：应为 1 至 {3}，使窗口之间没有空隙",
  "{0} has {1} numbers for inputs of [n, {2}]: give {3}, one for each axis, or {4} for all channels together":
    "{0} 有 {1} 个数，而输入为 [n, {2}]：应为 {3} 个（每个轴一个），或 {4} 个（所有通道共用）",
  "{0} has {1} numbers for inputs of [n, {2}]: give {3}, one for each axis":
    "{0} 有 {1} 个数，而输入为 [n, {2}]：应为 {3} 个（每个轴一个）",
  "Rise shows one image through masks: hold the others of {0} still with fixed":
    "Rise 用掩码遮挡一张图像：请用 fixed 固定 {0} 中的其他图像",
  "Rise takes images, [n, height, width, channels] or [n, channels, height, width], not [{0}]":
    "Rise 的输入应为图像 [n, height, width, channels]，不能是 [{0}]",
  "preservationProbability is {0}: give a number above 0 and at most 1":
    "preservationProbability 为 {0}：应大于 0 且不超过 1",
  "gridSize is {0}: give 1 to {1} cells for images of {2} pixels":
    "gridSize 为 {0}：对于 {2} 像素的图像，应为 1 至 {1} 格",
  "masks of shape [{0}]: expected [masks, {1}]": "掩码的形状为 [{0}]：应为 [masks, {1}]",
  "the masks have {0}: give 0 (hidden) to 1 (visible)": "掩码含有 {0}：应为 0（隐藏）至 1（可见）",
  "the masks hide everything: at least one must leave something visible":
    "掩码遮住了全部内容：至少要有一个掩码露出一部分",
  "give either baselines or background, not both": "baselines 与 background 只能给出一个",
  "a row of a table has no natural baseline: give background, some typical rows such as train.slice(0, 100), or baselines":
    "表格的行没有天然的“无”：请给出 background（若干典型的行，例如 train.slice(0, 100)）或 baselines",
  "{0} is {1}: give 0 or more": "{0} 为 {1}：应不小于 0",
  "kernelSize is {0}: give at least 1": "kernelSize 为 {0}：至少应为 1",
  "a cell of {0} pixels: give a whole number, at least 1, or one for each of {1} axes":
    "单元大小为 {0} 像素：应为不小于 1 的整数，或为 {1} 个轴各给一个",
  "NoiseTunnel adds noise to its inputs, but {0} takes token numbers: ask the method without it":
    "NoiseTunnel 给输入加噪声，而 {0} 接受的是 token 编号：请不经 NoiseTunnel 直接使用该方法",
  "featureMask is not an array: give { values, shape } or a tensor":
    "featureMask 不是数组：请给出 { values, shape } 或张量",
  "{0} segment numbers do not fill the shape [{1}]": "{0} 个区块编号无法填满形状 [{1}]",
  " or, for all channels alike, {0}": "，或所有通道共用的 {0}",
  "a feature mask of shape {0} does not fit inputs of shape {1}: give {2}{3}, or a mask for each input, {4}":
    "形状为 {0} 的特征掩码与形状为 {1} 的输入不符：应为 {2}{3}，或每个输入一个掩码 {4}",
  "{0} is {1}: give a whole number, at least 1": "{0} 为 {1}：应为不小于 1 的整数",
  "compactness is {0}: give a number above 0": "compactness 为 {0}：应为大于 0 的数",
  "{0} coalitions cannot determine the values of {1} segments: raise nSamples, for example to {2}":
    "{0} 个特征子集不足以确定 {1} 个区块的值：请增大 nSamples，例如 {2}",
  'nSamples is {0}: give at least 1, or "auto"': 'nSamples 为 {0}：至少应为 1，或为 "auto"',
  "{0} entries for {1} weights: expected [{2}, {3}], one column for each segment":
    "{0} 项对应 {1} 个权重：应为 [{2}, {3}]，每个区块一列",
  "the model's output is not a sum over its columns: for one row it is {0}, and its columns add up to {1}. {2}":
    "模型的输出不是各列之和：对一行的输出为 {0}，而各列之和为 {1}。{2}",
  "A probability seldom is: explain the logit, or use KernelShap":
    "概率很少是各列之和：请解释 logit，或使用 KernelShap",
  "Use KernelShap": "请使用 KernelShap",
  "nSamples is {0}: give at least {1}, two for each of the {2} segments":
    "nSamples 为 {0}：至少应为 {1}，即 {2} 个区块各两个",
  "{0} segments have 2^{1} coalitions, too many to evaluate all: give a featureMask of at most {2} segments, or sample with KernelShap or PermutationShap":
    "{0} 个区块共有 2^{1} 个特征子集，多到无法全部计算：请给出最多 {2} 个区块的 featureMask，或用 KernelShap 或 PermutationShap 抽样",
  "a linkage of shape [{0}] for {1} segments: expected [{2}, 2], or SciPy's [{3}, 4]":
    "linkage 的形状为 [{0}]，区块有 {1} 个：应为 [{2}, 2]，或 SciPy 的 [{3}, 4]",
  "row {0} of the linkage joins {1}: each of 0 to {2} may be joined once, in a later row":
    "linkage 的第 {0} 行合并了 {1}：0 至 {2} 各只能在之后的某一行合并一次",
};
