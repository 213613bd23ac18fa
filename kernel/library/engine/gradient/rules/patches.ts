import { int, ints } from "../../graph/constants.ts";
import { intOf } from "../attributes.ts";
import { staticSizes, transposeLast } from "../broadcast.ts";
import type { GradientContext } from "../GradientRule.ts";
import type { Windows } from "./windows.ts";

/** Numbers in one window up to which writing all windows out pays: they are then few beside the gradient's channels. */
const MOST = 64;

/**
 * The gradient of a kernel as one product of matrices for each image: gradient [n, out, places] times the windows
 * written out, [n, places, kernel · in]. For convolutions with few input channels (a network's first) several times
 * faster than the convolution with the gradient as its kernel. Undefined where it does not apply.
 */
export function patchGradient(
  c: GradientContext,
  x: string,
  g: string,
  weight: string,
  windows: Windows,
): string | undefined {
  const shape = c.shape(weight);
  const [out, channels] = shape ?? [];
  const places = staticSizes(c.shape(c.node.outputs[0] ?? "")?.slice(2));
  if (typeof out !== "number" || typeof channels !== "number" || !places) return undefined;
  const size = windows.kernel.reduce((product, cells) => product * cells, channels);
  if (size > MOST || intOf(c.node, "group", 1) !== 1) return undefined;

  const axes = c.ints(places.map((_, axis) => axis + 2));
  const from = uncropped(c, x, windows);
  const steps = c.ints(windows.strides);
  const cells = offsets(windows.kernel).map((offset) => {
    const starts = offset.map((cell, axis) => (from.offset[axis] ?? 0) + cell * (windows.dilations[axis] ?? 1));
    const ends = starts.map((start, axis) => start + ((places[axis] ?? 1) - 1) * (windows.strides[axis] ?? 1) + 1);
    return c.add("Slice", [from.value, c.ints(starts), c.ints(ends), axes, steps]);
  });
  const rows = (value: string, count: number) => c.add("Reshape", [value, c.ints([0, count, -1])]);
  const written = rows(cells.length > 1 ? c.add("Concat", cells, { axis: int(1) }) : (cells[0] ?? ""), size);
  const each = c.add("MatMul", [rows(g, out), transposeLast(c, written, 3)]);
  const sum = c.add("ReduceSum", [each, c.ints([0])], { keepdims: int(0) });
  // [out, ...kernel, in], and the channels to their place.
  const kernel = c.add("Reshape", [sum, c.ints([out, ...windows.kernel, channels])]);
  const last = windows.kernel.length + 1;
  return c.add("Transpose", [kernel], { perm: ints([0, last, ...windows.kernel.map((_, axis) => axis + 1)]) });
}

/** Every place in a window, in row-major order. */
function offsets(kernel: readonly number[]): number[][] {
  return kernel.reduce<number[][]>(
    (all, size) => all.flatMap((offset) => Array.from({ length: size }, (_, cell) => [...offset, cell])),
    [[]],
  );
}

/**
 * What `x` was cut out of, and where: convolutions of different cuts of one image then share the cells they read
 * (equal nodes are merged by the runtime). Padding is written out.
 */
function uncropped(c: GradientContext, x: string, { pads, kernel }: Windows): { value: string; offset: number[] } {
  const offset = kernel.map(() => 0);
  if (pads.some((pad) => pad > 0)) {
    const [begins, ends] = [pads.slice(0, kernel.length), pads.slice(kernel.length)];
    return { value: c.add("Pad", [x, c.ints([0, 0, ...begins, 0, 0, ...ends])]), offset };
  }
  const crop = c.producer(x);
  if (crop?.op !== "Slice") return { value: x, offset };
  const [value = "", ...where] = crop.inputs;
  const [starts, , axes, steps] = where.map((name) => Array.from(c.constant(name)?.data ?? [], Number));
  const plain = axes?.every((axis, index) => axis === index + 2) && steps?.every((step) => step === 1);
  if (!starts || starts.length !== kernel.length || !plain || starts.some((start) => start < 0)) {
    return { value: x, offset };
  }
  return { value, offset: starts };
}
