import { say } from "../../../ground/say.ts";
import { ints } from "../../graph/constants.ts";
import type { Attributes } from "../../graph/GraphBuilder.ts";
import type { LayerContext } from "../LayerContext.ts";

interface Window {
  /** Of one example: spatial axes, then channels. */
  readonly shape: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations?: readonly number[];
}

/** TensorFlow's padding as ONNX writes it: all the beginnings, then all the ends. The odd cell goes to the end. */
function padsOf(layer: LayerContext, { shape, kernel, strides, dilations }: Window): number[] {
  const padding = layer.string("padding", "valid");
  const reach = kernel.map((size, axis) => (size - 1) * (dilations?.[axis] ?? 1) + 1);
  if (padding === "valid") return reach.flatMap(() => [0, 0]);
  if (padding !== "same") throw layer.unsupported(say`padding "${padding}"`);
  const totals = reach.map((size, axis) => {
    const [from, stride] = [shape[axis] ?? 1, strides[axis] ?? 1];
    return Math.max((Math.ceil(from / stride) - 1) * stride + size - from, 0);
  });
  return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
}

/** The attributes that convolutions and pools share. */
export function windowAttributes(layer: LayerContext, window: Window): Attributes {
  return {
    kernel_shape: ints(window.kernel),
    strides: ints(window.strides),
    pads: ints(padsOf(layer, window)),
    ...(window.dilations ? { dilations: ints(window.dilations) } : {}),
  };
}
