import type { Catalog } from "../say.ts";

/** Measures of explanations. */
export const metrics: Catalog = {
  "nRuns is {0}: give a whole number, at least 2": "nRuns 为 {0}：应为不小于 2 的整数",
  'over cannot be "{0}": expected seeds or inputs': "over 不能是“{0}”：应为 seeds 或 inputs",
  "perturbRadius is {0}: give a number above 0": "perturbRadius 为 {0}：应为大于 0 的数",
  "eps is {0}: give a fraction of the largest |value|, at least 0 and below 1":
    "eps 为 {0}：应为最大 |value| 的比例，不小于 0 且小于 1",
  "threshold is {0}: give 0 or more": "threshold 为 {0}：应不小于 0",
  'there is no metric "{0}": there are {1}': "没有指标“{0}”：可用的有 {1}",
  "no methods: give at least one, by name": "没有方法：请按名称至少给出一种",
  "nRuns is {0}: give a whole number, at least 3": "nRuns 为 {0}：应为不小于 3 的整数",
  "subsetSize is {0}: give 1 to {1}, fewer than the {2} positions of an input":
    "subsetSize 为 {0}：应为 1 至 {1}，小于输入的位置数 {2}",
  "subsets of shape [{0}]: give [runs, {1}, subsetSize], with at least 3 runs":
    "subsets 的形状为 [{0}]：应为 [runs, {1}, subsetSize]，至少 3 次",
  "subsets uses position {0}: there are 0 to {1}": "subsets 用到位置 {0}：应为 0 至 {1}",
  "stdevs is {0}: give a number above 0": "stdevs 为 {0}：应为大于 0 的数",
  "map {0} of {1} has NaN or infinity and cannot be checked": "{1} 的热力图 {0} 含有 NaN 或无穷大：无法检验",
  'a method is a class such as Saliency, or a function of a model: (model) => new GradCam(model, "conv")':
    '方法应为类（例如 Saliency），或以模型为参数的函数：(model) => new GradCam(model, "conv")',
  '{0} is not a method: give a class such as Saliency, or a function of a model: (model) => new GradCam(model, "conv")':
    '{0} 不是方法：应为类（例如 Saliency），或以模型为参数的函数：(model) => new GradCam(model, "conv")',
  "nDraws is {0}: give a whole number, at least 1": "nDraws 为 {0}：应为不小于 1 的整数",
  'order cannot be "{0}": expected cascading or independent': "order 不能是“{0}”：应为 cascading 或 independent",
  "no layer was named: the model has {0}": "没有指定层：模型的层有 {0}",
  "the model has no layer {0} with weights: it has {1}": "模型没有带权重的层 {0}：可用的有 {1}",
  "perturbations of shape [{0}] for inputs of shape [{1}]: give [{2}, samples, {3}]":
    "perturbations 的形状为 [{0}]，输入的形状为 [{1}]：应为 [{2}, samples, {3}]",
  "nPerturbSamples is {0}: give a whole number, at least 1": "nPerturbSamples 为 {0}：应为不小于 1 的整数",
  "a function has no weights to randomize: give a tf.LayersModel or a model of loadOnnx":
    "函数没有可随机化的权重：请给出 tf.LayersModel 或 loadOnnx 的模型",
  "the model has no weights that can be randomized: give a tf.LayersModel or a model of loadOnnx":
    "该模型没有可以随机化的权重：请给出 tf.LayersModel 或 loadOnnx 的模型",
  "{0} weights for the layer {1}, which has {2}": "层 {1} 收到 {0} 个权重：它有 {2} 个",
  "weight {0} for the layer {1} has {2} numbers: expected [{3}]": "层 {1} 的权重 {0} 有 {2} 个数：应为 [{3}]",
  "weight {0} for {1} has {2} numbers: expected {3}": "{1} 的权重 {0} 有 {2} 个数：应为 {3} 个",
  "the model has no weights to randomize": "模型没有可随机化的权重",
  "randomizations is {0}: give a whole number, at least {1}": "randomizations 为 {0}：应为不小于 {1} 的整数",
  "this {0} map was not computed here, so it cannot be recomputed on random weights: explain the input again":
    "此 {0} 热力图不是在此处计算的，无法用随机权重重新计算：请重新解释该输入",
  "featuresInStep is {0}: give 1 to {1}, the number of positions of an input":
    "featuresInStep 为 {0}：应为 1 至输入的位置数 {1}",
};
