import type { Catalog } from "../say.ts";

/** Models, graphs, gradients and runs. */
export const engine: Catalog = {
  "the model gave {0} rows of output for {1} of input: it must map [n, …] to [n, classes] or [n]":
    "模型对 {1} 行输入给出了 {0} 行输出：应将 [n, …] 映射为 [n, classes] 或 [n]",
  "the model gave {0}: expected a tensor, { values, shape }, or a list of rows":
    "模型的输出为 {0}：应为张量、{ values, shape } 或由行组成的列表",
  "row {0} of the model's output has {1} numbers, but row 0 has {2}": "模型输出的行 {0} 有 {1} 个数，而行 0 有 {2} 个",
  "a function used as a model needs the shape of its input": "以函数作为模型时，需要给出其输入的形状",
  "the model gave {0} numbers for a row, after {1} before": "模型对一行输出 {0} 个数，而此前为 {1} 个",
  "a custom function has no gradient: use a perturbation method, such as KernelShap or Lime":
    "自定义函数没有梯度：请使用基于扰动的方法，例如 KernelShap 或 Lime",
  "a function has no layers, so there is no {0}": "函数没有层，因此没有 {0}",
  "a function of several inputs needs the shape of {0}: { {1}: { shape: [28, 28, 1] } }":
    "多输入的函数需要 {0} 的形状：{ {1}: { shape: [28, 28, 1] } }",
  "the layer {0} outputs [{1}], not feature maps of height, width and channels: name a two-dimensional convolution or a layer after one":
    "层 {0} 的输出为 [{1}]，不是由高、宽和通道构成的特征图：请指定二维卷积层或其后的层",
  "the layer {0} outputs [{1}], and no operator of the model says which of these axes are height, width and channels: name a convolution or a layer next to one":
    "层 {0} 的输出为 [{1}]，而模型中没有算子说明其中哪些轴是高、宽和通道：请指定卷积层或与之相邻的层",
  "{0} is not a model: give a tf.LayersModel, a tf.GraphModel, an OnnxModel or a function of a tensor":
    "{0} 不是模型：请给出 tf.LayersModel、tf.GraphModel、OnnxModel 或以张量为参数的函数",
  "it has {0} inputs instead of one": "它有 {0} 个输入，而应只有一个",
  'dataFormat "{0}"': "dataFormat 为“{0}”",
  'its weight "{0}" is not one of the model\'s': "其权重“{0}”不属于该模型",
  'the layer "{0}" ({1}) cannot be compiled: {2}. Run the model with engine: "tfjs".':
    '层“{0}”（{1}）无法编译：{2}。请以 engine: "tfjs" 运行模型。',
  'it has no weight "{0}"': "它没有权重“{0}”",
  'the input "{0}" cannot be compiled: its shape [{1}] is open beyond the batch. Give it a fixed shape, or run the model with engine: "tfjs".':
    '输入“{0}”无法编译：除批次外，形状 [{1}] 不是固定的。请固定形状，或以 engine: "tfjs" 运行模型。',
  'nothing computes the output of "{0}"': "“{0}”的输出没有来源",
  "there is no ONNX form of this kind of layer": "这种层没有对应的 ONNX 形式",
  "it has {0} outputs": "它有 {0} 个输出",
  'the activation "{0}" is not known': "不支持激活函数“{0}”",
  "a softmax over the axis {0}, not the last": "softmax 作用于轴 {0}，而不是最后一个轴",
  "it has no input": "它没有输入",
  "it has no inputs": "它没有输入",
  "it normalizes axis {0}; only the last is supported": "它对轴 {0} 归一化；仅支持最后一个轴",
  "it normalizes the axes {0}; only the last ones are supported": "它对轴 {0} 归一化；仅支持最后的轴",
  'ONNX\'s recurrent operators do not know its activation "{0}"': "ONNX 的循环算子不支持其激活函数“{0}”",
  "it is stateful": "它是有状态的（stateful）",
  "it returns its state": "它返回状态",
  "it masks zeros (maskZero)": "它会掩盖零值（maskZero）",
  'padding "{0}"': "padding 为“{0}”",
  "use a perturbation method instead (Occlusion, KernelShap, Lime), which needs no gradient":
    "请改用不需要梯度的扰动方法（Occlusion、KernelShap、Lime）",
  'tfjs computes a wrong gradient of {0} on the backend {1}: train with engine "onnx", or set up TensorFlow':
    'tfjs 在后端 {1} 上计算的 {0} 梯度有误：请用 engine "onnx" 训练，或设置 TensorFlow',
  "this operator has no gradient rule": "此算子没有梯度规则",
  "its indices count the places column by column": "其索引按列计数位置",
  'the rule for {0} compares "{1}" with a reference, and the pass has none: give `references`':
    "{0} 的规则要将“{1}”与参照比较，但此次传播没有参照：请给出 `references`",
  "{0}: {1}; {2}": "{0}：{1}；{2}",
  'operator {0} (node "{1}")': "算子 {0}（节点“{1}”）",
  "gradients are computed in float32 or float64, not {0}": "梯度以 float32 或 float64 计算，不支持 {0}",
  'the graph already has a value called "{0}": give the seed another name':
    "计算图中已有名为“{0}”的值：请换一个种子名称",
  '"{0}" does not depend on "{1}" through differentiable operators: {2}': "“{0}”与“{1}”之间没有可求导的路径：{2}",
  "the size of its kernel is not known before the run": "运行前不知道卷积核的大小",
  "the number of channels in a group is not known before the run": "运行前不知道每组的通道数",
  "its padding depends on sizes that are not known before the run": "其填充取决于运行前未知的大小",
  'the equation "{0}" with respect to its operand {1}': "方程“{0}”对操作数 {1} 的梯度",
  "padding by anything but a constant": "非常量填充",
  "with respect to the value it pads with": "对填充值的梯度",
  "the rank of its inputs is not known": "不知道其输入的维数",
  "GatherND with batch_dims": "带有 batch_dims 的 GatherND",
  "DepthToSpace in mode CRD": "CRD 模式的 DepthToSpace",
  "the rank of its input is not known": "不知道其输入的维数",
  "batch normalization in training mode": "训练模式的批归一化",
  "with respect to the running mean or variance": "对滑动均值或方差的梯度",
  "with respect to its mean or deviation": "对其均值或标准差的梯度",
  "with ceil_mode its sizes must be known before the run": "使用 ceil_mode 时，运行前必须知道其大小",
  "ceil_mode together with count_include_pad": "同时使用 ceil_mode 和 count_include_pad",
  "a reduction over no axes": "不沿任何轴的归约",
  "the rank of its input is not known, or axes are given": "不知道其输入的维数，或给出了 axes",
  "dropout in training mode": "训练模式的 dropout",
  "{0} padding with a stride needs sizes known before the run": "带步幅的 {0} 填充需要在运行前知道大小",
  "{0} values do not fill the shape [{1}], which needs {2}": "{0} 个值无法填满形状 [{1}]，该形状需要 {2} 个",
  "it defines functions of its own: inline them in the export": "其中自定义了函数：请在导出时将其内联",
  "it has no graph with an output": "其中没有带输出的计算图",
  "its graphs are nested more than {0} deep": "计算图嵌套超过 {0} 层",
  "it has sparse constants: export it with dense ones": "其中含有稀疏常量：请以稠密常量导出",
  "the attribute {0} has an unsupported type ({1})": "属性 {0} 的类型（{1}）不受支持",
  "its {0} {1} is a sequence or a map; only tensors can be explained": "其{0} {1} 是序列或映射；只能解释张量",
  "these {0} bytes are not a readable ONNX model: {1}": "这 {0} 字节不是可读取的 ONNX 模型：{1}",
  "it ends {0} bytes too early": "提前 {0} 字节结束",
  "a field exceeds its message at byte {0}": "有字段在字节 {0} 处超出了所属消息",
  "{0} has the ONNX element type {1}; supported are {2}": "{0} 的 ONNX 元素类型为 {1}；支持的有 {2}",
  "{0} claims the impossible shape [{1}]": "{0} 声称的形状 [{1}] 不可能存在",
  "{0} of shape [{1}] should have {2} values but has {3}": "{0} 的形状为 [{1}]，应有 {2} 个值，实际有 {3} 个",
  "{0} has {1} bytes, which is not a whole number of {2} values": "{0} 有 {1} 字节，不是 {2} 值的整数倍",
  "{0} is in another file ({1}): load the model by its file name, not as bytes":
    "{0} 在另一个文件中（{1}）：请用文件名加载模型，而不是字节",
  "the value {0} is computed twice": "值 {0} 有两个来源",
  "the operator {0} reads the value {1}, which nothing computes": "算子 {0} 读取的值 {1} 没有来源",
  "its operators form a cycle: a value depends on itself": "算子形成环：有值依赖其自身",
  "The learning rate of step {0} is {1}: the schedule must give a number of at least 0.":
    "第 {0} 步的学习率为 {1}：学习率计划应给出不小于 0 的数。",
  "the model has {0} inputs and {1} outputs: it needs at least one of each":
    "模型有 {0} 个输入和 {1} 个输出：两者都至少需要一个",
  "the model has no input": "模型没有输入",
  "the model's input {0} is not numeric": "模型的输入 {0} 不是数值",
  "the model's inputs {0} differ in their first axis: it must be that of the examples":
    "模型的输入 {0} 的第一个轴长度不同：第一个轴应为样本轴",
  "inputShape [{0}] is for one input, but the model has {1}: give { {2} }":
    "inputShape [{0}] 只对应一个输入，而模型有 {1} 个：请写作 { {2} }",
  "the model's outputs are {0}: none is floating point, so none can be explained":
    "模型的输出为 {0}：没有浮点输出，因此无法解释",
  'the model\'s outputs are {0}: "{1}" is not a floating-point output': "模型的输出为 {0}：“{1}”不是浮点输出",
  "the model's input {0} has no axis for the examples": "模型的输入 {0} 没有样本轴",
  "{0} has no shape: give one, loadOnnx(file, { inputShape: [4] })":
    "{0} 没有形状：请给出，loadOnnx(file, { inputShape: [4] })",
  "inputShape [{0}] has {1} axes; the model's input {2} has {3} after the first":
    "inputShape [{0}] 有 {1} 个轴；模型的输入 {2} 在第一个轴之后有 {3} 个",
  "the model's input {0} has open sizes: give them, loadOnnx(file, { inputShape: [...] })":
    "模型的输入 {0} 有未定的大小：请给出，loadOnnx(file, { inputShape: [...] })",
  "inputShape [{0}] does not fit the model's input {1}": "inputShape [{0}] 与模型的输入 {1} 不符",
  "the model uses ONNX operator set {0}; {1} to {2} are supported: convert it with onnx.version_converter":
    "模型使用 ONNX 算子集 {0}；支持 {1} 至 {2}：请用 onnx.version_converter 转换",
  'its value "{0}" of shape [{1}] has {2} numbers for each row': "其中形状为 [{1}] 的值“{0}”每行有 {2} 个数",
  'for {0} inputs the model\'s output "{1}" has shape [{2}]: expected a row for each':
    "对 {0} 个输入，模型的输出“{1}”的形状为 [{2}]：每个输入应有一行",
  "its data point to {0}, outside the model's folder, and are not read": "其数据指向模型文件夹之外的 {0}：不予读取",
  "its data {0} are a link that leads outside the model's folder": "其数据 {0} 是指向模型文件夹之外的链接",
  "its data should be at bytes {0} to {1} of {2}, which has only {3}":
    "其数据应在 {2} 的第 {0} 至 {1} 字节，而该文件只有 {3} 字节",
  "{0} cannot be read: {1}": "无法读取 {0}：{1}",
  "the size of {0} is known only after a run: name another layer": "{0} 的大小运行后才能确定：请指定其他层",
  "the value {0} is not float32": "值 {0} 不是 float32",
  "the value {0} of shape [{1}] has no row for each of the {2} inputs: name another":
    "形状为 [{1}] 的值 {0} 没有与 {2} 个输入逐一对应的行：请指定其他值",
  "the model does not run: {0}": "模型无法运行：{0}",
  "the model's output is {0}, not float32": "模型的输出为 {0}，不是 float32",
  "{0} rows of [{1}] have {2} numbers, not {3}": "{0} 行 [{1}] 应有 {2} 个数，实际有 {3} 个",
  "{0} targets for {1} rows: expected one for each": "{0} 个目标对应 {1} 行：请为每行给出一个",
  "target {0} is out of range: the model has {1} outputs (0–{2})": "目标 {0} 超出范围：模型有 {1} 个输出（0–{2}）",
  "target {0} is out of range: the layer {1} has {2} outputs (0–{3})":
    "目标 {0} 超出范围：层 {1} 有 {2} 个输出（0–{3}）",
  "no output {0}: there are {1}": "没有输出 {0}：可用的有 {1}",
  "no row {0}: there are {1} (0–{2})": "没有编号为 {0} 的行：共有 {1} 行（0–{2}）",
  "topK is {0}: give a whole number, at least 1": "topK 为 {0}：应为不小于 1 的整数",
  "classNames has {0} names, but the model gives {1} numbers": "classNames 有 {0} 个名称，而模型给出 {1} 个数",
  "inputs of shape [{0}], but the model takes [{1}]": "输入的形状为 [{0}]，而模型的输入为 [{1}]",
  "the inputs have {0} rows: each needs one for every example": "各输入的行数为 {0}：每个输入都应为每个样本提供一行",
  "one input": "一个输入",
  "the model takes {0}: give an array for each, by these names or as a list in this order":
    "模型的输入为 {0}：请为每个输入给出数组，按名称或按此顺序写成列表",
  "an array of strings: expected numbers": "数组由字符串组成：应为数值",
  "{0} numbers of shape [{1}]: expected a batch, [n, ...], and as many numbers as it has":
    "{0} 个数，形状为 [{1}]：应为批次 [n, ...]，且个数与形状相符",
  "this model's engine explains only its unit, which is class 1: give target 1":
    "此模型的引擎只解释其单元，即类别 1：请将 target 设为 1",
  'this model\'s engine has gradients of logits but not of probabilities: give output: "logit"':
    '此模型的引擎有 logit 的梯度，但没有概率的梯度：请设置 output: "logit"',
  "{0} cannot be reached: {1}": "无法连接 {0}：{1}",
  "{0} answered {1}": "{0} 的响应为 {1}",
  "{0} did not answer with JSON: {1}": "{0} 的响应不是 JSON：{1}",
  '{0} answered {1}: expected { "predictions": [[…], …] }, numbers for each row':
    '{0} 的响应为 {1}：应为 { "predictions": [[…], …] }，每行对应一组数',
  "(nothing)": "（空）",
  "remoteModel takes either a url or a function ask": "remoteModel 需要 url 或函数 ask，二者选一",
  "{0} is {1}: give a whole number, at least {2}": "{0} 为 {1}：应为不小于 {2} 的整数",
  "{0} gave no answer in {1} ms": "{0} 在 {1} 毫秒内没有响应",
  "ask failed: {0}": "ask 出错：{0}",
  "{0}, {1} times: is it running, and are there too many requests at a time?":
    "{0}，已尝试 {1} 次：服务是否在运行，请求是否过于频繁？",
  "a function is not compiled; a tf.LayersModel is": "函数不会被编译，tf.LayersModel 才会",
  "a tf.GraphModel is not compiled; a tf.LayersModel is": "tf.GraphModel 不会被编译，tf.LayersModel 才会",
  '{0}: use engine "tfjs" or "auto"': '{0}：请使用 engine "tfjs" 或 "auto"',
  'a model with a runner of its own has no tfjs form: use engine "auto"':
    '自带运行方式的模型没有 tfjs 形式：请使用 engine "auto"',
  "the model has no output {0}: its outputs are {1}": "模型没有输出 {0}：它的输出有 {1}",
  'engine "tfjs" was chosen': '已选择 engine "tfjs"',
  "the session computes on a GPU ({0})": "会话在 GPU 上计算（{0}）",
  "{0} cannot be loaded here ({1} {2}): {3}": "无法在此加载 {0}（{1} {2}）：{3}",
  "an output of type {0} cannot be read": "无法读取类型为 {0} 的输出",
  "{0} rejected this graph: {1}": "{0} 拒绝了此计算图：{1}",
  "the model function did not return a tensor: it must map [n, ...] to [n, classes] or [n]":
    "模型函数没有返回张量：应将 [n, ...] 映射为 [n, classes] 或 [n]",
  "the model function turned an input [1,{0}] into [{1}]: the first axis must be the batch":
    "模型函数将输入 [1,{0}] 变成了 [{1}]：第一个轴应为批次",
  "tfjs's gradient of {0} has an unexpected form": "tfjs 中 {0} 的梯度形式与预期不符",
  "the graph model has {0} inputs and {1} outputs: it needs at least one of each":
    "计算图模型有 {0} 个输入和 {1} 个输出：两者都至少需要一个",
  "the graph model does not declare the shape of its input {0}": "计算图模型没有说明输入 {0} 的形状",
  "layer {0} outputs {1} tensors; name a layer that outputs one": "层 {0} 输出 {1} 个张量；请指定只输出一个张量的层",
  "layer {0} runs more than once in this model: name a layer after it": "层 {0} 在此模型中运行不止一次：请指定其后的层",
  "The loss function gives one number for the whole batch: with class or sample weights it must give one for each example, [n].":
    "损失函数对整个批次只给出一个数：使用类别权重或样本权重时，它应为每个样本给出一个数 [n]。",
  "relevance propagates from layer to layer, and tfjs knows none of this model: give a tf.LayersModel or an OnnxModel":
    "相关性逐层传播，而 tfjs 看不到此模型的层：请给出 tf.LayersModel 或 OnnxModel",
  "the model's output does not depend on layer {0}": "模型的输出不依赖于层 {0}",
  "layer {0} takes no part in the model's output": "层 {0} 不参与计算模型的输出",
  "use a method that needs no gradient, such as KernelShap or Lime": "请使用不需要梯度的方法，例如 KernelShap 或 Lime",
  "tfjs has no gradient for {0}: {1}": "tfjs 没有 {0} 的梯度：{1}",
  "the model's output does not depend on its input through differentiable operations: {0}":
    "模型的输出与输入之间没有可求导的运算路径：{0}",
  'the {0} backend cannot compute {1}: choose another with tf.setBackend("cpu")':
    '{0} 后端无法计算 {1}：请用 tf.setBackend("cpu") 换用其他后端',
  "The saved state has no {0}: it belongs to another model or optimizer.":
    "保存的状态没有 {0}：它属于另一个模型或优化器。",
  "{0} of the saved state belongs to another model: {1}.": "保存的状态中的 {0} 属于另一个模型：{1}。",
  'the saved state belongs to another model or optimizer: "{0}" is [{1}] instead of [{2}]':
    "保存的状态属于另一个模型或优化器：“{0}”为 [{1}]，而不是 [{2}]",
  'the saved state belongs to another model or optimizer: it has no "{0}"':
    "保存的状态属于另一个模型或优化器：其中没有“{0}”",
  "{0} input values are not a whole number of rows of [{1}], at least one":
    "{0} 个输入值不是 [{1}] 的整数行，至少需要一行",
  "{0} of shape [{1}]": "形状为 [{1}] 的 {0}",
  "{0} expects {1}; got {2} values of {3}": "{0} 需要{1}；收到 {2} 个 {3} 值",
  "got {0} example weights; this trainer takes {1}": "收到 {0} 个样本权重；此训练器需要 {1} 个",
  "learningRate is {0}; expected a positive number, such as 0.001": "learningRate 为 {0}；应为正数，例如 0.001",
  "it works differently in training and in prediction": "它在训练和预测时的行为不同",
  "it has {0}": "它带有 {0}",
  " and ": "和",
  'the layer "{0}" ({1}) cannot be trained compiled: {2}. Train with engine: "tfjs".':
    '层“{0}”（{1}）无法编译训练：{2}。请以 engine: "tfjs" 训练。',
  "the model has no layer {0}: its layers have no names": "模型没有层 {0}：它没有命名的层",
  "{0} and {1} more": "{0} 等，另有 {1} 个",
  "the model has no layer {0}: did you mean {1}? It has {2}": "模型没有层 {0}：是否想写 {1}？它的层有 {2}",
  " or ": " 或 ",
  "the model has no layer {0}: it has {1}": "模型没有层 {0}：它的层有 {1}",
  "no layer with weights is called {0}, so it cannot have an LRP rule of its own: did you mean {1}?":
    "没有名为 {0} 的带权重的层，因此不能为它单独设置 LRP 规则：是否想写 {1}？",
  "no layer with weights is called {0}, so it cannot have an LRP rule of its own":
    "没有名为 {0} 的带权重的层，因此不能为它单独设置 LRP 规则",
};
