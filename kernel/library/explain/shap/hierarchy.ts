import type { Port } from "../../engine/ports.ts";
import { positionOf } from "../../explanation/top.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { type Axis, inputAxes } from "../../signature/axes.ts";
import type { Rows } from "../call/inputs.ts";
import type { Segments } from "../segments/segments.ts";

/** A hierarchical clustering as SciPy writes it: in row i, the two clusters that cluster M + i is made of. */
export interface Linkage {
  readonly values: ArrayLike<number>;
  /** `[M − 1, 2]` or more columns, of which the first two are read. */
  readonly shape: readonly number[];
}

/** A binary tree over segments. Nodes below `count` are segments, the last is the root. */
export interface Hierarchy {
  readonly count: number;
  /** The children of node `count + i`. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** The segments under node `node`. */
  members(node: number): Int32Array;
}

/** @throws ShapeError, OptionError for what is no tree over the segments. */
export function readLinkage({ values, shape }: Linkage, { count }: Segments): Hierarchy {
  const columns = shape[1] ?? 0;
  if (shape.length !== 2 || shape[0] !== count - 1 || columns < 2 || values.length !== shape[0] * columns) {
    throw new ShapeError(
      say`a linkage of shape [${shape.join(", ")}] for ${count} segments: expected [${count - 1}, 2], or SciPy's [${count - 1}, 4]`,
    );
  }
  const child = (row: number, column: number) => values[row * columns + column];
  const parents = new Uint8Array(2 * count - 1);
  for (let row = 0; row < count - 1; row++) {
    for (const node of [child(row, 0), child(row, 1)]) {
      if (!Number.isInteger(node) || node < 0 || node >= count + row || parents[node]++ > 0) {
        throw new OptionError(
          say`row ${row} of the linkage joins ${node}: each of 0 to ${count + row - 1} may be joined once, in a later row`,
        );
      }
    }
  }
  const column = (at: number) => Int32Array.from({ length: count - 1 }, (_, row) => child(row, at));
  return tree(count, column(0), column(1));
}

/**
 * Halves the input again and again, across its longer side, until each segment is alone: as SHAP's `Image` masker, with
 * the middles of segments. Channels are parted last; segments with one middle, by number. Several inputs are parted from
 * each other first; a segment of more than one is of the first.
 */
export function bisect({ of, count }: Segments, rows: Rows): Hierarchy {
  const [first, ...others] = rows.ports ?? [
    { shape: rows.shape.slice(1), offset: 0, size: rows.size, spec: rows.spec },
  ];
  const middles: Float64Array[] = [];
  const groups = [first, ...others].map((port) => middlesIn(port, of, middles));
  const planes = [first, ...others].map(({ shape, spec }) => planeOf(inputAxes(spec, shape)));

  const left = new Int32Array(count - 1);
  const right = new Int32Array(count - 1);
  let made = 0;
  const split = (segments: readonly number[], plane: readonly number[]): number => {
    if (segments.length === 1) return segments[0];
    const [first, second] = halves(segments, middles, plane);
    return join(split(first, plane), split(second, plane));
  };
  const join = (a: number, b: number): number => {
    left[made] = a;
    right[made] = b;
    return count + made++;
  };
  const roots = groups.flatMap((segments, i) => (segments.length > 0 ? [split(segments, planes[i])] : []));
  roots.reduce(join);
  return tree(count, left, right);
}

/** The segments that begin in an input, with the middles of what they have there. */
function middlesIn(
  { shape, offset, size }: Pick<Port, "shape" | "offset" | "size">,
  of: Int32Array,
  middles: Float64Array[],
): number[] {
  const own = new Map<number, number>();
  for (let i = 0; i < size; i++) {
    const segment = of[offset + i];
    if (middles[segment] && !own.has(segment)) continue;
    middles[segment] ??= new Float64Array(shape.length);
    own.set(segment, (own.get(segment) ?? 0) + 1);
    for (const [axis, place] of positionOf(i, shape).entries()) middles[segment][axis] += place;
  }
  for (const [segment, places] of own) for (const axis of shape.keys()) middles[segment][axis] /= places;
  return [...own.keys()].sort((a, b) => a - b);
}

/** The axes that are halved before the channels: of places, or the first two where nothing is known. */
function planeOf(axes: readonly Axis[]): readonly number[] {
  const at = axes.indexOf("channel");
  return at < 0 ? [0, 1].slice(0, axes.length) : [...axes.keys()].filter((axis) => axis !== at);
}

function halves(
  segments: readonly number[],
  middles: readonly Float64Array[],
  plane: readonly number[],
): [number[], number[]] {
  const extents = middles[segments[0]].map((_, axis) => {
    const places = segments.map((segment) => middles[segment][axis]);
    return places.reduce((a, b) => Math.max(a, b)) - places.reduce((a, b) => Math.min(a, b));
  });
  const widest = plane.reduce((most, axis) => (extents[axis] > extents[most] ? axis : most), plane[0] ?? 0);
  const axis = extents[widest] > 0 ? widest : extents.findIndex((extent) => extent > 0);
  if (axis < 0) return [segments.slice(0, segments.length >> 1), segments.slice(segments.length >> 1)];
  const low = segments.reduce((least, segment) => Math.min(least, middles[segment][axis]), Number.POSITIVE_INFINITY);
  const middle = low + extents[axis] / 2;
  // What lies on the line goes to the near half: SHAP counts pixels from the end, so its far half is the smaller one.
  const isNear = (segment: number) => middles[segment][axis] <= middle;
  return [segments.filter(isNear), segments.filter((segment) => !isNear(segment))];
}

function tree(count: number, left: Int32Array, right: Int32Array): Hierarchy {
  // In the order of the leaves, from left to right, each node's segments stand together.
  const starts = new Int32Array(2 * count - 1);
  const ends = new Int32Array(2 * count - 1);
  const order = new Int32Array(count);
  let placed = 0;
  const stack = [{ node: 2 * count - 2, seen: false }];
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { node, seen } = at;
    if (seen) {
      ends[node] = placed;
      continue;
    }
    starts[node] = placed;
    if (node < count) {
      order[placed++] = node;
      ends[node] = placed;
    } else {
      stack.push(
        { node, seen: true },
        { node: right[node - count], seen: false },
        { node: left[node - count], seen: false },
      );
    }
  }
  return { count, left, right, members: (node) => order.subarray(starts[node], ends[node]) };
}
