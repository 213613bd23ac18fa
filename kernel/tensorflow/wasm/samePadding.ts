import * as tf from "@tensorflow/tfjs";

type Pair = [number, number];
type Shape4D = [number, number, number, number];

interface ConvolutionAttrs {
  strides: number | Pair;
  pad: "same" | "valid" | number | [Pair, Pair, Pair, Pair];
  dilations: number | Pair;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

const pair = (value: number | Pair): Pair => (typeof value === "number" ? [value, value] : value);

/**
 * "same" as explicit padding where a stride is longer than the filter. There tfjs-wasm hands XNNPACK a geometry that it
 * refuses, and answers with zeros and no error (4.22; a 1×2 convolution of stride 2 is enough).
 */
function explicitPadding(inputs: tf.NamedTensorInfoMap, attrs: ConvolutionAttrs, depthwise: boolean): ConvolutionAttrs {
  const { strides, pad, dilations, dimRoundingMode } = attrs;
  const [x, filter] = [inputs.x?.shape as Shape4D, inputs.filter?.shape as Shape4D];
  const [strideHeight, strideWidth] = pair(strides);
  if (pad !== "same" || (filter[0] >= strideHeight && filter[1] >= strideWidth)) return attrs;
  const { padInfo } = tf.backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, dimRoundingMode, depthwise);
  const explicit: [Pair, Pair, Pair, Pair] = [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ];
  return { ...attrs, pad: explicit };
}

const convolutions = ["Conv2D", "FusedConv2D", "DepthwiseConv2dNative", "FusedDepthwiseConv2D"];

/** Puts the padding right in front of each of tfjs-wasm's convolutions. */
export function mendSamePadding(): void {
  for (const kernelName of convolutions) {
    const original = tf.getKernel(kernelName, "wasm");
    tf.unregisterKernel(kernelName, "wasm");
    const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
      const mended = explicitPadding(inputs, attrs as unknown as ConvolutionAttrs, kernelName.includes("Depthwise"));
      return original.kernelFunc({ inputs, backend, attrs: mended as unknown as tf.NamedAttrMap });
    };
    tf.registerKernel({ ...original, kernelFunc });
  }
}
