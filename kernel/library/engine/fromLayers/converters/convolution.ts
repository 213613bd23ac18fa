import { int, ints } from "../../graph/constants.ts";
import type { Converter, LayerContext } from "../LayerContext.ts";
import { channelsFirst, range } from "../Value.ts";
import type { Arrangement } from "../weights.ts";
import { activateByOption } from "./activation.ts";
import { windowAttributes } from "./window.ts";

/** `[...kernel, in, out]` to ONNX's `[out, in, ...kernel]`. */
function forward(shape: readonly number[]): Arrangement {
  const rank = shape.length;
  const permutation = [rank - 1, rank - 2, ...range(rank - 2)];
  return { view: shape, permutation, shape: permutation.map((axis) => shape[axis] ?? 1) };
}

/** `[...kernel, in, multiplier]` to `[in × multiplier, 1, ...kernel]`: one group for each channel. */
function depthwise(shape: readonly number[]): Arrangement {
  const rank = shape.length;
  const kernel = shape.slice(0, -2);
  const out = (shape[rank - 2] ?? 1) * (shape[rank - 1] ?? 1);
  return { view: shape, permutation: [rank - 2, rank - 1, ...range(rank - 2)], shape: [out, 1, ...kernel] };
}

const bias = (layer: LayerContext) => (layer.hasWeight("bias") ? [layer.weight("bias")] : []);

const convolution: Converter = (layer) => {
  layer.requireChannelsLast();
  const input = layer.toChannelsFirst();
  const shape = layer.weightShape("kernel");
  const kernel = shape.slice(0, -2);
  const attributes = windowAttributes(layer, {
    shape: input.shape,
    kernel,
    strides: layer.numbers("strides", kernel.length),
    dilations: layer.numbers("dilationRate", kernel.length),
  });
  const name = layer.add("Conv", [input.name, layer.weight("kernel", forward(shape)), ...bias(layer)], attributes);
  return activateByOption(layer, { name, shape: layer.outputShape, layout: channelsFirst });
};

const depthwiseConvolution: Converter = (layer) => {
  layer.requireChannelsLast();
  const input = layer.toChannelsFirst();
  const shape = layer.weightShape("depthwise_kernel");
  const kernel = shape.slice(0, -2);
  const attributes = {
    ...windowAttributes(layer, {
      shape: input.shape,
      kernel,
      strides: layer.numbers("strides", kernel.length),
      dilations: layer.numbers("dilationRate", kernel.length),
    }),
    group: int(shape.at(-2) ?? 1),
  };
  const weight = layer.weight("depthwise_kernel", depthwise(shape));
  const isSeparable = layer.hasWeight("pointwise_kernel");
  const inner = layer.add("Conv", [input.name, weight, ...(isSeparable ? [] : bias(layer))], attributes);
  const pointwise = forward(isSeparable ? layer.weightShape("pointwise_kernel") : []);
  const name = isSeparable
    ? layer.add("Conv", [inner, layer.weight("pointwise_kernel", pointwise), ...bias(layer)])
    : inner;
  return activateByOption(layer, { name, shape: layer.outputShape, layout: channelsFirst });
};

/** tfjs's kernel is `[...kernel, out, in]`; each cell of the input is spread over a window of the output. */
const transposedConvolution: Converter = (layer) => {
  layer.requireChannelsLast();
  const input = layer.toChannelsFirst();
  const shape = layer.weightShape("kernel");
  const kernel = shape.slice(0, -2);
  const strides = layer.numbers("strides", kernel.length);
  const over = kernel.map((size, axis) => size - (strides[axis] ?? 1));
  const cut = over.map((size) => (layer.string("padding", "valid") === "same" ? Math.max(size, 0) : 0));
  const attributes = {
    kernel_shape: ints(kernel),
    strides: ints(strides),
    pads: ints([...cut.map((size) => Math.floor(size / 2)), ...cut.map((size) => Math.ceil(size / 2))]),
    // A stride longer than the window leaves cells that no window touches; tfjs counts them at the end too.
    output_padding: ints(over.map((size) => Math.max(-size, 0))),
  };
  const name = layer.add(
    "ConvTranspose",
    [input.name, layer.weight("kernel", forward(shape)), ...bias(layer)],
    attributes,
  );
  return activateByOption(layer, { name, shape: layer.outputShape, layout: channelsFirst });
};

export const convolutionConverters: Record<string, Converter> = {
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  Conv2DTranspose: transposedConvolution,
  DepthwiseConv2D: depthwiseConvolution,
  SeparableConv2D: depthwiseConvolution,
};
