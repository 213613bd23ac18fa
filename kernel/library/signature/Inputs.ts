import type * as tf from "@tensorflow/tfjs";
import type { Named } from "./columns.ts";

/**
 * One input as a tensor, or as numbers with their shape; a `Table` is such. Row-major, with the batch dimension:
 * `[n, ...]`. The columns and classes that it names are carried into the explanation.
 */
export type InputArray =
  | tf.Tensor
  | ({ readonly values: ArrayLike<number>; readonly shape: readonly number[] } & Named);

/** Several inputs: by the names that the model gives them, or as a list in the model's order. Each has `n` rows. */
export type SeveralInputs = Readonly<Record<string, InputArray>> | readonly InputArray[];

/** What a model takes: one array, or one for each of its inputs. */
export type Inputs = InputArray | SeveralInputs;

/** What stands for something that is absent: a number, an array, or one or the other for each input. */
export type Baseline =
  | number
  | InputArray
  | Readonly<Record<string, number | InputArray>>
  | readonly (number | InputArray)[];
