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
  "blue first": "蓝色通道在前",
  "to the model's size (bilinear)": "缩放到模型的大小（bilinear）",
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
  "The model does not say how its pictures are prepared: bytes were divided by 255. Another way: --preprocess, or --mean and --std.":
    "模型没有说明图像的预处理方式：字节已除以 255。若不是这样，请用 --preprocess，或 --mean 和 --std 说明。",
  "{0} does not say how its pictures are prepared, and without that its answers mean nothing. Choose as it was trained:\n{1}\nor give --mean and --std. Not known? glassbook inspect {2} --image {3} shows the answers for each.":
    "{0} 没有说明图像的预处理方式，否则它的输出没有意义。请按模型训练时的方式选择：\n{1}\n或给出 --mean 和 --std。不清楚时，glassbook inspect {2} --image {3} 会列出每种方式下的输出。",
  "glassbook inspect MODEL [options]\n\nSays what a model takes and answers, and what is known of how its pictures are prepared.\n\n  MODEL                .onnx, or TensorFlow.js's model.json (or its folder)\n  --image FILE         a picture: lists the five best classes under each way to prepare it; repeat it for more\n  --preprocess NAME, --mean A,B,C --std A,B,C, --classes FILE   as with glassbook explain\n\nExit status: 0, or 2 with a message if a file or an option is wrong.\n":
    "glassbook inspect MODEL [options]\n\n说明模型的输入和输出，以及已知的图像预处理方式。\n\n  MODEL                .onnx，或 TensorFlow.js 的 model.json（或其文件夹）\n  --image FILE         一张图像：列出每种预处理方式下概率最高的五个类别；可重复给出多张\n  --preprocess NAME、--mean A,B,C --std A,B,C、--classes FILE   同 glassbook explain\n\n退出状态：0；文件或选项有误时为 2，并给出提示。\n",
  "expected one model; pictures are given with --image": "请给出一个模型；图像用 --image 给出",
  "--image is for a model that takes one picture": "--image 只用于输入为一张图像的模型",
  "Asking the model": "正在调用模型",
  "{0}: ONNX, operator set {1}.": "{0}：ONNX，算子集 {1}。",
  "{0}: ONNX, operator set {1}, written by {2}.": "{0}：ONNX，算子集 {1}，由 {2} 写出。",
  "{0}: layers model of TensorFlow.js.": "{0}：TensorFlow.js 的 layers 模型。",
  "{0}: graph model of TensorFlow.js.": "{0}：TensorFlow.js 的 graph 模型。",
  "Inner values: {0}, none of them a feature map.": "中间值：{0} 个，其中没有特征图。",
  'Inner values: {0}; the last feature map is "{1}"{2}.': "中间值：{0} 个；最后的特征图为“{1}”{2}。",
  "as known": "已知方式",
  "{0} ({1})": "{0}（{1}）",
  "{0} {1} ({2})": "{0} {1}（{2}）",
  "Each way names another best class: the right one is the one that names what is in the pictures.":
    "每种方式给出的最佳类别都不同：说中图像内容的那一种才是正确的。",
  "{0} name the same best class in every picture: these pictures cannot tell them apart.":
    "{0} 在每张图像上给出相同的最佳类别：这些图像无法区分它们。",
  "A higher probability alone does not show which is right. Show more pictures, or look up how the model was trained.":
    "概率更高并不说明哪一种正确。请给出更多图像，或查明模型训练时的方式。",
  "the model takes several images: --preprocess is for one":
    "模型有多个图像输入：--preprocess 只用于一个图像输入的模型",
  "give both, --mean and --std": "--mean 和 --std 请一起给出",
  "--preprocess is {0}{1}: expected one of {2}": "--preprocess 为 {0}{1}：可用的有 {2}",
  "--{0} is {1}: expected a number for each channel, such as 0.485,0.456,0.406":
    "--{0} 为 {1}：应为每个通道一个数，例如 0.485,0.456,0.406",
  "--classes: {0} cannot be read ({1}): give a file of names, or imagenet":
    "--classes：无法读取 {0}（{1}）：请给出名称文件，或 imagenet",
  "How pictures are prepared is unknown. Usual ways, for --preprocess:\n{0}":
    "图像的预处理方式未知。常用的方式（用于 --preprocess）：\n{0}",
  "Pictures: {0} (known from {1}).": "图像预处理：{0}（来自{1}）。",
  "the command's options": "命令的选项",
  "preprocessor_config.json beside it": "同一文件夹中的 preprocessor_config.json",
  "the operators at the model's start": "模型开头的算子",
  "the signature in its metadata": "元数据中的签名",
  "Converted from color to gray.": "已从彩色转换为灰度。",
  "Brightness was inverted.": "明暗已反转。",
  "{0} is a picture, but the model takes [{1}]: give its numbers as an array":
    "{0} 是图像，而模型的输入为 [{1}]：请以数组给出它的数值",
};
