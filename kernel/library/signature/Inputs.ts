import type * as tf from "@tensorflow/tfjs";
import type { Named } from "./columns.ts";

/**
 * Inputs as a tensor, or as numbers with their shape; a `Table` is such. Row-major, with the batch dimension: `[n, ...]`.
 * The columns and classes that they name are carried into the explanation.
 */
export type Inputs = tf.Tensor | ({ readonly values: ArrayLike<number>; readonly shape: readonly number[] } & Named);
