import type { Catalog } from "../say.ts";

/** The `glassbook` command, and notebook files. */
export const commands: Catalog = {
  "glassbook doctor [--json]\n\nShows what runs TensorFlow.js in this folder's notebooks, and why nothing faster does: Node, every backend and its speed,\nGPU, driver and CUDA, memory, other copies of TensorFlow.js, and the next steps.\n\nExit status: 0 if training works, 1 if not.\n":
    "glassbook doctor [--json]\n\n显示此文件夹中的笔记本用什么运行 TensorFlow.js，以及为什么不能更快：Node、各后端及其速度、GPU、驱动程序和 CUDA、内存、\nTensorFlow.js 的其他副本，以及后续步骤。\n\n退出状态：训练可用时为 0，否则为 1。\n",
  "glassbook explain MODEL INPUT… [options]\n\nExplains a model's predictions by several methods, and says first whether they agree.\n\n  MODEL                .onnx, or TensorFlow.js's model.json (or its folder)\n  INPUT…               JPEG, PNG, WebP, .npy, .npz, idx or CSV files that fit the model\n  --method M           a method by name; repeat it for more (default: those that fit the input)\n  --target T           the class to explain, by number or name (default: the one predicted for each input)\n  --out FILE           .png, .html, .json or .npz (.npz: one method only); repeat it for more\n  --rows I,J           rows to explain, counted from 0, where a file has many (default: the first {0})\n  --samples N          samples of the sampling methods, or \"auto\" (default 1000)\n  --baseline B         what replaces removed features: a number, or of pictures black, white, gray, blurred or mean\n                       (default 0; of photographs, blurred; of CSV files, values of other rows)\n  --array NAME         the array to read from an .npz file\n  --label COLUMN       the column of a CSV file that is not an input\n  --invert             invert the brightness of images\n  --preprocess NAME    how pictures were prepared for the model, where its file does not say it: {1}\n  --mean A,B,C --std A,B,C   the same in numbers, red first: of bytes / 255, or of bytes where one is above 1\n  --classes FILE       names of the classes, JSON or one on a line; or imagenet\n  --seed N             seed of the sampling methods (default 0)\n\nExit status: 0, or 2 with a message if a file or an option is wrong.\n":
    'glassbook explain MODEL INPUT… [options]\n\n用多种方法解释模型的预测，并首先说明各方法是否一致。\n\n  MODEL                .onnx，或 TensorFlow.js 的 model.json（或其文件夹）\n  INPUT…               与模型相符的 JPEG、PNG、WebP、.npy、.npz、idx 或 CSV 文件\n  --method M           方法名；可重复给出多种（默认：适合该输入的方法）\n  --target T           要解释的类别，编号或名称（默认：每个输入的预测类别）\n  --out FILE           .png、.html、.json 或 .npz（.npz 只含一种方法）；可重复给出多个\n  --rows I,J           文件含多行时要解释的行，从 0 起（默认：前 {0} 行）\n  --samples N          抽样方法的样本数，或 "auto"（默认 1000）\n  --baseline B         替代被移除特征的内容：一个数；图像还可用 black、white、gray、blurred 或 mean\n                       （默认 0；照片默认 blurred；CSV 文件默认用其他行的值）\n  --array NAME         从 .npz 文件中读取的数组\n  --label COLUMN       CSV 文件中不作为输入的列\n  --invert             反转图像的明暗\n  --preprocess NAME    模型文件未说明时，图像的预处理方式：{1}\n  --mean A,B,C --std A,B,C   同上，以数值给出（红色在前）：针对字节 / 255；若有大于 1 的数，则针对字节\n  --classes FILE       类别名称，JSON 或每行一个；或 imagenet\n  --seed N             抽样方法的随机种子（默认 0）\n\n退出状态：0；文件或选项有误时为 2，并给出提示。\n',
  Reading: "正在读取",
  Explaining: "正在解释",
  "wrote {0}": "已写入 {0}",
  "expected a model and at least one input": "请给出一个模型和至少一个输入",
  "--out is {0}: expected a file name ending in {1}": "--out 为 {0}：文件名应以 {1} 结尾",
  "an .npz file holds one method's map: choose the method with --method":
    ".npz 文件只含一种方法的归因：请用 --method 选择方法",
  "--{0} is {1}: expected a whole number": "--{0} 为 {1}：应为整数",
  "--baseline is {0}: expected a number, or one of {1}": "--baseline 为 {0}：应为数值，或 {1} 之一",
  "CSV files are explained one at a time": "CSV 文件一次只能解释一个",
  "--rows has {0}: expected 0 to {1}": "--rows 中有 {0}：应为 0 至 {1}",
  "{0} inputs; explaining the first {1} (choose others with --rows).":
    "共有 {0} 个输入，解释前 {1} 个（可用 --rows 选择其他输入）。",
  "rows of numbers have no picture: choose .html or .json": "由数值组成的行没有图像：请选择 .html 或 .json",
  "glassbook export NOTEBOOK.ipynb [--output FILE.html]\n\nTurns a notebook and its saved outputs into one self-contained page with interactive charts, without running it.\n":
    "glassbook export NOTEBOOK.ipynb [--output FILE.html]\n\n将笔记本及其已保存的输出导出为一个自包含的页面，图表可交互；不运行笔记本。\n",
  "expected one notebook": "请给出一个笔记本",
  'glassbook install [--user | --sys-prefix | --prefix DIR] [--name N]\n\nAdds the kernel "TypeScript (Glassbook)" to Jupyter by writing its kernelspec.\n\n  --user        for the current user, in all environments (the default)\n  --sys-prefix  for the active Python environment\n  --prefix DIR  into DIR/share/jupyter/kernels\n  --name N      name of the kernelspec (default: glassbook)\n':
    "glassbook install [--user | --sys-prefix | --prefix DIR] [--name N]\n\n写入 kernelspec，将内核“TypeScript (Glassbook)”添加到 Jupyter。\n\n  --user        供当前用户在所有环境中使用（默认）\n  --sys-prefix  供当前激活的 Python 环境使用\n  --prefix DIR  写入 DIR/share/jupyter/kernels\n  --name N      kernelspec 的名称（默认：glassbook）\n",
  "--user, --sys-prefix and --prefix exclude each other": "--user、--sys-prefix 和 --prefix 只能选一个",
  '--name is "{0}": expected only letters, digits, ".", "_" and "-"': "--name 为“{0}”：只能包含字母、数字和 . _ -",
  "It points into npm's cache, which npm may clear; npm install -g glassbook gives it a permanent place.":
    "它指向 npm 的缓存，而 npm 可能清空缓存；npm install -g glassbook 可安装到固定位置。",
  "--sys-prefix needs an active Python environment, and python3 was not found; use --user or --prefix":
    "--sys-prefix 需要激活的 Python 环境，而这里找不到 python3；请使用 --user 或 --prefix",
  "glassbook kernel (--connection-file F | --ipc)\n\nRuns the kernel for a front end, which usually starts it: Jupyter with a connection file, an editor with an IPC channel.\n":
    "glassbook kernel (--connection-file F | --ipc)\n\n为前端运行内核，通常由前端启动：Jupyter 使用连接文件，编辑器使用 IPC 通道。\n",
  "expected either --connection-file or --ipc": "请给出 --connection-file 或 --ipc 之一",
  "--ipc needs an IPC channel, from a parent process that forked this one":
    "--ipc 需要 IPC 通道，由创建此进程的父进程提供",
  "cannot write {0}: {1}": "无法写入 {0}：{1}",
  'glassbook run NOTEBOOK.ipynb [options]\n\nRuns a notebook\'s cells in order, without an editor, and writes their outputs.\n\n  --output FILE.ipynb  the executed notebook (default: out/NOTEBOOK.ipynb)\n  --html FILE.html     one self-contained page with interactive charts\n  --timeout S          seconds a cell may take before it is interrupted (default: no limit)\n  --allow-errors       continue after a cell that failed; the exit status is 0 then\n\nOutputs of cells tagged "summary" are printed at the end. Exit status: 0, 1 if a cell failed, 2 if the command was wrong.\n':
    'glassbook run NOTEBOOK.ipynb [options]\n\n不用编辑器，按顺序运行笔记本的单元格，并写入输出。\n\n  --output FILE.ipynb  运行后的笔记本（默认：out/NOTEBOOK.ipynb）\n  --html FILE.html     一个自包含的页面，图表可交互\n  --timeout S          单元格运行超过多少秒后中断（默认：不限）\n  --allow-errors       单元格出错后继续运行；此时退出状态为 0\n\n最后打印带有 "summary" 标签的单元格的输出。退出状态：0；有单元格出错时为 1；命令有误时为 2。\n',
  "there is no option {0}: see glassbook --help": "没有选项 {0}：请参阅 glassbook --help",
  '{0} is followed by a word that begins with "-": write {1}=VALUE if that word is its value':
    "{0} 后的词以“-”开头：若它是该选项的值，请写作 {1}=值",
  PICTURE: "图像文件",
  "--mean is {0} and --std {1}: one is of bytes (0 to 255), the other of numbers from 0 to 1. Give both of bytes, or both of bytes / 255.":
    "--mean 为 {0}，--std 为 {1}：一个针对字节（0 到 255），另一个针对 0 到 1 的数。两者应都针对字节，或都针对字节 / 255。",
  "{0} does not go with this value or lacks one: see glassbook --help": "{0} 缺少值或值不合适：请参阅 glassbook --help",
  "cannot read {0}: there is no such file": "无法读取 {0}：文件不存在",
  "cannot read {0}: {1}": "无法读取 {0}：{1}",
  "{0}: the code cell at position {1} failed": "{0}：位置 {1} 的代码单元格出错",
  "took {0} s": "用时 {0} 秒",
  "--timeout is {0}: expected a number of seconds above 0": "--timeout 为 {0}：应为大于 0 的秒数",
  "the cell took longer than {0} s (--timeout)": "单元格运行超过 {0} 秒（--timeout）",
  "glassbook setup-tensorflow [options]\n\nInstalls native TensorFlow for notebooks: downloads it from PyPI with pip, builds the binding of tfjs-node against it in\nthe user's cache, and tests it. All sessions use it from then on. If a step fails, what was installed before stays.\n\n  --gpu                 tfjs-node-gpu with NVIDIA's CUDA libraries (Linux x64; needs about 10 GB of disk while it runs)\n  --tensorflow VERSION  this TensorFlow (2.12 or newer) instead of the tested one\n  --from DIR            a downloaded wheel, an installed Python TensorFlow (or its virtual environment), or an unpacked\n                        libtensorflow, instead of a download\n\nNeeds Python 3 with pip, a C++17 compiler and npm, and says how to get what is missing. Exit status: 0, 1 if it failed, 2\nif the command was wrong, 130 if it was interrupted (the same command resumes).\n":
    "glassbook setup-tensorflow [options]\n\n为笔记本安装原生 TensorFlow：用 pip 从 PyPI 下载，在用户缓存中编译 tfjs-node 的绑定并进行测试。此后所有会话都会使用它。\n如果某一步失败，之前安装的内容保持不变。\n\n  --gpu                 使用 tfjs-node-gpu 和 NVIDIA 的 CUDA 库（Linux x64；运行时约需 10 GB 磁盘空间）\n  --tensorflow VERSION  使用此版本的 TensorFlow（2.12 或更新），而不是经过测试的版本\n  --from DIR            不下载，而使用已下载的 wheel、已安装的 Python TensorFlow（或其虚拟环境），\n                        或已解压的 libtensorflow\n\n需要带有 pip 的 Python 3、支持 C++17 的编译器和 npm；缺少时会说明如何安装。退出状态：0；失败时为 1；命令有误时为 2；\n被中断时为 130（再次运行同一命令可继续）。\n",
  "@tensorflow/{0} {1} runs on libtensorflow {2} ({3}).": "@tensorflow/{0} {1} 使用 libtensorflow {2}（{3}）运行。",
  "{0} is not used: {1}.": "未使用 {0}：{1}。",
  "All sessions use it from now on; `npx glassbook doctor` shows what runs and why.":
    "此后所有会话都会使用它；`npx glassbook doctor` 可查看实际使用的后端及原因。",
  "Interrupted. Downloads are kept; run the same command to continue.":
    "已中断，下载的内容已保留；再次运行同一命令即可继续。",
  "the notebook": "此笔记本",
  "{0} is not a notebook: it is not JSON ({1})": "{0} 不是笔记本：它不是 JSON（{1}）",
  "{0} is not a valid notebook: {1}": "{0} 不是有效的笔记本：{1}",
  "expected a JSON object with cells": "应为含有 cells 的 JSON 对象",
  "its nbformat is {0}, expected 4; open it in Jupyter and save it there":
    "其 nbformat 为 {0}，应为 4；请在 Jupyter 中打开并重新保存",
  "it has no list called cells": "其中没有名为 cells 的列表",
  "cell {0}: {1}": "单元格 {0}：{1}",
  "expected an object": "应为对象",
  "its source is neither a string nor a list of strings": "其 source 既不是字符串，也不是字符串列表",
  "output {0}: {1}": "输出 {0}：{1}",
  'its cell_type is {0}, expected "code", "markdown" or "raw"': '其 cell_type 为 {0}，应为 "code"、"markdown" 或 "raw"',
  "its text is neither a string nor a list of strings": "其 text 既不是字符串，也不是字符串列表",
  "its output_type is {0}": "其 output_type 为 {0}",
  "glassbook: a TypeScript notebook kernel for looking inside neural networks\n\nWith any command, --locale en or --locale zh-CN chooses the language (default: the system's).":
    "glassbook：用于观察神经网络内部的 TypeScript 笔记本内核\n\n所有命令都可用 --locale en 或 --locale zh-CN 选择语言（默认：系统语言）。",
  "--locale is {0}: expected en or zh-CN": "--locale 为 {0}：应为 en 或 zh-CN",
  'there is no command "{0}": expected one of {1}': "没有命令“{0}”：可用的有 {1}",
};
