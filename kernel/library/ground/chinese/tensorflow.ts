import type { Catalog } from "../say.ts";

/** What runs TensorFlow.js; its set-up and its doctor. */
export const tensorflow: Catalog = {
  "convert the model to ONNX (tf2onnx, or Keras's export) and use loadOnnx":
    "将模型转换为 ONNX（tf2onnx 或 Keras 的导出功能）并使用 loadOnnx",
  "use JPEG, PNG or WebP files": "使用 JPEG、PNG 或 WebP 文件",
  "tf.node.{0} needs native TensorFlow, which this session does not use: run `npx glassbook setup-tensorflow` and restart, or {1}.":
    "tf.node.{0} 需要原生 TensorFlow，而此会话没有使用它：请运行 `npx glassbook setup-tensorflow` 并重新启动，或{1}。",
  "buckets is {0}: expected an integer of at least 0": "buckets 为 {0}：应为不小于 0 的整数",
  "step is {0}: expected an integer of at least 0": "step 为 {0}：应为不小于 0 的整数",
  "logdir is {0}: expected the path of a folder": "logdir 为 {0}：应为文件夹路径",
  'updateFreq is {0}: expected "epoch" or "batch"': 'updateFreq 为 {0}：应为 "epoch" 或 "batch"',
  "histogramFreq is {0}: expected an integer of at least 0": "histogramFreq 为 {0}：应为不小于 0 的整数",
  "histogramFreq needs the model: pass it as tensorBoard's option `model`":
    "histogramFreq 需要模型：请通过 tensorBoard 的选项 `model` 传入",
  "TensorFlow.js could not initialize its {0} backend": "TensorFlow.js 无法初始化 {0} 后端",
  "CPU, 1 thread": "CPU，1 个线程",
  "CPU, 1 thread, without SIMD": "CPU，1 个线程，无 SIMD",
  "Install Node {0} or newer: this is {1}.": "请安装 Node {0} 或更新的版本：当前为 {1}。",
  "GLASSBOOK_BACKEND names {0}, which does not work here: unset it to use the fastest that does, or fix what is reported above.":
    "GLASSBOOK_BACKEND 指定的 {0} 在此不可用：请取消该设置以使用最快的可用后端，或解决上述问题。",
  "Install NVIDIA driver {0} or newer: CUDA {1} needs it, and {2} has {3}.":
    "请安装 NVIDIA 驱动程序 {0} 或更新的版本：CUDA {1} 需要它，而 {2} 的版本为 {3}。",
  "Run `npx glassbook setup-tensorflow --gpu` to use the GPU ({0}).":
    "运行 `npx glassbook setup-tensorflow --gpu` 以使用 GPU（{0}）。",
  "Run `{0}` for native TensorFlow on the CPU. Layers models do not need it: they run on ONNX Runtime.":
    "如需在 CPU 上使用原生 TensorFlow，请运行 `{0}`。Layers 模型不需要它：它们在 ONNX Runtime 上运行。",
  "{0} ({1})": "{0}（{1}）",
  ", ": "、",
  "Cells always use the kernel's TensorFlow.js {0}; a plain Node script here would use {1}.":
    "单元格始终使用内核自带的 TensorFlow.js {0}；此处的普通 Node 脚本会使用 {1}。",
  "Trying {0}": "正在测试 {0}",
  "{0} on {1}": "{0}，{1}",
  "{0}; needs {1}": "{0}；需要 {1}",
  "Sessions run on": "会话使用",
  "no NVIDIA GPU found (nvidia-smi)": "未找到 NVIDIA GPU（nvidia-smi）",
  "{0}, driver {1}, {2}": "{0}，驱动程序 {1}，{2}",
  "; ": "；",
  Memory: "内存",
  "{0}, {1} free": "{0}，可用 {1}",
  "Set up": "已安装",
  "{0} {1} with libtensorflow {2} ({3}) in {4}": "{0} {1}，libtensorflow {2}（{3}），位于 {4}",
  Training: "训练",
  works: "可用",
  "does not work": "不可用",
  "Next steps:": "后续步骤：",
  "{0}, as set by GLASSBOOK_BACKEND": "{0}（由 GLASSBOOK_BACKEND 指定）",
  "nothing: {0} does not work": "无：{0} 不可用",
  nothing: "无",
  "{0}, the kernel's own": "{0}，内核自带",
  "{0}, the kernel's own; cells do not use the other copy in this folder":
    "{0}，内核自带；单元格不使用此文件夹中的另一个副本",
  "{0}, the kernel's own; cells do not use the {1} other copies in this folder":
    "{0}，内核自带；单元格不使用此文件夹中的另外 {1} 个副本",
  "no: {0} (`{1}`)": "不可用：{0}（`{1}`）",
  "no: {0}": "不可用：{0}",
  "works: {0}": "可用：{0}",
  "works: {0}, trains on {1} images/s": "可用：{0}，每秒训练 {1} 张图像",
  "built for CUDA {0} and cuDNN {1}": "基于 CUDA {0} 和 cuDNN {1} 构建",
  "built for CUDA {0}": "基于 CUDA {0} 构建",
  "{0}, needs driver {1} or newer": "{0}，需要驱动程序 {1} 或更新的版本",
  "GLASSBOOK_GPU_MEMORY_MB is {0}: expected a number of megabytes above 0":
    "GLASSBOOK_GPU_MEMORY_MB 为 {0}：应为大于 0 的 MB 数",
  "GLASSBOOK_GPU_MEMORY_MB cannot be honored: nvidia-smi does not report how much memory is free":
    "GLASSBOOK_GPU_MEMORY_MB 无法生效：nvidia-smi 没有报告可用的显存",
  "the process that tried it crashed ({0}): {1}": "测试进程崩溃（{0}）：{1}",
  "the process that tried it ended with status {0}: {1}": "测试进程以状态码 {0} 结束：{1}",
  "a training step gave a loss of {0}": "一个训练步的损失为 {0}",
  "it is not installed": "未安装",
  "TensorFlow.js with WebGPU": "TensorFlow.js（WebGPU）",
  "TensorFlow.js with WebAssembly": "TensorFlow.js（WebAssembly）",
  "TensorFlow.js in plain JavaScript, too slow for training": "TensorFlow.js（纯 JavaScript，太慢，不适合训练）",
  "This session runs on {0}, as set by {1}.": "此会话使用 {0}，由 {1} 指定。",
  "This session runs on {0}.": "此会话使用 {0}。",
  "To use an NVIDIA GPU, run `{0}`.": "如需使用 NVIDIA GPU，请运行 `{0}`。",
  "Layers models run on ONNX Runtime whenever possible.": "Layers 模型会尽可能在 ONNX Runtime 上运行。",
  "Not installed: {0}.": "未安装：{0}。",
  "{0} names {1}: expected one of {2}, or nothing for the fastest that works.":
    "{0} 指定了 {1}：应为 {2} 之一，或不指定，以使用最快的可用后端。",
  "TensorFlow.js cannot run here ({0}).": "TensorFlow.js 无法在此运行（{0}）。",
  "{0} names a backend that does not work ({1}). Run `{2}`, or name none: the fastest that works is used.":
    "{0} 指定的后端不可用（{1}）。请运行 `{2}`，或不指定，以使用最快的可用后端。",
  "{0} names a backend that does not work ({1}). Name none, and the fastest that works is used.":
    "{0} 指定的后端不可用（{1}）。请不指定，以使用最快的可用后端。",
  "{0} computed [1 2]·[3 4] = {1} instead of 11": "{0} 算得 [1 2]·[3 4] = {1}，而不是 11",
  "install g++ or clang++ with this system's package manager": "用系统的软件包管理器安装 g++ 或 clang++",
  "install Python 3 with pip with this system's package manager": "用系统的软件包管理器安装 Python 3 和 pip",
  "install npm with this system's package manager": "用系统的软件包管理器安装 npm",
  "{0} could not build tfjs-node's binding: {1}. Use a newer compiler (set CXX) or another --tensorflow VERSION.":
    "{0} 无法编译 tfjs-node 的绑定：{1}。请使用更新的编译器（通过 CXX 指定），或用 --tensorflow 指定其他版本。",
  "Setting up TensorFlow needs {0} of disk space, and the disk of {1} has {2} free. Free some, or set GLASSBOOK_CACHE to a folder on another disk (here and where notebooks run).":
    "安装 TensorFlow 需要 {0} 磁盘空间，而 {1} 所在的磁盘只剩 {2}。请释放空间，或将 GLASSBOOK_CACHE 设为另一磁盘上的文件夹（在此处和运行笔记本的环境中都要设置）。",
  "npm downloaded no @tensorflow/{0}.": "npm 没有下载到 @tensorflow/{0}。",
  "{0} cannot be unpacked: {1}": "无法解压 {0}：{1}",
  "The download of @tensorflow/{0} does not match npm's registry ({1}): try again, or use another registry.":
    "下载的 @tensorflow/{0} 与 npm 注册表不符（{1}）：请重试，或换用其他注册表。",
  "The disk filled up while npm was downloading @tensorflow/{0}.": "npm 下载 @tensorflow/{0} 时磁盘已满。",
  "@tensorflow/{0} cannot be downloaded: there is no connection to npm's registry ({1}). npm's own settings (registry, proxy, cafile) choose it.":
    "无法下载 @tensorflow/{0}：无法连接 npm 注册表（{1}）。注册表由 npm 自身的设置（registry、proxy、cafile）决定。",
  "npm could not download @tensorflow/{0}: {1}": "npm 无法下载 @tensorflow/{0}：{1}",
  "Downloading {0}": "正在下载 {0}",
  "--from {0} cannot be read: there is no such folder.": "无法读取 --from {0}：文件夹不存在。",
  "--from {0} cannot be read: {1}.": "无法读取 --from {0}：{1}。",
  "--from {0} has no libtensorflow: expected a wheel of TensorFlow, the folder of an installed one (site-packages/tensorflow, or its virtual environment), or an unpacked libtensorflow with lib/ and include/.":
    "--from {0} 中没有 libtensorflow：应为 TensorFlow 的 wheel、已安装的 TensorFlow 所在文件夹（site-packages/tensorflow 或其虚拟环境），或含有 lib/ 和 include/ 的已解压 libtensorflow。",
  "Another setup-tensorflow is running (process {0}): wait for it, or stop it.":
    "另一个 setup-tensorflow 正在运行（进程 {0}）：请等待其结束，或将其停止。",
  "Another setup-tensorflow has just started: wait for it.": "另一个 setup-tensorflow 刚刚启动：请等待其结束。",
  "The download of {0} does not match its index (expected sha256 {1}, got {2}). A proxy or mirror may have changed or truncated it: try again, or use another index; pip's own settings (index-url, proxy, cert) choose it.":
    "下载的 {0} 与索引不符（SHA-256 应为 {1}，实际为 {2}）。代理或镜像可能修改或截断了它：请重试，或换用其他索引；索引由 pip 自身的设置（index-url、proxy、cert）决定。",
  "The download of {0} does not match its index. A proxy or mirror may have changed or truncated it: try again, or use another index; pip's own settings (index-url, proxy, cert) choose it.":
    "下载的 {0} 与索引不符。代理或镜像可能修改或截断了它：请重试，或换用其他索引；索引由 pip 自身的设置（index-url、proxy、cert）决定。",
  "The disk filled up while downloading {0}. Free some space and run the command again.":
    "下载 {0} 时磁盘已满。请释放空间后重新运行该命令。",
  "{0} cannot be downloaded: there is no connection to the package index ({1}). pip's own settings (index-url, proxy, cert) choose it; with a wheel at hand, --from needs no network.":
    "无法下载 {0}：无法连接软件包索引（{1}）。索引由 pip 自身的设置（index-url、proxy、cert）决定；如有现成的 wheel，可用 --from，无需网络。",
  "The package index has no {0} for this system; it has {1}. Choose one with --tensorflow VERSION.":
    "软件包索引中没有适用于此系统的 {0}；可用的版本有 {1}。请用 --tensorflow 指定其中之一。",
  "The package index has no {0} for this system. Choose a version with --tensorflow VERSION.":
    "软件包索引中没有适用于此系统的 {0}。请用 --tensorflow 指定其他版本。",
  "pip could not download {0}:\n{1}": "pip 无法下载 {0}：\n{1}",
  "Sessions run on WebAssembly here, and layers models on ONNX Runtime, without any setup.":
    "此处的会话使用 WebAssembly，Layers 模型使用 ONNX Runtime，无需任何安装。",
  "setup-tensorflow cannot build on Windows: PyPI's TensorFlow for Windows lacks the library it needs. Run `npm install @tensorflow/tfjs-node` in the notebook's folder for a prebuilt one, where its download works, or use WSL. {0}":
    "setup-tensorflow 无法在 Windows 上编译：PyPI 上的 Windows 版 TensorFlow 缺少所需的库。请在笔记本所在文件夹运行 `npm install @tensorflow/tfjs-node` 以获取预编译版本（如能下载），或使用 WSL。{0}",
  "There is no TensorFlow for {0} on PyPI. {1}": "PyPI 上没有适用于 {0} 的 TensorFlow。{1}",
  "TensorFlow needs a Linux with glibc; this one (Alpine?) has musl. {0}":
    "TensorFlow 需要使用 glibc 的 Linux；此系统（Alpine？）使用 musl。{0}",
  "tfjs-node-gpu needs CUDA, which exists for Linux x64 only; this is {0}. Leave out --gpu to set up TensorFlow on the CPU. {1}":
    "tfjs-node-gpu 需要 CUDA，仅支持 Linux x64；此系统为 {0}。去掉 --gpu 可安装 CPU 版 TensorFlow。{1}",
  "--tensorflow is {0}: expected a version such as {1}.": "--tensorflow 为 {0}：应为版本号，例如 {1}。",
  "Looking for a compiler, npm and pip": "正在查找编译器、npm 和 pip",
  "Downloading @tensorflow/{0} {1}": "正在下载 @tensorflow/{0} {1}",
  "Building the binding": "正在编译绑定",
  "Trying it": "正在测试",
  "The new build does not work here: {0}. Nothing was changed; another --tensorflow VERSION may work.":
    "新编译的版本在此不可用：{0}。未作任何更改；可尝试用 --tensorflow 指定其他版本。",
  "Taking over {0}": "正在接管 {0}",
  "Unpacking a wheel needs pip.": "解压 wheel 需要 pip。",
  "Unpacking libtensorflow": "正在解压 libtensorflow",
  "This TensorFlow does not declare the NVIDIA libraries it needs (no and-cuda extra): use 2.14 or newer.":
    "此 TensorFlow 没有声明所需的 NVIDIA 库（没有 and-cuda）：请使用 2.14 或更新的版本。",
  "Downloading NVIDIA's CUDA libraries": "正在下载 NVIDIA 的 CUDA 库",
  "The cache cannot be written ({0}): set GLASSBOOK_CACHE (or GLASSBOOK_TENSORFLOW) to a writable folder, here and where notebooks run.":
    "无法写入缓存（{0}）：请将 GLASSBOOK_CACHE（或 GLASSBOOK_TENSORFLOW）设为可写的文件夹，在此处和运行笔记本的环境中都要设置。",
  "TensorFlow is downloaded by pip, and {0} has no pip. Run `{1}`, or pass a downloaded wheel or an installed TensorFlow with --from.":
    "TensorFlow 由 pip 下载，而 {0} 没有 pip。请运行 `{1}`，或用 --from 给出已下载的 wheel 或已安装的 TensorFlow。",
  "TensorFlow is downloaded by pip, and there is no Python here ({0}). Run `{1}`, or pass a downloaded wheel or an installed TensorFlow with --from.":
    "TensorFlow 由 pip 下载，而这里没有 Python（{0}）。请运行 `{1}`，或用 --from 给出已下载的 wheel 或已安装的 TensorFlow。",
  "The sources of tfjs-node are downloaded by npm, which is missing here. Run `{0}`.":
    "tfjs-node 的源代码由 npm 下载，而这里没有 npm。请运行 `{0}`。",
  " (CXX is {0})": "（CXX 为 {0}）",
  "This C++ compiler does not support C++17, which TensorFlow needs: {0}{1}. Use g++ 8, clang++ 7 or newer (`{2}`), or set CXX to one.":
    "此 C++ 编译器不支持 TensorFlow 所需的 C++17：{0}{1}。请使用 g++ 8、clang++ 7 或更新的版本（`{2}`），或通过 CXX 指定。",
  "There is no C++ compiler here{0}. Run `{1}`, or set CXX to one.":
    "这里没有 C++ 编译器{0}。请运行 `{1}`，或通过 CXX 指定。",
  "{0} is damaged: expected a wheel of TensorFlow, but it is not a complete zip file.":
    "{0} 已损坏：应为 TensorFlow 的 wheel，但它不是完整的 zip 文件。",
  "{0} has no libtensorflow: expected a wheel of TensorFlow for Linux or macOS.":
    "{0} 中没有 libtensorflow：应为适用于 Linux 或 macOS 的 TensorFlow wheel。",
  "{0} cannot be unpacked: {1}.": "无法解压 {0}：{1}。",
  "it is installed but finds no CUDA GPU": "已安装，但找不到支持 CUDA 的 GPU",
  "{0}, libtensorflow of unknown version": "{0}，libtensorflow 版本未知",
  "{0}, libtensorflow {1}": "{0}，libtensorflow {1}",
  "it is installed but does not load ({0})": "已安装，但无法加载（{0}）",
  "{0} is missing": "缺少 {0}",
  "it is installed but finds no adapter (it needs a driver with Vulkan, Metal or Direct3D 12)":
    "已安装，但找不到适配器（需要支持 Vulkan、Metal 或 Direct3D 12 的驱动程序）",
  "unnamed adapter": "未命名的适配器",
  "its only adapter computes on the CPU ({0}); name webgpu to use it all the same":
    "唯一的适配器在 CPU 上计算（{0}）；如仍要使用，请指定 webgpu",
  "CPU through Vulkan, {0}": "CPU（通过 Vulkan），{0}",
  "GPU, {0}": "GPU，{0}",
};
