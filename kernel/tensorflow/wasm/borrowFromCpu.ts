import * as tf from "@tensorflow/tfjs";

/**
 * Kernels that tfjs-wasm lacks and that models need: gradients of depthwise convolutions and of `gather` (embeddings),
 * and `einsum` (attention). The cpu backend's serve, at its speed. Complex numbers are left out: wasm cannot hold them.
 */
const borrowed = [
  "DepthwiseConv2dNativeBackpropFilter",
  "DepthwiseConv2dNativeBackpropInput",
  "Einsum",
  "UnsortedSegmentSum",
];

/** The cpu backend's kernel with its inputs and its output carried over. */
function carried(kernelName: string): tf.KernelFunc {
  return ({ inputs, attrs, backend: wasm }) => {
    const cpu = tf.findBackend("cpu");
    const kernel = tf.getKernel(kernelName, "cpu");
    const read = ({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo => ({
      dataId: cpu.write((wasm as tf.KernelBackend).readSync(dataId) as tf.backend_util.BackendValues, shape, dtype),
      shape,
      dtype,
    });
    // einsum's inputs are a list, which its kernel takes the length of.
    const carriedIn = Object.entries(inputs).reduce<tf.NamedTensorInfoMap>(
      (all, [name, info]) => Object.assign(all, { [name]: read(info as tf.TensorInfo) }),
      (Array.isArray(inputs) ? [] : {}) as tf.NamedTensorInfoMap,
    );
    try {
      const result = kernel.kernelFunc({ inputs: carriedIn, attrs, backend: cpu }) as tf.TensorInfo;
      try {
        const values = cpu.readSync(result.dataId) as tf.backend_util.BackendValues;
        const { shape, dtype } = result;
        return { dataId: (wasm as tf.KernelBackend).write(values, shape, dtype), shape, dtype };
      } finally {
        cpu.disposeData(result.dataId);
      }
    } finally {
      for (const info of Object.values(carriedIn)) cpu.disposeData((info as tf.TensorInfo).dataId);
    }
  };
}

export function borrowFromCpu(): void {
  for (const kernelName of borrowed) {
    tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc: carried(kernelName) });
  }
}
