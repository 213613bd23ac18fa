import { say } from "../../../ground/say.ts";
import { int, ints } from "../../graph/constants.ts";
import { intOf, intsOf } from "../attributes.ts";
import { staticSizes } from "../broadcast.ts";
import type { GradientContext, GradientRule } from "../GradientRule.ts";
import { patchGradient } from "./patches.ts";
import { leftOver, reachOf, spread, type Windows, windowAttributes, windowsOf } from "./windows.ts";

const conv: GradientRule = (c) => {
  const [x = "", weight = "", bias = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const windows = windowsOf(c, kernelOf(c, weight), c.shape(x)?.slice(2));
  return [
    c.needs(0) ? spread(c, g, weight, x, windows, intOf(c.node, "group", 1)) : undefined,
    c.needs(1) ? (patchGradient(c, x, g, weight, windows) ?? kernelGradient(c, x, g, weight, windows)) : undefined,
    c.needs(2) && bias !== "" ? biasGradient(c, g, windows) : undefined,
  ];
};

const convTranspose: GradientRule = (c) => {
  const [x = "", weight = "", bias = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const windows = transposedWindows(c, kernelOf(c, weight));
  const gradientOfInput = () => c.add("Conv", [g, weight], windowAttributes(windows, intOf(c.node, "group", 1)));
  return [
    c.needs(0) ? gradientOfInput() : undefined,
    c.needs(1) ? kernelGradient(c, g, x, weight, windows) : undefined,
    c.needs(2) && bias !== "" ? biasGradient(c, g, windows) : undefined,
  ];
};

function kernelOf(c: GradientContext, weight: string): number[] {
  const kernel = intsOf(c.node, "kernel_shape") ?? staticSizes(c.shape(weight)?.slice(2));
  if (!kernel) throw c.noGradient(say`the size of its kernel is not known before the run`);
  return [...kernel];
}

function biasGradient(c: GradientContext, g: string, { kernel }: Windows): string {
  const axes = [0, ...kernel.map((_, axis) => axis + 2)];
  return c.add("ReduceSum", [g, c.ints(axes)], { keepdims: int(0) });
}

/**
 * dW[m, c, k] = Σₙ Σₚ x[n, c, p s + k d] g[n, m, p]: itself a convolution, with batch and channels in each other's
 * place, the gradient as its kernel, and stride and dilation swapped.
 */
function kernelGradient(c: GradientContext, x: string, g: string, weight: string, windows: Windows): string {
  const { kernel, strides, dilations, pads } = windows;
  const spatial = kernel.map((_, axis) => axis + 2);
  const swap = { perm: ints([1, 0, ...spatial]) };
  const group = intOf(c.node, "group", 1);
  const images = group === 1 ? c.add("Transpose", [x], swap) : groupsInFront(c, x, weight, group, kernel.length);
  const full = c.add("Conv", [images, c.add("Transpose", [g], swap)], {
    strides: ints(dilations),
    dilations: ints(strides),
    pads: ints(pads),
    group: int(group),
  });
  const exact =
    strides.every((stride) => stride === 1) || leftOver(windows, c.shape(x)?.slice(2))?.every((n) => n === 0);
  const cut = exact ? full : c.add("Slice", [full, c.ints(kernel.map(() => 0)), c.ints(kernel), c.ints(spatial)]);
  return c.add("Transpose", [cut], swap);
}

/** [n, group · channels, …] to [channels, group · n, …]. */
function groupsInFront(c: GradientContext, x: string, weight: string, group: number, rank: number): string {
  const channels = c.shape(weight)?.[1];
  if (typeof channels !== "number")
    throw c.noGradient(say`the number of channels in a group is not known before the run`);
  const spatial = Array.from({ length: rank }, (_, axis) => axis);
  const sizes = staticSizes(c.shape(x)?.slice(2));
  const tail = sizes ? undefined : c.add("Slice", [c.add("Shape", [x]), c.ints([2]), c.ints([2 + rank])]);
  const shape = (front: number[]) =>
    tail ? c.add("Concat", [c.ints(front), tail], { axis: int(0) }) : c.ints([...front, ...(sizes ?? [])]);
  const split = c.add("Reshape", [x, shape([-1, group, channels])]);
  const turned = c.add("Transpose", [split], { perm: ints([2, 1, 0, ...spatial.map((axis) => axis + 3)]) });
  return c.add("Reshape", [turned, shape([channels, -1])]);
}

/** A transposed convolution's window: its padding follows from `output_shape` where that is given. */
function transposedWindows(c: GradientContext, kernel: number[]): Windows {
  const input = c.shape(c.node.inputs[0] ?? "")?.slice(2);
  const output = c.shape(c.node.outputs[0] ?? "")?.slice(2);
  const autoPad = c.node.attributes.auto_pad;
  const same = autoPad?.kind === "string" && autoPad.value.startsWith("SAME") ? autoPad.value : undefined;
  const plain = windowsOf(
    same
      ? {
          ...c,
          node: { ...c.node, attributes: { ...c.node.attributes, auto_pad: { kind: "string", value: "NOTSET" } } },
        }
      : c,
    kernel,
    undefined,
  );
  const wantedShape = intsOf(c.node, "output_shape");
  if (!same && !wantedShape) return plain;
  const extra = intsOf(c.node, "output_padding");
  const totals = kernel.map((_, axis) => {
    const from = input?.[axis];
    const to = wantedShape?.at(axis - kernel.length) ?? output?.[axis];
    if (typeof from !== "number" || typeof to !== "number") {
      throw c.noGradient(say`its padding depends on sizes that are not known before the run`);
    }
    return (plain.strides[axis] ?? 1) * (from - 1) + (extra?.[axis] ?? 0) + reachOf(plain, axis) - to;
  });
  const half = totals.map((total) => Math.floor(total / 2));
  const rest = totals.map((total, axis) => total - (half[axis] ?? 0));
  return { ...plain, pads: same === "SAME_UPPER" ? [...half, ...rest] : [...rest, ...half] };
}

export const convolutionRules: Readonly<Record<string, GradientRule>> = { Conv: conv, ConvTranspose: convTranspose };
