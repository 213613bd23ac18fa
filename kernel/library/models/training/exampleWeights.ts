import * as tf from "@tensorflow/tfjs";
import { DataError, OptionError, ShapeError } from "../../ground/errors.ts";
import { namesInWords, say } from "../../ground/say.ts";
import type { Objective } from "./objective.ts";
import type { Rows } from "./rows.ts";

/**
 * How much each class counts: by its index or name, a number for each class in order, or `"balanced"`: the rarer, the
 * more, n / (classes × examples of it), as scikit-learn's.
 */
export type ClassWeight = "balanced" | readonly number[] | Readonly<Record<string, number>>;

export interface ExampleWeightOptions {
  classWeight?: ClassWeight | undefined;
  sampleWeight?: tf.Tensor | ArrayLike<number> | undefined;
}

/** How much each training example counts, `[n]`; undefined where all count the same. */
export async function exampleWeights(
  rows: Rows,
  objectives: readonly Objective[],
  { classWeight, sampleWeight }: ExampleWeightOptions,
): Promise<Float32Array | undefined> {
  if (classWeight === undefined && sampleWeight === undefined) return undefined;
  const weights = new Float32Array(rows.size).fill(1);
  if (sampleWeight !== undefined) {
    const given = sampleWeight instanceof tf.Tensor ? await sampleWeight.data() : sampleWeight;
    if (given.length !== rows.size) {
      throw new ShapeError(
        say`sampleWeight has ${given.length} numbers: expected one for each of the ${rows.size} examples.`,
      );
    }
    for (let i = 0; i < rows.size; i++) weights[i] = checked(Number(given[i]), "sampleWeight", i);
  }
  if (classWeight === undefined) return weights;
  const [objective] = objectives;
  const classes = objective?.classes ?? 0;
  if (objectives.length !== 1 || classes < 2 || (rows.targets[0]?.shape ?? []).some((size) => size > 1)) {
    throw new OptionError(
      say`classWeight needs one output that distinguishes classes, and one class for each example: use sampleWeight.`,
    );
  }
  const ofClass = numbersOf(classWeight, rows, classes);
  for (let i = 0; i < rows.size; i++) {
    const label = rows.targetAt(0, i, 0);
    const weight = ofClass[label];
    if (weight === undefined)
      throw new DataError(
        say`Example ${i} of the training set has the label ${label}: classWeight needs whole classes.`,
      );
    weights[i] *= weight;
  }
  return weights;
}

function numbersOf(given: ClassWeight, rows: Rows, classes: number): number[] {
  if (given === "balanced") {
    const counts = new Array<number>(classes).fill(0);
    for (let i = 0; i < rows.size; i++) counts[rows.targetAt(0, i, 0)] = (counts[rows.targetAt(0, i, 0)] ?? 0) + 1;
    return counts.map((count) => (count === 0 ? 0 : rows.size / (classes * count)));
  }
  const names = rows.classNames ?? [];
  const places = Array.from({ length: classes }, (_, i) => i);
  const isList = Array.isArray(given);
  const unknown = Object.keys(given).find(
    (key) => !names.includes(key) && !places.some((place) => String(place) === key),
  );
  if (unknown !== undefined || (isList && given.length !== classes)) {
    throw new OptionError(
      say`classWeight names the class ${unknown ?? given.length}: there are ${names.length > 0 ? namesInWords(names) : `0–${classes - 1}`}.`,
    );
  }
  const byKey = given as Readonly<Record<string, number>>;
  return places.map((place) => checked(byKey[names[place] ?? ""] ?? byKey[String(place)] ?? 1, "classWeight", place));
}

function checked(weight: number, option: string, at: number): number {
  if (weight >= 0 && weight < Number.POSITIVE_INFINITY) return weight;
  throw new OptionError(say`${option} has ${weight} at ${at}: expected a number of at least 0.`);
}
