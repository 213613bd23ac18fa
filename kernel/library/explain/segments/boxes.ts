import type { Axis } from "../../signature/axes.ts";
import { type FeatureMask, gridSegments } from "./segments.ts";

/** About this many parts: few enough for 1,000 coalitions, small enough to show a place. */
const parts = 60;

/**
 * About 60 cubes of neighboring numbers, all channels of a place together: parts of a volume, and of numbers on four axes or
 * more of which nothing is known.
 *
 * @param shape without the batch. @param axes what each of them is.
 * @param spacing between neighbors, one for each axis that is no channel: cubes are cubes in its units then.
 */
export function boxes(shape: readonly number[], axes: readonly Axis[], spacing?: readonly number[]): FeatureMask {
  const places = axes.flatMap((axis, i) => (axis === "channel" ? [] : [i]));
  const lengthOf = (axis: number) => spacing?.[places.indexOf(axis)] ?? 1;
  const wide = places.filter((axis) => shape[axis] > 1);
  const size = wide.reduce((product, axis) => product * shape[axis] * lengthOf(axis), 1);
  const edge = (size / parts) ** (1 / Math.max(1, wide.length));
  const cells = shape.map((length, axis) =>
    axes[axis] === "channel" ? length : Math.min(length, Math.max(1, Math.ceil(edge / lengthOf(axis)))),
  );
  return gridSegments(shape, cells);
}
