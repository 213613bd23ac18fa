import type { Examples } from "../datasets/imageSet.ts";
import type { Table } from "../datasets/table/Table.ts";
import type { Inputs } from "../signature/Inputs.ts";

/** One tensor (or `{ values, shape }`); of a model with several inputs or outputs a list in its order, or one by name. */
export type Parts = Inputs | readonly Inputs[] | Readonly<Record<string, Inputs>>;

/**
 * What can be learnt from:
 *
 * - a dataset of ours (`mnist`, an `ImageSet`): classes;
 * - a table whose target is classes or numbers;
 * - tensors. `images` and `inputs` are two words for the same, `[n, ...]`. `labels` are classes or labels that are there
 *   or not: class indices `[n]`, or a 0 or 1 for each, `[n, classes]`; `targets` are numbers, `[n]` or of the outputs' own
 *   shape. A model that is known to answer one number, or several, takes either for numbers.
 *
 * @example
 * await train(model, { inputs: tf.randomNormal([100, 4]), targets: tf.randomNormal([100]) });
 * await train(twoInputs, { inputs: { picture, table }, labels: { species, age } });
 */
export type TrainingData =
  | Examples
  | Table
  | (({ readonly images: Parts } | { readonly inputs: Parts }) &
      ({ readonly labels: Parts } | { readonly targets: Parts }));
