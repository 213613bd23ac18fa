import type { Catalog } from "../say.ts";

/** Cells, magics, and the process that runs them. */
export const cells: Catalog = {
  "The kernel did not start: {0}": "内核未能启动：{0}",
  "Glassbook does not know the message {0}": "Glassbook 不认识消息 {0}",
  "{0} Cell [{1}] was running; the next cell starts a new kernel.":
    "{0}当时正在运行单元格 [{1}]；下一个单元格会启动新的内核。",
  "The kernel ran out of JavaScript memory (NODE_OPTIONS=--max-old-space-size=8192 allows 8 GB). All variables are lost.":
    "内核的 JavaScript 内存已用尽（NODE_OPTIONS=--max-old-space-size=8192 可提高到 8 GB），所有变量已丢失。",
  "The kernel crashed in native code ({0}). All variables are lost.": "内核在原生代码中崩溃（{0}），所有变量已丢失。",
  "The kernel was killed ({0}), probably out of memory. All variables are lost.":
    "内核已被系统终止（{0}），可能是内存不足，所有变量已丢失。",
  "The kernel exited with status {0}. All variables are lost.": "内核已退出（状态码 {0}），所有变量已丢失。",
  "The kernel was ended by {0}. All variables are lost.": "内核已被 {0} 信号终止，所有变量已丢失。",
  "type error TS{0} in line {1}, column {2}: {3}": "第 {1} 行第 {2} 列有类型错误 TS{0}：{3}",
  "The cell did not run: cells with type errors are held back here. %typeErrors note lets them run.":
    "单元格未运行：当前设置不运行含有类型错误的单元格。%typeErrors note 可允许运行。",
  "1 tensor, {0} MiB": "1 个张量，{0} MiB",
  "{0} tensors, {1} MiB": "{0} 个张量，{1} MiB",
  "{0}; the previous cell added {1}": "{0}；上一个单元格增加了 {1} 个",
  "{0}; the previous cell freed {1}": "{0}；上一个单元格释放了 {1} 个",
  "    at {0} {1}, line {2}": "    在 {0}，{1}，第 {2} 行",
  "    at {0}, line {1}": "    在 {0}，第 {1} 行",
  "Caused by {0}": "原因：{0}",
  "{0}, line {1}, column {2}": "{0}，第 {1} 行第 {2} 列",
  'the comm to "{0}" is closed': "与“{0}”的 comm 已关闭",
  "Interrupted. Variables are kept.": "已中断，变量保留。",
  "Cell [{0}]": "单元格 [{0}]",
  "cells cannot ask for input here: this front end, or this way of running cells, has no place for it":
    "此处的单元格不能请求输入：当前前端或运行方式不支持",
  "%time CODE: run the rest of the line and print how long it took": "%time CODE：运行本行其余代码并显示用时",
  "%timeit CODE: run the rest of the line many times and print the mean time of one run":
    "%timeit CODE：多次运行本行其余代码并显示单次平均用时",
  "%who: list the names that cells declared, with their types": "%who：列出各单元格声明的名称及其类型",
  "%reset: forget every name and dispose all tensors": "%reset：清除所有名称并释放所有张量",
  "%tensors: count the tensors in memory, and what the previous cell left":
    "%tensors：显示内存中的张量数，以及上一个单元格留下了多少",
  "%backend [NAME]: show what runs TensorFlow.js, or choose it": "%backend [NAME]：显示或选择 TensorFlow.js 的后端",
  "%typeErrors [note | block | off]: what to do with cells that have type errors":
    "%typeErrors [note | block | off]：如何处理含有类型错误的单元格",
  "%language [en | zh-CN]: show or choose the language of errors, notices and descriptions":
    "%language [en | zh-CN]：显示或选择错误、提示和说明的语言",
  "%help: print this list; %NAME? prints one line of it": "%help：显示此列表；%NAME? 显示其中一项",
  "there is no magic %{0}: expected one of {1}": "没有魔法命令 %{0}，可用的有：{1}",
  "took {0}": "用时 {0}",
  "{0} ± {1} per run (mean ± sd of 7 rounds, {2} runs each)": "每次运行 {0} ± {1}（7 轮的均值 ± 标准差，每轮 {2} 次）",
  "no cell has declared a name": "还没有单元格声明过名称",
  'the language can be en or zh-CN, not "{0}"': "语言只能是 en 或 zh-CN，不能是“{0}”",
  "all names are forgotten": "已清除所有名称",
  "no tensors: TensorFlow.js has not been imported": "没有张量：尚未导入 TensorFlow.js",
  'type errors can be note, block or off, not "{0}"': "类型错误的处理方式只能是 note、block 或 off，不能是“{0}”",
  "type errors: {0}": "类型错误：{0}",
  "{0} min {1} s": "{0} 分 {1} 秒",
  '"{0}" does not export {1}; it exports {2}{3}': "“{0}”没有导出 {1}；它导出的有：{2}{3}",
  'cannot import "{0}": cells download nothing. Install it in {1} (npm install {2}) and import "{3}"':
    "无法导入“{0}”：运行单元格时不会下载任何内容。请在 {1} 中安装（npm install {2}），再导入“{3}”",
  'cannot find the package "{0}" from {1}; install it there: npm install {2}':
    "在 {1} 中找不到包“{0}”；请在那里安装：npm install {2}",
  "Use smaller batches (batchSize, internalBatchSize), or free tensors with tf.tidy and tf.dispose; %tensors counts them.":
    "请减小批次（batchSize、internalBatchSize），或用 tf.tidy 和 tf.dispose 释放张量；%tensors 可查看数量。",
  "GLASSBOOK_GPU_MEMORY_MB limits the session to {0} MB.": "GLASSBOOK_GPU_MEMORY_MB 将会话限制为 {0} MB。",
  "The GPU is out of memory: a {0} tensor of shape [{1}] needs {2}.":
    "GPU 内存不足：形状为 [{1}] 的 {0} 张量需要 {2}。",
  "Out of memory: a {0} tensor of shape [{1}] needs {2}.": "内存不足：形状为 [{1}] 的 {0} 张量需要 {2}。",
  "Out of memory for an array of {0} values.": "内存不足，无法分配含 {0} 个值的数组。",
  "Out of memory.": "内存不足。",
  "WebAssembly's memory is full: it holds at most 4 GiB.": "WebAssembly 的内存已满：最多 4 GiB。",
  "The wasm backend cannot continue: restart the kernel, or run %backend cpu. Native TensorFlow has no such limit: npx glassbook setup-tensorflow.":
    "wasm 后端无法继续：请重新启动内核，或运行 %backend cpu。原生 TensorFlow 没有此限制：npx glassbook setup-tensorflow。",
  "The GPU is out of memory.": "GPU 内存不足。",
  "The session holds {0} tensors ({1}).": "会话中有 {0} 个张量（{1}）。",
  "{0} of this machine's {1} are free.": "本机共有 {1} 内存，其中 {0} 可用。",
  "More than {0} MB of output; the rest is in {1}": "输出超过 {0} MB；其余部分在 {1}",
  "no cell has declared {0}": "没有单元格声明过 {0}",
};
