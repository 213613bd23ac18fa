import type { Catalog } from "../say.ts";

/** Explanations as data. */
export const explanation: Catalog = {
  "the {0} of an explanation have {1} numbers, which do not fill the shape [{2}]":
    "解释的 {0} 有 {1} 个数，无法填满形状 [{2}]",
  "no input {0}: only {1} is explained": "没有输入 {0}：只解释了 {1}",
  "k is {0}: give a whole number from 1 to {1}, the number of positions": "k 为 {0}：应为 1 至位置数 {1} 的整数",
  "agreement compares at least two explanations; got {0}": "agreement 至少比较两个解释，收到 {0} 个",
  "{0} explains class {1}, but {2} class {3}: compare maps of the same class":
    "{0} 解释的是类别 {1}，{2} 解释的是类别 {3}：请比较同一类别的热力图",
  "{0} explains another input than {1}: compare maps of the same input":
    "{0} 与 {1} 解释的不是同一个输入：请比较同一输入的热力图",
  "the map of {0} has NaN or infinity and cannot be compared": "{0} 的热力图含有 NaN 或无穷大：无法比较",
  "the map of {0} has shape [{1}], that of {2} [{3}]: only maps of the same positions can be compared":
    "{0} 的热力图形状为 [{1}]，{2} 的为 [{3}]：只能比较位置相同的热力图",
  "no channel {0}: the map has {1} (0–{2})": "没有通道 {0}：该图有 {1} 个（0–{2}）",
  "a map of shape [{0}] has no channels: expected [height, width, channels]":
    "形状为 [{0}] 的热力图没有通道：应为 [height, width, channels]",
  'this is not an explanation: expected JSON made by toJSON(), with "glassbook": "explanation", version 1':
    '这不是解释：应为 toJSON() 生成的 JSON，含有 "glassbook": "explanation"，版本 1',
  "the explanation lacks {0}: it was truncated or edited": "该解释缺少 {0}：它被截断或修改过",
  "{0} of the explanation is {1}: expected {2}. The file was edited or damaged":
    "解释中的 {0} 为 {1}：应为{2}。文件被修改过或已损坏",
  "a string": "字符串",
  "true or false": "真或假",
  "a finite number": "有限数",
  "a number, at least 0": "不小于 0 的数",
  "a whole number, at least {0}": "不小于 {0} 的整数",
  "one of {0}": " {0} 之一",
  "a list": "列表",
  'an array of float32, { dtype: "f4", bdata, shape }': ' float32 数组 { dtype: "f4", bdata, shape }',
  'an array of int32, { dtype: "i4", bdata, shape }': ' int32 数组 { dtype: "i4", bdata, shape }',
  "{0} of the explanation cannot be read: {1}": "无法读取解释中的 {0}：{1}",
  '{0} is for one input, but this explains {1}: {2}. Choose one with explanation.of("{3}"), or go through explanation.maps':
    '{0} 只适用于一个输入，而此处解释了 {1} 个：{2}。请用 explanation.of("{3}") 取其中一个，或遍历 explanation.maps',
  "no input {0}: {1} are explained": "没有输入 {0}：已解释的有 {1}",
  'by cannot be "{0}": expected max, sum or percentile': "by 不能是“{0}”：应为 max、sum 或 percentile",
  "percentile is {0}: expected a number above 0, at most 100": "percentile 为 {0}：应大于 0 且不超过 100",
  'by cannot be "{0}": expected sum, mean, absolute or max': "by 不能是“{0}”：应为 sum、mean、absolute 或 max",
  "a map of shape {0} has no channels: expected [height, width, channels]":
    "形状为 {0} 的热力图没有通道：应为 [height, width, channels]",
  "the size is {0} × {1}: expected whole numbers of pixels, at least 1":
    "大小为 {0} × {1}：应为不小于 1 的像素数（整数）",
  'mode cannot be "{0}": expected bilinear or nearest': "mode 不能是“{0}”：应为 bilinear 或 nearest",
  "a map of shape {0} is not an image: expected [height, width, channels]":
    "形状为 {0} 的热力图不是图像：应为 [height, width, channels]",
  "maps of shapes {0} and {1} cannot be subtracted: resize() or aggregate() one":
    "形状为 {0} 与 {1} 的热力图不能相减：请用 resize() 或 aggregate() 处理其中之一",
  "one map explains the {0}, the other the {1}, in different units: explain the same output by both":
    "一幅热力图解释 {0}，另一幅解释 {1}，单位不同：请用两者解释同一种输出",
};
