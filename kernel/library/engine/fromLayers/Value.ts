import { int64, ints } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";

/**
 * How the elements of one example lie in memory. `tfjs`: as tfjs has them, channels last. `channelsFirst`: the last axis
 * moved to the front, as ONNX's convolutions want it. `flattened`: one axis, made of a channels-first value whose shape in
 * tfjs's order was `from`.
 */
export type Layout =
  | { readonly kind: "tfjs" }
  | { readonly kind: "channelsFirst" }
  | { readonly kind: "flattened"; readonly from: readonly number[] };

/** A value on the way through the layers. */
export interface Value {
  readonly name: string;
  /** The shape of one example in tfjs's order, whatever the layout. */
  readonly shape: readonly number[];
  readonly layout: Layout;
}

export const tfjsLayout: Layout = { kind: "tfjs" };
export const channelsFirst: Layout = { kind: "channelsFirst" };

export const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** `[h, w, c]` as `[c, h, w]`. */
export const channelsToFront = (shape: readonly number[]): number[] => [...shape.slice(-1), ...shape.slice(0, -1)];

/** `[0, 1, …, count - 1]`. */
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Whether moving the channels changes no element's place: one channel, or one place. */
const isOnlyAShape = (shape: readonly number[]) => shape.at(-1) === 1 || product(shape.slice(0, -1)) === 1;

/** Gives every example another shape; the batch stays. */
export function reshape(builder: GraphBuilder, name: string, shape: readonly number[]): string {
  return builder.add("Reshape", [name, builder.constant(int64([0, ...shape]), "shape")], {}, `${name}/reshape`);
}

/** The axes of one example in another order; `axes` counts without the batch. */
export function transpose(builder: GraphBuilder, name: string, axes: readonly number[]): string {
  const perm = [0, ...axes.map((axis) => axis + 1)];
  return builder.add("Transpose", [name], { perm: ints(perm) }, `${name}/transpose`);
}

/** The value with the elements of each example in tfjs's order. */
export function toTfjs(builder: GraphBuilder, { name, shape, layout }: Value): Value {
  const back = (from: string, of: readonly number[]) =>
    transpose(builder, from, [...range(of.length - 1).map((i) => i + 1), 0]);
  if (layout.kind === "channelsFirst") {
    const moved = isOnlyAShape(shape) ? reshape(builder, name, shape) : back(name, shape);
    return { name: moved, shape, layout: tfjsLayout };
  }
  if (layout.kind === "flattened" && !isOnlyAShape(layout.from)) {
    const unflat = reshape(builder, name, channelsToFront(layout.from));
    return { name: reshape(builder, back(unflat, layout.from), shape), shape, layout: tfjsLayout };
  }
  return { name, shape, layout: tfjsLayout };
}

/** The value with its channels moved to the front. */
export function toChannelsFirst(builder: GraphBuilder, value: Value): Value {
  if (value.layout.kind === "channelsFirst") return value;
  const { name, shape } = toTfjs(builder, value);
  const moved = isOnlyAShape(shape)
    ? reshape(builder, name, channelsToFront(shape))
    : transpose(builder, name, channelsToFront(range(shape.length)));
  return { name: moved, shape, layout: channelsFirst };
}
