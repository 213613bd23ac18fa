import type * as tf from "@tensorflow/tfjs";
import { product, range } from "./Value.ts";

export type LayerVariable = tf.layers.Layer["weights"][number];

/**
 * How a weight of the model becomes a constant of the graph: its values, seen as an array of the shape `view`, have
 * their axes put into the order `permutation`; the result is given the shape `shape`.
 */
export interface Arrangement {
  readonly view: readonly number[];
  readonly permutation: readonly number[];
  readonly shape: readonly number[];
}

/** One constant of a compiled model and the weight it comes from. Each weight has one constant. */
export interface CompiledWeight extends Arrangement {
  /** The constant's name in the graph. */
  readonly constant: string;
  readonly variable: LayerVariable;
}

export const asItIs = (shape: readonly number[]): Arrangement => ({
  view: shape,
  permutation: range(shape.length),
  shape,
});

/** Row-major values with their axes in another order: `result.shape[i] = shape[permutation[i]]`. */
function permute(values: Float32Array, shape: readonly number[], permutation: readonly number[]): Float32Array {
  if (permutation.every((axis, i) => axis === i)) return values;
  const steps = shape.map((_, axis) => product(shape.slice(axis + 1)));
  const sizes = permutation.map((axis) => shape[axis] ?? 1);
  const strides = permutation.map((axis) => steps[axis] ?? 1);
  const result = new Float32Array(values.length);
  const place = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from] ?? 0;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      const next = (place[axis] ?? 0) + 1;
      from += strides[axis] ?? 0;
      if (next < (sizes[axis] ?? 1)) {
        place[axis] = next;
        break;
      }
      from -= next * (strides[axis] ?? 0);
      place[axis] = 0;
    }
  }
  return result;
}

/** A weight's values in tfjs's order, put into the graph's. */
export const toGraph = (values: Float32Array, { view, permutation }: Arrangement): Float32Array =>
  permute(values, view, permutation);

/** A constant's values in the graph's order, put into tfjs's: the inverse of `toGraph`. */
export function toModel(values: Float32Array, { view, permutation }: Arrangement): Float32Array {
  const inverse = range(permutation.length).map((axis) => permutation.indexOf(axis));
  const moved = permutation.map((axis) => view[axis] ?? 1);
  return permute(values, moved, inverse);
}
