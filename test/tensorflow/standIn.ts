/** A stand-in for tfjs-node: the cpu backend under its name, or what goes wrong. */
export const stands = (gpu: boolean) => `
  const tf = require("@tensorflow/tfjs");
  exports.tf = tf;
  for (const kernel of tf.getKernelsForBackend("cpu")) tf.registerKernel({ ...kernel, backendName: "tensorflow" });
  const backend = tf.findBackend("cpu");
  tf.registerBackend("tensorflow", () => Object.assign(Object.create(backend), {
    isUsingGpuDevice: ${gpu}, binding: { TF_Version: "2.99" },
  }), 3);
`;
