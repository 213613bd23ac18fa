import { say } from "../../../ground/say.ts";
import { int, ints } from "../../graph/constants.ts";
import type { Dimension } from "../../graph/graph.ts";
import { intsOf, stringOf } from "../attributes.ts";
import type { GradientContext } from "../GradientRule.ts";

/** How a window (a convolution's kernel, a pool) moves over the spatial axes, with the padding worked out. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Begins of all axes, then ends, as ONNX writes them. */
  readonly pads: readonly number[];
}

/**
 * Reads the window of a node whose larger side (a convolution's input) has the spatial sizes `larger`. SAME padding
 * depends on them; with a stride of 1 it does not.
 */
export function windowsOf(
  c: GradientContext,
  kernel: readonly number[],
  larger: readonly Dimension[] | undefined,
): Windows {
  const rank = kernel.length;
  const strides = intsOf(c.node, "strides") ?? kernel.map(() => 1);
  const dilations = intsOf(c.node, "dilations") ?? kernel.map(() => 1);
  const autoPad = stringOf(c.node, "auto_pad", "NOTSET");
  if (autoPad === "NOTSET" || autoPad === "") {
    return { kernel, strides, dilations, pads: intsOf(c.node, "pads") ?? new Array(rank * 2).fill(0) };
  }
  if (autoPad === "VALID") return { kernel, strides, dilations, pads: new Array(rank * 2).fill(0) };
  const totals = kernel.map((size, axis) => {
    const reach = (size - 1) * (dilations[axis] ?? 1) + 1;
    const stride = strides[axis] ?? 1;
    const whole = larger?.[axis];
    if (stride === 1) return reach - 1;
    if (typeof whole !== "number")
      throw c.noGradient(say`${autoPad} padding with a stride needs sizes known before the run`);
    return Math.max((Math.ceil(whole / stride) - 1) * stride + reach - whole, 0);
  });
  const half = totals.map((total) => Math.floor(total / 2));
  const rest = totals.map((total, axis) => total - (half[axis] ?? 0));
  return { kernel, strides, dilations, pads: autoPad === "SAME_UPPER" ? [...half, ...rest] : [...rest, ...half] };
}

/** How far the window reaches along an axis: (k − 1) d + 1. */
export function reachOf({ kernel, dilations }: Windows, axis: number): number {
  return ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
}

/**
 * Cells at the end of each axis that no window touches (the division by the stride left them over), or undefined
 * when they cannot be known before the run.
 */
export function leftOver(windows: Windows, larger: readonly Dimension[] | undefined): number[] | undefined {
  const rank = windows.kernel.length;
  const over = windows.kernel.map((_, axis) => {
    const stride = windows.strides[axis] ?? 1;
    if (stride === 1) return 0;
    const whole = larger?.[axis];
    if (typeof whole !== "number") return undefined;
    const padded = whole + (windows.pads[axis] ?? 0) + (windows.pads[axis + rank] ?? 0);
    return (padded - reachOf(windows, axis)) % stride;
  });
  return over.every((cells) => cells !== undefined) ? over : undefined;
}

export const windowAttributes = ({ kernel, strides, dilations, pads }: Windows, group: number) => ({
  kernel_shape: ints(kernel),
  strides: ints(strides),
  dilations: ints(dilations),
  pads: ints(pads),
  group: int(group),
});

/** Each cell of `g` spread over the window of `x` it came from, times the kernel: the gradient of a convolution's input. */
export function spread(c: GradientContext, g: string, kernel: string, x: string, windows: Windows, group = 1): string {
  const attributes = windowAttributes(windows, group);
  const over = leftOver(windows, c.shape(x)?.slice(2));
  if (over) return c.add("ConvTranspose", [g, kernel], { ...attributes, output_padding: ints(over) });
  const most = windows.strides.map((stride) => stride - 1);
  const larger = c.add("ConvTranspose", [g, kernel], { ...attributes, output_padding: ints(most) });
  const sizes = spatialSizes(c, x, windows);
  const axes = most.map((_, axis) => axis + 2);
  return c.add("Slice", [larger, c.ints(axes.map(() => 0)), sizes, c.ints(axes)]);
}

/** The sizes of a value's spatial axes, when it runs. */
export function spatialSizes(c: GradientContext, value: string, { kernel }: Windows): string {
  return c.add("Slice", [c.add("Shape", [value]), c.ints([2]), c.ints([2 + kernel.length])]);
}
