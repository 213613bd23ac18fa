import type { Catalog } from "../say.ts";

/** Pictures and marks. */
export const drawing: Catalog = {
  "bar needs at least one value; got none": "bar 至少需要一个值，实际没有",
  "bar got {0} values and {1} labels; expected as many of each": "bar 收到 {0} 个值和 {1} 个标签，两者的个数应相同",
  "{0} true classes and {1} predictions; expected as many of each, at least one":
    "真实类别有 {0} 个，预测有 {1} 个；两者的个数应相同，且至少一个",
  "class {0} at {1} is not a class index (0, 1, …)": "位置 {1} 的类别 {0} 不是类别编号（0、1 等）",
  "class {0} at {1} has no label: {2} were given": "位置 {1} 的类别 {0} 没有标签：共给出了 {2} 个",
  "no filter {0}: the layer has {1} (0–{2})": "没有滤波器 {0}：该层有 {1} 个（0–{2}）",
  "featureMaps shows {0} maps and got {1} titles; expected as many of each":
    "featureMaps 显示 {0} 幅特征图，却收到 {1} 个标题；两者的个数应相同",
  "shape [{0}] is not a picture: expected [height, width], [height, width, channels] or a batch [n, height, width, channels]; for rows of features use bar()":
    "形状 [{0}] 不是图像：应为 [height, width]、[height, width, channels] 或批次 [n, height, width, channels]；特征行请用 bar()",
  "shape [{0}] needs {1} values, got {2}": "形状 [{0}] 需要 {1} 个值，实际有 {2} 个",
  "shape [{0}] is not a layer's feature maps: expected [height, width, filters] of one input":
    "形状 [{0}] 不是某一层的特征图：应为单个输入的 [height, width, filters]",
  "imageGrid needs at least one image; got none": "imageGrid 至少需要一张图像，实际没有",
  "imageGrid shows at most {0} images; got {1}": "imageGrid 最多显示 {0} 张图像，实际有 {1} 张",
  "imageGrid got {0} images and {1} labels; expected as many of each":
    "imageGrid 收到 {0} 张图像和 {1} 个标签，两者的个数应相同",
  "the first argument of plot is a list of traces: plot([{ y: [1, 2, 3] }])":
    "plot 的第一个参数是轨迹列表：plot([{ y: [1, 2, 3] }])",
  "scatter got {0} x and {1} y: expected as many of each, and at least one":
    "scatter 收到 {0} 个 x 和 {1} 个 y，两者的个数应相同，且至少一个",
  "{0} {1} for {2} points: give one for each": "{1} 有 {0} 个，而点有 {2} 个：请为每个点给出一个",
};
