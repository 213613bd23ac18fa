import type { Catalog } from "../say.ts";

/** Models that the library makes, loads and saves. */
export const models: Catalog = {
  "MultiHeadAttention needs a query": "MultiHeadAttention 需要 query",
  "MultiHeadAttention takes [n, t, d], not [{0}]": "MultiHeadAttention 的输入应为 [n, t, d]，不能是 [{0}]",
  "checkpoint.every is {0}: expected a whole number of steps, at least 1.":
    "checkpoint.every 为 {0}：应为不小于 1 的步数（整数）。",
  "{0} is not a checkpoint of train(): expected recipe, place and steps in its metadata.":
    "{0} 不是 train() 的检查点：其元数据应有 recipe、place 和 steps。",
  "{0} was written with {1} {2}, but this training has {3}: use the same, or another checkpoint folder.":
    "{0} 写入时的 {1} 为 {2}，而此次训练为 {3}：请使用相同的值，或换一个检查点文件夹。",
  "a model of {0} inputs and {1} outputs is trained on tfjs: the compiled engine trains one of each":
    "有 {0} 个输入和 {1} 个输出的模型在 tfjs 上训练：编译引擎只训练一个输入、一个输出的模型",
  "a custom loss function consists of tfjs operations and runs on tfjs":
    "自定义损失函数由 tfjs 运算组成，在 tfjs 上运行",
  "the loss {0} is computed on tfjs for such targets": "对于此类目标，损失 {0} 在 tfjs 上计算",
  test: "测试",
  "The test set is empty: expected at least one example.": "测试集为空：至少需要一个样本。",
  "The test data has targets for {0} outputs: the model has {1} ({2}).":
    "测试数据有 {0} 个输出的目标：模型有 {1} 个输出（{2}）。",
  "The test examples are {0}: the model expects {1}.": "测试样本为 {0}：模型的输入应为 {1}。",
  'It is unknown whether {0} gives logits or probabilities: say so with describeModel(model, { outputs: { kind: "classes", from: "logits" } }).':
    '不知道 {0} 的输出是 logit 还是概率：请用 describeModel(model, { outputs: { kind: "classes", from: "logits" } }) 说明。',
  "There is no output {0}: the model has {1}.": "没有输出 {0}：模型有 {1}。",
  'An evaluation of kind "{0}" has no {1}: it has loss, {2}.': "类型为“{0}”的评估没有 {1}：它有 loss、{2}。",
  "{0} needs one class for each example: this evaluation is of labels that do not exclude each other.":
    "{0} 需要每个样本只有一个类别：此评估中的标签并不互斥。",
  "A model whose topology is binary cannot be saved as model.json.": "拓扑为二进制的模型不能保存为 model.json。",
  "{0} is truncated: expected {1} bytes of weights, found {2}.": "{0} 不完整：权重应为 {1} 字节，实际为 {2} 字节。",
  "{0} is damaged: expected JSON, found {1}.": "{0} 已损坏：应为 JSON，实际为 {1}。",
  "{0} is not a TensorFlow.js model: expected modelTopology and weightsManifest.":
    "{0} 不是 TensorFlow.js 模型：应有 modelTopology 和 weightsManifest。",
  "{0} of {1} rows have no {2}: fill them with table.fillMissing(), or remove them with table.dropMissing()":
    "{1} 行中有 {0} 行没有 {2}：请用 table.fillMissing() 填补，或用 table.dropMissing() 去掉",
  "row {0} (counted from 0) has {1} {2}: expected finite numbers": "第 {0} 行（从 0 起）的 {1} 为 {2}：应为有限数",
  "alpha is {0}: give a number, at least 0": "alpha 为 {0}：应不小于 0",
  'the target {0} has classes: use logisticRegression, or load it with task "regression"':
    '目标“{0}”是类别：请使用 logisticRegression，或以 task "regression" 加载',
  "row {0} (counted from 0) has {1} {2}: remove it with dropMissing()":
    "第 {0} 行（从 0 起）的 {1} 为 {2}：请用 dropMissing() 去掉该行",
  "the table has no rows: give at least one": "表格没有行：至少需要一行",
  "{0} is a linear combination of the columns before it (or there are fewer rows than columns): leave it out, or give alpha above 0":
    "{0} 是前面各列的线性组合（或行数少于列数）：请去掉它，或令 alpha 大于 0",
  "C is {0}: give a number above 0; smaller means a stronger penalty": "C 为 {0}：应为大于 0 的数；越小，正则化越强",
  "only of class {0}": "只有类别“{0}”",
  none: "没有类别",
  "logisticRegression needs rows of at least two classes; there are {0}, {1}":
    "logisticRegression 至少需要两个类别的行；这里有 {0} 行，{1}",
  "no row has class {0}: split with { stratify: true }, or load the table without it":
    "没有类别“{0}”的行：请用 { stratify: true } 拆分，或加载表格时去掉该类别",
  "{0} has no unique optimum: the classes can be separated perfectly, or columns repeat each other. Set C to a number such as 1, or leave columns out":
    "{0} 没有唯一的最优解：类别可以完全分开，或列之间重复。请将 C 设为一个数（例如 1），或去掉一些列",
  "{0} has weights but no model: save it with saveModel, and give its model.json":
    "{0} 只有权重，没有模型：请用 saveModel 保存，并给出其 model.json",
  "{0} is not a supported model file: use .onnx, or model.json of TensorFlow.js (or its folder)":
    "不支持模型文件 {0}：请使用 .onnx，或 TensorFlow.js 的 model.json（或其文件夹）",
  "{0} is damaged: expected a safetensors file, found {1}.": "{0} 已损坏：应为 safetensors 文件，实际为 {1}。",
  '{0} is a graph model: load it with tf.loadGraphModel("file://{1}").':
    '{0} 是计算图模型：请用 tf.loadGraphModel("file://{1}") 加载。',
  "The loss became {0} at step {1}: the model no longer learns. Create it again and use a learningRate below {2}.":
    "损失在第 {1} 步变为 {0}：模型不再学习。请重新创建模型，并将 learningRate 设为小于 {2}。",
};
