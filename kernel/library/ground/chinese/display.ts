import type { Catalog } from "../say.ts";

/** Heat maps and charts. */
export const display: Catalog = {
  "beeswarm needs several rows; got 1: show a single row with waterfall()":
    "beeswarm 显示多行数据，而这里只有一行：单行请用 waterfall()",
  "{0} lines are too many: choose 1 to {1} rows with indices": "{0} 条线太多：请用 indices 选取 1 至 {1} 行",
  "a dependence plot needs a feature's own value, but segments have several":
    "部分依赖图需要特征自身的值，而区块含有多个值",
  "(how it shows itself failed: {0})": "（显示自身时出错：{0}）",
  "no feature {0}: there are {1}": "没有特征“{0}”：可用的有 {1}",
  "each of the {0} maps has its own segments, and this chart lists one set: explain one input":
    "{0} 幅热力图各有自己的区块，而此图只列出一组区块：请只解释一个输入",
  "the map of {0} has shape [{1}]: this chart lists features of a table, or segments (give featureMask); heatmap() draws pixels":
    "{0} 的归因形状为 [{1}]：此图显示表格的特征，或区块（请给出 featureMask）；像素请用 heatmap()",
  "{0} featureNames for {1} features: give one for each":
    "featureNames 有 {0} 个，而特征有 {1} 个：请为每个特征给出一个名称",
  "no map {0}: the explanation has {1} (0–{2})": "没有编号为 {0} 的热力图：该解释有 {1} 幅（0–{2}）",
  "the values of {0} do not add up to the model's output: use bar(), or an additive method (KernelShap, ShapleyValues, LinearShap, IntegratedGradients, …)":
    "{0} 的值加起来不等于输出，无法从基准值逐步走到输出：请用 bar()，或可加的方法（KernelShap、ShapleyValues、LinearShap、IntegratedGradients 等）",
  "no map {0}: the explanation has {1}": "没有编号为 {0} 的热力图：该解释有 {1} 幅",
  "There is no target {0}: there are {1}.": "没有目标“{0}”：可用的有 {1}。",
  "There is no class {0}: there are {1}.": "没有类别“{0}”：可用的有 {1}。",
  "everySteps is {0}: give a whole number of steps, at least 1": "everySteps 为 {0}：应为不小于 1 的整数",
  "a map without values cannot be drawn": "没有值的热力图无法绘制",
  "clip is {0}; expected a percentile above 0, at most 100": "clip 为 {0}；应为大于 0、不超过 100 的百分位数",
  "{0} true classes for {1} inputs: give one for each": "{0} 个真实类别对应 {1} 个输入：请为每个输入给出一个",
  "{0} titles for {1} explanations: give one for each": "{0} 个标题对应 {1} 个解释：请为每个解释给出一个",
  "heatmap needs at least one explanation; got none": "heatmap 至少需要一个解释，实际没有",
  "a figure shows at most {0} heat maps; got {1}: explain fewer inputs or targets":
    "一张图最多放 {0} 幅热力图，实际有 {1} 幅：请减少输入或目标",
  "segmentMap needs at least one mask; got none": "segmentMap 至少需要一个掩码，实际没有",
  "segmentMap got {0} masks and {1} labels; expected as many of each":
    "segmentMap 收到 {0} 个掩码和 {1} 个标签，两者的个数应相同",
  "a mask of {0} × {1} does not fit a picture of {2} × {3}": "{0} × {1} 的掩码与 {2} × {3} 的图像大小不符",
  "a mask of {0} numbers and shape [{1}] does not segment a picture: expected [height, width]":
    "含 {0} 个数、形状为 [{1}] 的掩码不能划分图像：应为 [height, width]",
};
