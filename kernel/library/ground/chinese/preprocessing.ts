import type { Catalog } from "../say.ts";

/** How pictures are prepared for a model, and the network that comes by name. */
export const preprocessing: Catalog = {
  "{0}: preprocess is {1}: expected a list of steps, or [] for bytes as they are":
    "{0}：preprocess 为 {1}：应为步骤的列表，或 []（字节原样输入）",
  "{0}: step {1} of preprocess ({2})": "{0}：preprocess 的第 {1} 步（{2}）",
  "{0} comes too late: resize and crop first, then rescale and normalize":
    "{0} 的位置太靠后：先缩放、裁剪图像，再做 rescale 和 normalize",
  "{0}: step {1} of preprocess is {2}{3}: expected { kind } of {4}":
    "{0}：preprocess 的第 {1} 步为 {2}{3}：应为 { kind }，可用的有 {4}",
  "{0} has no field {1}{2}: expected {3}": "{0} 没有字段 {1}{2}：可用的有 {3}",
  "{0}: {1} is {2}: expected {3}": "{0}：{1} 为 {2}：应为{3}",
  "a whole number of pixels": "像素数（整数）",
  "[height, width] in pixels": "[height, width]（像素）",
  '[height, width] in pixels, or "shorterSide"': '[height, width]（像素）或 "shorterSide"',
  "a share up to 1": "不大于 1 的比例",
  "a number other than 0": "不为 0 的数",
  "a number": "一个数",
  "a list of numbers": "数的列表",
  "a list of numbers above 0": "大于 0 的数的列表",
  "{0}: {1} has {2} numbers, but the picture has {3} channels: give one for each, or one for all":
    "{0}：{1} 有 {2} 个数，而图像有 {3} 个通道：请每个通道给一个，或只给一个用于所有通道",
  "{0}: give either {1} or {2}": "{0}：{1} 和 {2} 请只给其中之一",
  "bytes as they are": "字节原样输入",
  ", ": "，",
  ", blue first": "，蓝色通道在前",
  "shorter side to {0} ({1})": "短边缩放到 {0}（{1}）",
  "to {0} ({1})": "缩放到 {0}（{1}）",
  "center {0}%": "裁取中央 {0}%",
  "center square": "裁取中央正方形",
  "center {0}": "裁取中央 {0}",
  "minus mean {0}, by std {1}": "减均值 {0}，除以标准差 {1}",
  'It is unknown how pictures are prepared for the input "{0}" {1}. Say it as the model was trained: loadOnnx(file, { inputs: preprocessing.imagenet }) or describeModel(model, { inputs: … }) with one of\n{2}\nor your own: { preprocess: [{ kind: "rescale", factor: 1 / 255 }, { kind: "normalize", mean: [0.5], std: [0.5] }] }.':
    '不知道输入“{0}”{1} 的图像如何预处理。请按模型训练时的方式说明：loadOnnx(file, { inputs: preprocessing.imagenet }) 或 describeModel(model, { inputs: … })，可用的有\n{2}\n或自行给出：{ preprocess: [{ kind: "rescale", factor: 1 / 255 }, { kind: "normalize", mean: [0.5], std: [0.5] }] }。',
  "readImage got no files: give at least one": "readImage 没有得到文件：请至少给出一个",
  "picture {0}": "图像 {0}",
  "{0} is {1} × {2} pixels, but the first is {3} × {4}: read pictures of several sizes one by one, or give the model's preprocessing a resize":
    "{0} 为 {1} × {2} 像素，而第一张为 {3} × {4}：请逐张读取大小不同的图像，或在模型的预处理中加入 resize",
  "the model takes several images ({0}): give one of them in place of the model, describeModel(model).inputs[0]":
    "模型有多个图像输入（{0}）：请用其中之一代替模型，例如 describeModel(model).inputs[0]",
  'the model takes {0}, and no image: say it with describeModel(model, { inputs: { kind: "image", layout: "channelsFirst" } }), or "channelsLast"':
    '模型的输入为 {0}，没有图像：请用 describeModel(model, { inputs: { kind: "image", layout: "channelsFirst" } }) 说明，或用 "channelsLast"',
  "{0} has {1} channels, but the model takes {2}: give its numbers as an array":
    "{0} 有 {1} 个通道，而模型需要 {2} 个：请以数组给出它的数值",
  "Resized from {0} to the model's {1} pixels, bilinear: its preprocessing names no such size.":
    "已从 {0} 缩放到模型的 {1} 像素（bilinear）：其预处理没有给出这个大小。",
  "The preprocessing is for {0} pixels: its sizes were taken in proportion for the model's {1}.":
    "该预处理针对 {0} 像素：已按比例换算到模型的 {1}。",
  "package.json names no repository": "package.json 没有给出仓库地址",
  "{0} cannot be downloaded: {1}. Put the file {2} of Glassbook's repository into a folder that GLASSBOOK_DATA names, or give the address of a folder that has it as GLASSBOOK_MODELS_URL.":
    "无法下载 {0}：{1}。请把 Glassbook 仓库中的文件 {2} 放入 GLASSBOOK_DATA 所指的文件夹，或用 GLASSBOOK_MODELS_URL 给出含有它的文件夹的地址。",
  "{0} is not the file of imageNetModel(): expected {1} bytes with SHA-256 {2}, found {3} with {4}.":
    "{0} 不是 imageNetModel() 的文件：应为 {1} 字节、SHA-256 为 {2}，实际为 {3} 字节、{4}。",
  "EfficientNet-Lite0 with Google's ImageNet weights, under the Apache License 2.0.":
    "EfficientNet-Lite0，Google 的 ImageNet 权重，Apache License 2.0。",
  "Downloading EfficientNet-Lite0: {0} of {1} MB": "正在下载 EfficientNet-Lite0：{0} / {1} MB",
};
