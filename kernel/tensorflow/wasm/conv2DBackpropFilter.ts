import * as tf from "@tensorflow/tfjs";

/**
 * ∂loss/∂filter of a convolution, which tfjs-wasm lacks, made of kernels that it has: the batch takes the place of the
 * channels, so the filter's gradient is the convolution of the input with `dy`, dilated by the stride.
 */
const kernelFunc = (({ inputs, attrs }) => {
  // The engine hands a kernel its tensors as they are; inside a kernel nothing is recorded for gradients.
  const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as {
    strides: number | [number, number];
    pad: "valid" | "same" | number;
    dataFormat: "NHWC" | "NCHW";
    dimRoundingMode?: "floor" | "round" | "ceil";
    filterShape: [number, number, number, number];
  };
  return tf.tidy(() => {
    const nhwc = (t: tf.Tensor4D) => (dataFormat === "NCHW" ? tf.transpose(t, [0, 2, 3, 1]) : t);
    const image = nhwc(x);
    const { padInfo, strideHeight, strideWidth } = tf.backend_util.computeConv2DInfo(
      image.shape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const padded = tf.pad(image, [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ]);
    const channelsAsBatch = tf.transpose(padded, [3, 1, 2, 0]);
    const dyAsFilter = tf.transpose(nhwc(dy), [1, 2, 0, 3]) as tf.Tensor4D;
    const gradient = tf.conv2d(channelsAsBatch as tf.Tensor4D, dyAsFilter, 1, "valid", "NHWC", [
      strideHeight,
      strideWidth,
    ]);
    const [height, width, channels, filters] = filterShape;
    // Where the stride leaves rows of the input unused, the convolution gives more rows than the filter has.
    return tf.transpose(tf.slice(gradient, [0, 0, 0, 0], [channels, height, width, filters]), [1, 2, 0, 3]);
  });
}) satisfies tf.KernelFunc;

export const conv2DBackpropFilter: tf.KernelConfig = {
  kernelName: "Conv2DBackpropFilter",
  backendName: "wasm",
  kernelFunc,
};
