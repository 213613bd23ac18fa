import type { Examples } from "../datasets/imageSet.ts";
import type { Table } from "../datasets/table/Table.ts";
import type { Inputs } from "../signature/Inputs.ts";

/**
 * What can be learnt from. Of a model with several inputs or outputs the tensors are a list in its order, or by name.
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
  | (({ readonly images: Inputs } | { readonly inputs: Inputs }) &
      ({ readonly labels: Inputs } | { readonly targets: Inputs }));
