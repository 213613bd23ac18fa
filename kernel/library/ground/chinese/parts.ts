/** Parts of pictures, and baselines by name. */
export const parts: Readonly<Record<string, string>> = {
  "{0} takes an image of [height, width, {1}], not [{2}]: of another layout, give the model whose input it is, {3}(inputs, { model })":
    "{0} 的输入应为图像 [height, width, {1}]，不能是 [{2}]；若是其他布局，请给出接受该输入的模型：{3}(inputs, { model })",
  "{0} got [{1}], but the model's picture has {2} channels": "{0} 收到 [{1}]，而模型的图像有 {2} 个通道",
  "{0} segments a picture as a person sees it, but the numbers are such as {1}. {2}":
    "{0} 按人所见的图像划分区块，而这里的数值形如 {1}。{2}",
  "{0} takes colors from 0 to 1 or from 0 to 255, but found {1}: give the model whose input it is, {2}(inputs, { model }), or segments of your own":
    "{0} 的颜色值应在 0 与 1 或 0 与 255 之间，实际含有 {1}：请给出接受该输入的模型 {2}(inputs, { model })，或自行给出区块",
  "the model takes several pictures ({0}): give the spec of the one that it is, {1}(inputs, { spec: model.signature.inputs[0] })":
    "模型接受多幅图像（{0}）：请给出其中一个的说明 {1}(inputs, { spec: model.signature.inputs[0] })",
  '{0} segments pictures, but the model takes {1}: give segments of your own, or say what its input is, describeModel(model, { inputs: { {2}: { kind: "image" } } })':
    '{0} 划分的是图像，而模型的输入为 {1}：请自行给出区块，或说明输入是什么：describeModel(model, { inputs: { {2}: { kind: "image" } } })',
  'baselines is "{0}", but inputs of shape [{1}] have no neighbors to average over: give a number, or rows of the inputs\' shape':
    'baselines 为 "{0}"，但形状为 [{1}] 的输入没有相邻关系，无法取平均：请给出一个数，或与输入形状相同的行',
  'baselines is "{0}", but inputs of shape [{1}] are no pictures: give a number, or rows of the inputs\' shape':
    'baselines 为 "{0}"，但形状为 [{1}] 的输入不是图像：请给出一个数，或与输入形状相同的行',
  'It is unknown which number is {0} in the model\'s inputs; the baselines "blurred", "mean" and a number need no scale. {1}':
    '不知道模型的输入中哪个数是 {0}；基线 "blurred"、"mean" 与具体的数不需要知道刻度。{1}',
  'the {0} inputs would each have another "{1}" baseline, but here all are compared with the same rows: give rows, or one input at a time':
    '{0} 个输入的 "{1}" 基线各不相同，而这里所有输入都与同样的行比较：请给出这些行，或一次只解释一个输入',
  "{0} would need {1} GB for {2} parts: give fewer as featureMask, for example superpixels of a picture, await slic(inputs, { model, nSegments: 50 }), or the squares or cubes of gridSegments":
    "{2} 个部分会使 {0} 需要 {1} GB 内存：请用 featureMask 给出较少的部分，例如图像的超像素 await slic(inputs, { model, nSegments: 50 })，或 gridSegments 的方块",
};
